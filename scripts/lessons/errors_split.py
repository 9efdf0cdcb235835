"""Splitting errors by weight, the errors of hidden units, one update (Make Your Own Neural Network, p. 72).

Misprints there: p. 98, a positive slope decreases the weight; p. 99, the slope is O_k (1 - O_k), O_k being the output
and not the sum.
"""

import numpy as np
from say import compare


def split(error: float, *weights: float) -> list[float]:
    """The error's parts in proportion to the weights."""
    return [error * weight / sum(weights) for weight in weights]


for weights, printed in (((3, 1), "3/4 1/4"), ((6, 3), "2/3 1/3"), ((4, 4), "1/2 1/2")):
    compare(f"an error of 1 by the weights {weights}", printed, np.round(split(1, *weights), 4))
first, second = split(1.5, 2, 3), split(0.5, 1, 4)
compare("1.5 by 2 and 3", "0.6 0.9", np.round(first, 4))
compare("0.5 by 1 and 4", "0.1 0.4", np.round(second, 4))
compare("errors of the hidden units", "0.7 1.3", np.round(np.add(first, second), 4))
compare("simplified: weights times errors", "(none)", np.array([[2, 1], [3, 4]]) @ [1.5, 0.5])

errors = np.array([0.1, -0.1, 0.0])
for name, parts, printed in (("t - o", errors, 0), ("|t - o|", abs(errors), 0.2), ("(t - o)^2", errors**2, 0.02)):
    compare(f"three outputs: sum of {name}", printed, parts.sum().round(4))

outputs, weights = np.array([0.4, 0.5]), np.array([2.0, 3.0])
signal = 1 / (1 + np.exp(-outputs @ weights))
for error, slope_printed, weight_printed in (
    (1.5, "-0.06048 (misprint)", "2.006 (misprint)"),  # 4.0 for 3.0 in the sum, which then stands for the error
    (0.8, "-0.026502", "2.002650"),  # of later editions: no sigmoid is wrong by more than 1
):
    slope = -error * signal * (1 - signal) * outputs[0]
    compare(f"one update, error {error}: slope of the error", slope_printed, f"{slope:.6f}")
    compare(f"one update, error {error}: the weight of 2.0", weight_printed, f"{2 - 0.1 * slope:.6f}")
