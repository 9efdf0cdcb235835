"""The logistic function, what weights and biases do to it, and other activations (A Pathway to Deep Learning, 2)."""

import numpy as np
from say import compare, keep

from pi_nn import plots
from pi_nn.layers import Linear, ReLU, Sigmoid, Step, Tanh

x = np.arange(-8, 8, 0.1)


def logistic(z: np.ndarray) -> np.ndarray:
    return Sigmoid().forward(z)[0]


compare("points", 160, len(x))
compare("f(0)", 0.5, logistic(np.zeros(1))[0])
slope = Sigmoid().backward(np.ones(1), logistic(np.zeros(1)))[0][0]
compare("f'(0) = f (1 - f)", 0.25, slope)
for bias, printed in ((-8, 1.6), (0, 0), (8, -1.6)):
    switch = x[np.abs(logistic(5 * x + bias) - 0.5).argmin()]
    compare(f"weight 5, bias {bias}: switches at", printed, round(float(switch), 1) + 0.0)

named = {f"weight {w}": (x, logistic(w * x)) for w in (0.5, 1, 2)}
named |= {f"weight 5, bias {b}": (x, logistic(5 * x + b)) for b in (-8, 0, 8)}
for layer in (Linear(), Tanh(), ReLU(), Step()):
    print(f"{type(layer).__name__:<8}", layer.forward(np.array([-2.0, -0.5, 0.0, 0.5, 2.0]))[0].round(4))
keep(plots.curves("Weights and biases of a logistic unit", "x", "y", named))
