"""What else is written on the sheet: other digits, words, a line drawn with a ruler."""

import numpy as np

from pi_nn.scenes.digits import draw_digit
from pi_nn.scenes.letters import draw_word
from pi_nn.scenes.shapes import Shape, from_strokes


def shapes_beside(rng: np.random.Generator, beside: str) -> list[Shape]:
    """The shapes of a kind of neighbourhood; empty for "alone"."""
    count = int(rng.integers(1, 4))
    if beside == "digits beside":
        digits = [int(digit) for digit in rng.integers(0, 10, count)]
        return [from_strokes(draw_digit(rng, digit), digit) for digit in digits]
    if beside == "words beside":
        return [from_strokes(draw_word(rng), share=float(rng.uniform(0.35, 1.0))) for _ in range(count)]
    if beside == "rule beside":
        return [_ruled(rng) for _ in range(count)]
    return []


def _ruled(rng: np.random.Generator) -> Shape:
    """A long line drawn with a ruler, not quite level; a standing one would be read as a 1, and rightly."""
    length, slope = rng.uniform(1.5, 4), rng.choice((-1, 1)) * rng.uniform(0.01, 0.05)
    line = np.array([[-length / 2, -slope], [length / 2, slope]])
    return from_strokes([line], share=float(np.ptp(line[:, 1])))
