"""The bug classifier: a line y = A x between caterpillars and ladybirds (Make Your Own Neural Network, p. 23)."""

import numpy as np
from say import compare, keep

from pi_nn import plots

BUGS = ((3.0, 1.1), (1.0, 2.9))  # width, and a length just beyond the bug's own: ladybird, caterpillar


def slopes(moderation: float) -> list[float]:
    """The slope at first and after each bug: A + L (target - y) / x."""
    found = [0.25]
    for width, target in BUGS:
        found.append(found[-1] + moderation * (target - found[-1] * width) / width)
    return found


naive, moderated = slopes(1.0), slopes(0.5)
for name, printed, ours in (("L = 1", (0.3667, 2.9), naive), ("L = 0.5", (0.3083, 1.6042), moderated)):
    for bug, text, slope in zip(("ladybird", "caterpillar"), printed, ours[1:]):
        compare(f"{name}: slope after the {bug}", text, round(slope, 4))
compare("moderated: ladybird (3, 1) below the line", True, moderated[-1] * 3 > 1)
compare("moderated: caterpillar (1, 3) above the line", True, moderated[-1] * 1 < 3)

x = np.array([0.0, 3.0])
lines = {f"A = {slope:.4f}": (x, slope * x) for slope in moderated}
bugs = {"ladybird": ([3.0], [1.0]), "caterpillar": ([1.0], [3.0])}
keep(plots.curves("Moderated learning", "width", "length", {**lines, **bugs}, dots=True))
