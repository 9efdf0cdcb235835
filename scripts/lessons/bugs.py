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


PRINTED = {  # the line's length at the bug's width, its error, the slope after it
    1.0: ((0.75, 0.35, 0.3667), (0.3667, 2.5333, 2.9)),
    0.5: ((0.75, 0.35, 0.3083), (0.3083, 2.5917, 1.6042)),
}
for moderation, printed in PRINTED.items():
    found = slopes(moderation)
    for (width, target), text, before, after in zip(BUGS, printed, found, found[1:]):
        bug, length = "ladybird" if width > 2 else "caterpillar", before * width
        for what, number, ours in zip(("y", "error", "new slope"), text, (length, target - length, after)):
            compare(f"L = {moderation}, {bug}: {what}", number, round(ours, 4))
naive, moderated = slopes(1.0), slopes(0.5)
compare("moderated: ladybird (3, 1) below the line", True, moderated[-1] * 3 > 1)
compare("moderated: caterpillar (1, 3) above the line", True, moderated[-1] * 1 < 3)

x = np.array([0.0, 3.0])
lines = {f"A = {slope:.4f}": (x, slope * x) for slope in moderated}
lines[f"A = {naive[-1]:.4f}, not moderated"] = x, naive[-1] * x
bugs = {"ladybird": ([3.0], [1.0]), "caterpillar": ([1.0], [3.0])}
keep(plots.curves("Moderated learning", "width", "length", {**lines, **bugs}))
