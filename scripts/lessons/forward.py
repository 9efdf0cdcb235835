"""The forward pass as three loops and as matrices, and how long each takes (A Pathway to Deep Learning, 3)."""

from itertools import pairwise
from math import exp
from timeit import repeat

import numpy as np
from say import compare

from pi_nn.layers import Sigmoid

Layers = list[tuple[np.ndarray, np.ndarray]]  # weights (next, previous) and biases, as the text has them


def by_loops(layers: Layers, x: np.ndarray) -> np.ndarray:
    for weight, bias in layers:
        h = np.zeros(len(weight))
        for i in range(len(weight)):
            total = 0.0
            for j in range(len(x)):
                total += weight[i][j] * x[j]
            h[i] = 1 / (1 + exp(-(total + bias[i])))
        x = h
    return x


def by_matrices(layers: Layers, x: np.ndarray) -> np.ndarray:
    for weight, bias in layers:
        x = Sigmoid().forward(weight @ x + bias)[0]
    return x


def random_layers(*widths: int) -> Layers:
    rng = np.random.default_rng(1)
    return [(rng.normal(0, 0.1, (b, a)), rng.normal(0, 0.1, b)) for a, b in pairwise(widths)]


def microseconds(pass_: object, layers: Layers, x: np.ndarray) -> float:
    return 1e6 * min(repeat(lambda: pass_(layers, x), number=20, repeat=5)) / 20


x = np.array([1.5, 2.0, 3.0])
text = [(np.repeat([[0.2], [0.4], [0.6]], 3, axis=1), np.full(3, 0.8)), (np.full((1, 3), 0.5), np.array([0.2]))]
compare("h2 by loops (the text cuts the last one off)", "0.8909 0.9677 0.9909", by_loops(text[:1], x).round(4))
compare("output by loops", 0.8354, by_loops(text, x)[0].round(7))
compare("output by matrices (0.8355 is right)", 0.8354, by_matrices(text, x)[0].round(7))
turned = [(text[0][0].T, text[0][1]), text[1]]
compare("with the first weights turned round", "(wrong)", by_matrices(turned, x)[0].round(7))

for widths, printed in (((3, 3, 1), "40 / -"), ((3, 3, 3, 1), "70 / 46"), ((100, 100, 50, 10), "41000 / 84")):
    layers, start = random_layers(*widths), np.ones(widths[0])
    loop, matrix = (microseconds(each, layers, start) for each in (by_loops, by_matrices))
    compare(f"{'-'.join(map(str, widths))}: us by loops / matrices", printed, f"{loop:.0f} / {matrix:.0f}")
