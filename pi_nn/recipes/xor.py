"""Exclusive or: one line through the plane cannot part it, a hidden layer can."""

import numpy as np

from pi_nn.descent import Examples, Plan, outputs
from pi_nn.errors import SettingsError
from pi_nn.layers import Dense, Sigmoid, Tanh
from pi_nn.layers.initial import normal
from pi_nn.losses import half_squares
from pi_nn.network import Network
from pi_nn.optimizers import Adam
from pi_nn.recipes.system import Rng, System, Task
from pi_nn.schedules import constant

INPUTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
TARGETS = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor": [0, 1, 1, 0]}


def system(hidden: int = 4, function: str = "xor", learning_rate: float = 0.05, epochs: int = 1000) -> System:
    """With hidden=0 it is a single line; `function` may also be "and" or "or"."""
    return System(
        what=f"{function} by {f'2-{hidden}-1' if hidden else 'one line'}",
        source="Make Your Own Neural Network, p. 35",
        published="one line cannot",
        ours="one line 2 or 3, else 4 of 4",
        data="none",
        network=lambda rng: network(rng, hidden),
        task=lambda sources, rng: task(function),
        plan=Plan(epochs, half_squares, constant(learning_rate), batch_size=None, optimizer=Adam),
        figures=figures,
    )


def network(rng: Rng, hidden: int) -> Network:
    """(N, 2) -> (N, 1)."""
    layers = [Dense(2, hidden, rng, initial=normal()), Tanh()] if hidden else []
    return Network([*layers, Dense(hidden or 2, 1, rng, initial=normal()), Sigmoid()]).astype(np.float64)


def task(function: str) -> Task:
    """The four rows of the truth table."""
    if function not in TARGETS:
        raise SettingsError(f"function={function}: there are {', '.join(TARGETS)}")
    examples = Examples(INPUTS, np.array(TARGETS[function], float)[:, None])
    return Task(examples, examples)


def figures(network: Network, plan: Plan, task: Task) -> dict[str, float]:
    """How many of the four rows are on the right side of one half."""
    return {"right_of_4": int(((outputs(network, plan, INPUTS) > 0.5) == (task.test.targets > 0.5)).sum())}
