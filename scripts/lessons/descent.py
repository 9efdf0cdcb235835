"""Gradient descent in one dimension: x^4 - 3 x^3 + 2 and (x - 1)^2 + 1 (A Pathway to Deep Learning, 4.1)."""

from collections.abc import Callable

import numpy as np
from say import compare, keep

from pi_nn import plots


def descend(slope: Callable[[float], float], x: float, rate: float, precision: float = 1e-5) -> list[float]:
    """All x on the way, until a step is no longer than the precision."""
    path = [x]
    while len(path) < 2 or abs(path[-1] - path[-2]) > precision:
        path.append(path[-1] - rate * slope(path[-1]))
    return path


path = descend(lambda x: 4 * x**3 - 9 * x**2, 6.0, 0.01)
compare("minimum of x^4 - 3 x^3 + 2", 2.249965, round(path[-1], 6))
compare("steps to it", "(none)", len(path) - 1)
compare("true minimum; the text's misses its precision", 2.25, f"off by {2.25 - path[-1]:.1e}")
compare("with half the rate", "(none)", round(descend(lambda x: 4 * x**3 - 9 * x**2, 6.0, 0.005)[-1], 6))
compare("minimum of (x - 1)^2 + 1", 1, round(descend(lambda x: 2 * (x - 1), 3.0, 0.1)[-1], 4))

curve, steps = np.linspace(-0.5, 3.2, 200), np.array(path[1:])
named = {"x^4 - 3x^3 + 2": (curve, curve**4 - 3 * curve**3 + 2), "steps": (steps, steps**4 - 3 * steps**3 + 2)}
keep(plots.curves("Steps down the slope", "x", "y", named))
