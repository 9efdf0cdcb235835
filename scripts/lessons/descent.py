"""Gradient descent in one dimension: x^4 - 3 x^3 + 2 and (x - 1)^2 + 1 (A Pathway to Deep Learning, 4.1)."""

from collections.abc import Callable
from math import inf, isfinite

import numpy as np
from say import compare, keep

from pi_nn import plots


def descend(slope: Callable[[float], float], x: float, rate: float, precision: float = 1e-5) -> list[float]:
    """All x on the way, until a step is no longer than the precision; the last is infinite where it diverges."""
    path = [x]
    while len(path) < 2 or abs(path[-1] - path[-2]) > precision:
        path.append(path[-1] - rate * slope(path[-1]))
        if abs(path[-1]) > 1e9:
            return [*path, inf]
    return path


def slope(x: float) -> float:
    """Of x^4 - 3 x^3 + 2."""
    return 4 * x**3 - 9 * x**2


path = descend(slope, 6.0, 0.01)
compare("minimum of x^4 - 3 x^3 + 2", 2.249965, round(path[-1], 6))
compare("steps to it", "(none)", len(path) - 1)
compare("first step, from 6 to", "(none)", round(path[1], 4))
compare("short of the true minimum 2.25 by", "1e-05 (wrong)", f"{2.25 - path[-1]:.1e}")
slow = descend(slope, 6.0, 0.005)
compare("with half the rate", "(none)", f"{slow[-1]:.6f} in {len(slow) - 1} steps")
for rate in (0.02, 0.03):
    compare(f"with the rate {rate}", "(none)", "converges" if isfinite(descend(slope, 6.0, rate)[-1]) else "diverges")
compare("from 0, where it is level but no minimum", "(none)", round(descend(slope, 0.0, 0.01)[-1], 4))
compare("minimum of (x - 1)^2 + 1", 1, round(descend(lambda x: 2 * (x - 1), 3.0, 0.1)[-1], 4))

curve, steps = np.linspace(-0.5, 3.2, 200), np.array(path[1:])
named = {"x^4 - 3x^3 + 2": (curve, curve**4 - 3 * curve**3 + 2), "steps": (steps, steps**4 - 3 * steps**3 + 2)}
keep(plots.curves("Steps down the slope", "x", "y", named, dots=["steps"]))
