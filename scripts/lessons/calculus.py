"""Slopes by differences beside those by the rules (Make Your Own Neural Network, appendix A).

Misprints there: the 4 Dx^3 on the way to the slope of t^3 is 2 Dx^3, and (x^2 + x) is (x^3 + x).
"""

from say import compare


def slope(function: object, at: float, step: float = 1e-6) -> float:
    return (function(at + step) - function(at - step)) / (2 * step)


compare("s = 30 at 5", 0, round(slope(lambda t: 30, 5), 4))
compare("s = 30 + 10 t at 5", 10, round(slope(lambda t: 30 + 10 * t, 5), 4))
for t, printed in ((3, 6), (6, 12), (100, 200)):
    compare(f"s = t^2 at {t}", printed, round(slope(lambda t: t * t, t), 4))
compare("tangent at 6, drawn by eye: 9.6 / 0.8", 12.0, round(9.6 / 0.8, 4))
compare("chord of t^2 from 1 to 5: (25 - 1) / 4", 6, (5**2 - 1**2) / 4)
compare("s = t^2 + 2 t at 4: 2 t + 2", 10, round(slope(lambda t: t * t + 2 * t, 4), 4))
compare("s = t^3 at 2: 3 t^2", 12, round(slope(lambda t: t**3, 2), 4))
compare("the same over 2 Dt = 0.2: 3 t^2 + Dt^2", 12.01, round(slope(lambda t: t**3, 2, 0.1), 4))
compare("(x^3 + x)^2 at 1: 2 (x^3 + x)(3 x^2 + 1)", 16, round(slope(lambda x: (x**3 + x) ** 2, 1), 4))
compare("2xy + 3x^2 z + 4z at (1, 2, 3): 2y + 6xz", 22, round(slope(lambda x: 2 * x * 2 + 3 * x * x * 3 + 12, 1), 4))
