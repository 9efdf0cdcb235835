"""Handwritten letters and signs as pen strokes: what is written, but is no digit."""

import numpy as np

from pi_nn.scenes.strokes import Hand, Strokes, draw, side_by_side, unit_height

LETTERS: dict[str, str] = {
    "A": "12,98 50,2 50,2 88,98 | 27,62 74,62",
    "C": "84,18 60,3 28,14 14,50 28,88 60,98 86,82",
    "E": "82,3 20,3 20,3 20,97 20,97 84,97 | 20,48 70,48",
    "F": "82,3 22,3 22,3 20,98 | 21,48 70,47",
    "H": "18,3 18,98 | 82,3 82,98 | 18,50 82,50",
    "K": "20,2 20,98 | 80,4 22,56 | 42,42 84,97",
    "M": "12,98 20,3 20,3 50,66 50,66 80,3 80,3 90,98",
    "N": "16,98 18,3 18,3 82,97 82,97 84,2",
    "P": "22,98 22,4 22,4 66,5 82,26 66,50 24,52",
    "R": "22,98 22,4 22,4 66,5 80,25 64,48 24,50 24,50 50,50 50,50 86,98",
    "T": "8,4 92,3 | 51,4 49,98",
    "U": "16,3 17,60 34,94 62,95 82,66 84,3",
    "V": "12,3 50,97 50,97 88,3",
    "W": "6,3 28,97 28,97 50,34 50,34 72,97 72,97 94,3",
    "X": "14,3 86,97 | 86,3 14,97",
    "Y": "12,3 50,50 | 88,3 50,50 48,98",
    "d": "72,58 52,40 26,50 22,82 44,97 72,80 | 76,2 75,60 80,97",
    "e": "22,66 50,66 80,62 74,38 48,30 22,48 20,78 44,97 80,88",
    "f": "76,12 58,2 44,16 42,60 40,98 | 20,42 70,40",
    "h": "24,2 24,98 | 24,62 50,44 74,56 76,98",
    "k": "24,2 24,98 | 72,42 26,72 | 40,64 76,98",
    "m": "8,34 10,98 | 10,56 30,38 46,54 47,98 | 47,56 68,38 86,54 90,98",
    "n": "20,34 22,98 | 22,58 48,38 72,52 76,98",
    "r": "28,34 30,98 | 30,62 48,40 76,42",
    "t": "48,4 47,70 56,96 78,90 | 22,32 76,30",
    "u": "20,36 22,78 42,97 72,80 | 76,36 76,80 84,98",
    "w": "8,36 26,96 26,96 50,48 50,48 70,96 70,96 92,36",
    "x": "20,38 80,98 | 80,36 18,98",
}
"""Letters that nobody takes for a digit."""

LOOK_ALIKES: dict[str, str] = {
    "O": "52,2 22,12 10,50 22,88 50,98 78,88 90,50 78,12 50,2",
    "I": "50,2 50,98 | 28,3 74,3 | 26,97 74,97",
    "l": "50,2 50,98",
    "S": "82,14 56,2 26,10 24,36 52,50 80,64 78,90 48,98 16,86",
    "Z": "16,5 84,5 84,5 16,95 16,95 86,95",
    "B": "22,2 22,98 | 22,3 64,4 76,24 62,46 24,48 | 24,48 70,50 84,74 66,96 22,97",
    "g": "72,20 50,8 26,20 26,46 48,56 72,40 74,12 74,12 76,70 58,97 24,88",
    "q": "74,18 52,4 26,14 24,42 46,54 72,38 75,8 75,8 74,60 74,98",
}
"""Letters that are drawn as some digit is."""

SIGNS: dict[str, str] = {
    "plus": "50,10 50,90 | 10,50 90,50",
    "minus": "10,50 90,48",
    "equals": "12,36 88,34 | 12,64 88,63",
    "question": "22,24 36,4 68,6 76,30 52,52 48,72 | 48,94 50,97",
    "exclamation": "52,2 48,70 | 47,94 49,98",
    "hash": "38,4 30,96 | 70,4 62,96 | 10,34 92,32 | 8,66 90,64",
    "percent": "84,4 16,96 | 28,8 14,20 26,36 40,22 28,8 | 76,62 60,76 72,94 88,80 76,62",
    "ampersand": "88,96 30,30 34,6 58,6 58,28 22,58 18,84 44,98 70,80 84,54",
    "at": "66,40 46,34 34,54 48,68 64,54 66,36 68,66 88,58 88,24 52,4 16,24 10,60 34,94 76,92",
    "check": "8,56 34,94 34,94 92,6",
    "cross": "10,10 90,90 | 90,12 8,92",
    "arrow": "6,50 94,50 | 64,20 94,50 94,50 66,82",
    "bracket": "66,2 36,26 32,72 64,98",
    "tilde": "6,56 26,38 50,52 74,64 94,44",
    "square": "12,12 88,10 88,10 90,88 90,88 12,90 12,90 11,12",
    "triangle": "50,6 94,92 94,92 6,92 6,92 50,6",
}
"""Signs that stand beside digits, and are none."""

_SIGN_HAND = Hand(jitter=0.02, slant=(-0.15, 0.2), bend=0.03)


def draw_letter(rng: np.random.Generator, name: str | None = None) -> Strokes:
    """A letter (of `LETTERS`, `LOOK_ALIKES` or, by chance, of `LETTERS`), one high and centred on 0, 0."""
    name = name or str(rng.choice(list(LETTERS)))
    return unit_height(draw(rng, LETTERS.get(name) or LOOK_ALIKES[name]))


def draw_sign(rng: np.random.Generator) -> Strokes:
    """One of `SIGNS`, one high (a flat one: three wide) and centred on 0, 0."""
    return unit_height(draw(rng, SIGNS[str(rng.choice(list(SIGNS)))], _SIGN_HAND))


def draw_word(rng: np.random.Generator, length: int | None = None) -> Strokes:
    """A few letters in a row, one high and centred on 0, 0."""
    count = length or int(rng.integers(3, 8))
    return unit_height(side_by_side([draw_letter(rng) for _ in range(count)], gap=float(rng.uniform(0.1, 0.3))))
