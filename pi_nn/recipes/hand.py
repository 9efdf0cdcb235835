"""The visual introduction's worked example: a man or a chicken by two pixels, 2-2-2 sigmoids, one update."""

import numpy as np

from pi_nn.descent import Examples, Plan, outputs
from pi_nn.layers import Dense, Sigmoid
from pi_nn.losses import half_squares
from pi_nn.network import Network
from pi_nn.recipes.system import Rng, Sources, System, Task
from pi_nn.schedules import constant

PIXELS = np.array([[0.15, 0.35]])
CHICKEN = np.array([[0.0, 1.0]])
# Columns are units: w1 leads from a1 to b1, w2 from a1 to b2, w3 from a2 to b1, w4 from a2 to b2; w5 to w8 likewise.
WEIGHTS = ([[0.10, 0.20], [0.12, 0.17]], [0.80, 0.25]), ([[0.05, 0.40], [0.33, 0.07]], [0.15, 0.70])


def system(learning_rate: float = 0.5, epochs: int = 1) -> System:
    """One example, squared error, as many updates as epochs."""
    return System(
        what=f"2-2-2 worked by hand, {epochs} update{'s' if epochs > 1 else ''}",
        source="Neural Networks: A Visual Introduction, ch. 25-30",
        published="error 0.21105 before",
        ours="0.211066, then 0.190153",
        data="none",
        network=network,
        task=task,
        plan=Plan(epochs, half_squares, constant(learning_rate)),
        figures=figures,
    )


def network(rng: Rng | None = None) -> Network:
    """(N, 2) -> (N, 2) in float64, with the weights that the text begins with."""
    layers = []
    for weight, bias in WEIGHTS:
        dense = Dense(2, 2)
        dense.weight, dense.bias = np.array(weight), np.array(bias)
        layers += [dense, Sigmoid()]
    return Network(layers)


def task(sources: Sources, rng: Rng) -> Task:
    """The one picture."""
    return Task(Examples(PIXELS, CHICKEN), Examples(PIXELS, CHICKEN))


def figures(trained: Network, plan: Plan, task: Task) -> dict[str, float]:
    """The error and the outputs after the updates, and the error before."""
    before = outputs(network(), plan, PIXELS)
    man, chicken = outputs(trained, plan, PIXELS)[0]
    after = half_squares(np.array([[man, chicken]]), CHICKEN)[0]
    return {"error": after, "man": man, "chicken": chicken, "error_before": half_squares(before, CHICKEN)[0]}
