"""Kilometres to miles: a constant improved step by step from its error (Make Your Own Neural Network, p. 12)."""

from say import compare

TRUTH = 62.137  # miles in 100 km


def error(constant: float) -> float:
    return TRUTH - 100 * constant


for constant, printed in ((0.5, 12.137), (0.6, 2.137), (0.7, -7.863), (0.61, 1.137)):
    compare(f"error of {constant} miles per km", printed, round(error(constant), 3))

constant = 0.5
for _ in range(10):
    constant += 0.5 * error(constant) / 100
compare("half of the error, ten times", "(0.62137)", round(constant, 5))
