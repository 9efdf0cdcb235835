"""Errors on their way back, and the tutorial's training loop (A Pathway to Deep Learning, 4.5 to 4.9 and 5.4).

The loop takes one image after another, as the text's does; the recipe `tutorial` takes them all as matrices and comes
to the same weights. One edition prints the loop with lines too far in: then the first weights never learn.
"""

from time import perf_counter

import numpy as np
from say import compare

from pi_nn.datasets.small_digits import read_small_digits
from pi_nn.descent import Descent
from pi_nn.recipes import tutorial

RATE, STEPS = 0.25, 10


def logistic(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def errors(weights: list[np.ndarray], x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The hidden outputs, and delta of output and hidden units; weights are W1, b1, W2, b2, (next, previous)."""
    w1, b1, w2, b2 = weights
    h2 = logistic(w1 @ x + b1)
    h3 = logistic(w2 @ h2 + b2)
    delta3 = -(y - h3) * h3 * (1 - h3)
    return h2, delta3, w2.T @ delta3 * h2 * (1 - h2)


def looped(weights: list[np.ndarray], inputs: np.ndarray, targets: np.ndarray, misprinted: bool = False) -> None:
    """One pass; misprinted, the sums are of the last layer alone and each image makes a step."""
    sums = [np.zeros_like(each) for each in weights]
    for x, y in zip(inputs, targets):
        h2, delta3, delta2 = errors(weights, x, y)
        parts = [np.outer(delta2, x), delta2, np.outer(delta3, h2), delta3]
        for total, part in list(zip(sums, parts))[2 if misprinted else 0 :]:
            total += part
        if misprinted:
            step(weights, sums, len(inputs))
    if not misprinted:
        step(weights, sums, len(inputs))


def step(weights: list[np.ndarray], sums: list[np.ndarray], count: int) -> None:
    for weight, total in zip(weights, sums):
        weight -= RATE / count * total


def begun() -> list[np.ndarray]:
    """The recipe's first weights, as the text writes them."""
    return [array.T.copy() for array in system.network(np.random.default_rng(1)).parameters()]


small = [np.repeat([[0.2], [0.4], [0.6]], 3, axis=1), np.full(3, 0.8), np.full((1, 3), 0.5), np.array([0.2])]
h2, delta3, delta2 = errors(small, np.array([1.5, 2.0, 3.0]), np.ones(1))
compare("3-3-1, target 1: delta of the output", "(none)", delta3.round(9))
compare("delta of the hidden units", "(none)", delta2.round(9))
compare("slopes of the weights to the output", "(none)", (delta3 * h2).round(9))

system = tutorial.system()
task = system.task({"all": read_small_digits()}, np.random.default_rng(1))
inputs, targets = task.learn.inputs, task.learn.targets
by_loop, by_misprint = begun(), begun()
descent, began = Descent(system.network(np.random.default_rng(1)), system.plan), perf_counter()
for _ in range(STEPS):
    descent.run_epoch(task.learn)
between = perf_counter()
for _ in range(STEPS):
    looped(by_loop, inputs, targets)
seconds = f"{perf_counter() - between:.2f} / {between - began:.2f}"
furthest = max(np.abs(a - b.T).max() for a, b in zip(by_loop, descent.network.parameters()))
compare(f"{STEPS} steps: loop and matrices differ by", "(none)", f"{furthest:.0e}")
compare(f"{STEPS} steps: seconds by loop / matrices", "minutes for 3000", seconds)
looped(by_misprint, inputs, targets, misprinted=True)
moved = [f"{np.abs(a - b).max():.3f}" for a, b in zip(by_misprint[::2], begun()[::2])]
compare("misprinted: W1 and W2 moved by at most", "(none)", " ".join(moved))
