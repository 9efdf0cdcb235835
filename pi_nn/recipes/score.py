"""The article series' regression: hours slept and studied -> the score in a test."""

import numpy as np

from pi_nn.descent import Examples, Plan, outputs
from pi_nn.layers import Dense, Sigmoid
from pi_nn.layers.initial import glorot
from pi_nn.losses import half_squares
from pi_nn.network import Network
from pi_nn.recipes.system import Rng, Sources, System, Task
from pi_nn.schedules import constant

HOURS = np.array([[3.0, 5.0], [5.0, 1.0], [10.0, 2.0]])  # slept, studied
SCORES = np.array([[75.0], [82.0], [93.0]])
ASKED = np.array([[8.0, 3.0]])


def system(
    hidden: int = 3, l2: float = 1e-4, bfgs: bool = True, learning_rate: float = 30.0, epochs: int = 200
) -> System:
    """BFGS, or with bfgs=false batch gradient descent (which needs epochs=6000)."""
    return System(
        what=f"2-{hidden}-1 regression by {'BFGS' if bfgs else 'batch gradient descent'}, L2 {l2:g}",
        source="Artificial Neural Networks, an article series, 1 to 7",
        published="none printed",
        ours="86.93 for (8, 3)",
        data="none",
        network=lambda rng: network(rng, hidden),
        task=task,
        plan=Plan(epochs, half_squares, constant(learning_rate), batch_size=None, quasi_newton=bfgs, l2=l2),
        figures=figures,
    )


def network(rng: Rng, hidden: int) -> Network:
    """(N, 2) -> (N, 1), without bias, in float64; from N(0, 1) two of twenty starts end in a bad minimum."""
    into, out = (Dense(*shape, rng, bias=False, initial=glorot) for shape in ((2, hidden), (hidden, 1)))
    return Network([into, Sigmoid(), out, Sigmoid()]).astype(np.float64)


def task(sources: Sources, rng: Rng) -> Task:
    """Hours divided by the largest of their column, scores by 100."""
    examples = Examples(HOURS / HOURS.max(axis=0), SCORES / 100)
    return Task(examples, examples)


def figures(network: Network, plan: Plan, task: Task) -> dict[str, float]:
    """The largest error of the three scores, and the score that (8, 3) is promised."""
    fitted = outputs(network, plan, task.test.inputs)
    asked = outputs(network, plan, ASKED / HOURS.max(axis=0))
    return {"largest_error": float(100 * np.abs(fitted - SCORES / 100).max()), "score_8_3": float(100 * asked[0, 0])}
