"""The handwritten digits, each in the variants that people write, as pen strokes."""

import numpy as np

from pi_nn.scenes.strokes import Hand, Strokes, draw, unit_height

_VARIANTS: dict[int, dict[str, str]] = {
    0: {
        "round": "54,2 26,10 10,48 22,86 50,98 78,86 90,50 76,12 52,2 42,4",
        "narrow": "52,2 32,14 23,50 31,86 50,98 69,86 77,50 68,14 50,2 44,5",
        "open": "66,8 36,6 14,42 22,84 50,98 80,84 88,46 76,16 56,9",
    },
    1: {
        "bare": "53,2 50,50 48,98",
        "flag": "37,32 47,19 56,2 56,2 55,50 53,98",
        "foot": "37,31 46,18 55,2 55,2 54,50 53,97 | 33,98 53,97 74,97",
        "long foot": "38,29 47,16 55,2 55,2 54,50 53,97 | 16,98 53,97 90,96",
        "long flag": "24,44 39,24 56,2 56,2 54,50 52,98",
        "wedge": "14,62 34,32 55,2 55,2 55,50 55,98",
        "hooked": "20,38 36,32 55,2 55,2 54,50 52,98",
    },
    2: {
        "straight": "16,28 26,8 52,2 76,12 77,34 56,62 16,96 16,96 50,96 86,96",
        "curved": "18,26 30,6 56,2 76,16 74,38 52,66 18,94 18,94 50,90 86,95",
        "loop": "16,24 32,5 60,3 77,20 70,46 44,76 22,92 12,84 24,74 46,86 68,97 90,90",
    },
    3: {
        "round": "20,15 44,2 72,10 74,30 44,46 44,46 78,56 82,80 54,97 18,88",
        "soft": "22,12 48,2 72,14 68,36 46,46 72,54 82,76 60,97 20,92",
        "flat": "20,4 76,4 76,4 44,42 44,42 74,48 82,72 60,96 18,90",
    },
    4: {
        "open": "28,3 22,32 14,58 14,58 50,60 86,58 | 68,22 66,60 62,98",
        "closed": "60,98 63,50 66,3 66,3 40,36 12,68 12,68 50,68 88,67",
        "crossing": "48,3 30,30 12,60 12,60 44,58 76,56 | 66,32 58,64 50,98",
        "triangle": "62,3 36,22 10,40 10,40 36,42 66,43 | 62,3 63,50 64,98",
        "two strokes": "58,3 36,34 13,66 13,66 50,66 88,64 | 64,6 62,50 60,98",
        "lightning": "60,2 36,32 16,62 16,62 48,54 82,44 82,44 68,72 56,98",
    },
    5: {
        "bar": "30,5 26,24 24,44 24,44 52,39 78,56 75,84 46,98 15,89 | 30,5 56,5 82,3",
        "gap": "27,13 25,28 23,45 23,45 52,40 78,58 75,84 46,98 14,89 | 40,3 60,4 84,1",
        "one stroke": "80,4 54,4 28,6 28,6 25,25 22,45 22,45 52,38 80,56 76,84 46,98 13,89",
    },
    6: {
        "curved": "70,4 44,14 22,46 18,72 30,94 54,98 76,84 74,62 52,54 28,64 18,78",
        "straight": "62,2 42,28 24,58 22,82 42,98 66,92 78,74 64,58 42,60 24,76",
    },
    7: {
        "plain": "15,6 48,5 84,5 84,5 62,48 44,98",
        "crossed": "15,6 48,5 84,5 84,5 62,48 44,98 | 34,54 56,52 80,50",
        "crossed serif": "17,22 18,5 18,5 50,6 84,5 84,5 60,46 48,98 | 32,54 54,52 78,50",
        "serif": "17,22 18,5 18,5 50,6 84,5 84,5 60,46 48,98",
        "crossed curved": "14,14 34,5 58,9 84,4 84,4 66,30 52,62 48,98 | 26,55 54,53 82,48",
    },
    8: {
        "one stroke": "74,16 52,2 28,12 30,33 50,47 72,64 74,88 50,98 26,88 28,66 50,48 70,34 77,14",
        "circles": "50,2 30,11 28,34 50,46 71,34 70,11 48,2 | 51,46 24,58 21,86 50,98 80,86 76,58 48,46",
    },
    9: {
        "straight": "76,15 54,2 28,12 24,36 44,50 66,42 77,12 77,12 76,50 73,98",
        "curved": "76,16 54,2 28,12 25,36 44,50 68,40 77,14 77,14 78,52 68,84 50,97 32,92",
        "hook": "76,16 54,2 28,12 25,36 44,50 68,40 77,14 77,14 77,52 64,86 42,97 22,88 22,74",
        "slanted": "74,20 56,3 32,8 24,34 44,48 66,36 76,16 76,16 66,54 52,98",
        "swept": "76,18 54,2 30,10 27,33 46,46 68,36 78,14 78,14 82,54 66,86 40,97 10,93",
        "curled": "72,18 52,3 32,10 29,30 46,42 66,32 74,14 74,14 80,50 70,82 44,97 20,90 24,76 46,80",
        "flat foot": "74,18 52,3 31,10 28,31 46,43 66,33 75,15 75,15 80,56 70,80 48,92 12,97",
    },
}

# A 1 is little else than its stroke: rounded or bent it is a 7, and wide it is a 2 or a bar.
_STEADY = Hand(jitter=0.015, slant=(-0.1, 0.3), aspect=(0.75, 1.1), bend=0.025, round_corner=0)


_AMBIGUOUS = {"wedge", "long flag", "hooked", "triangle", "lightning", "flat foot", "curled"}
"""Forms that are read as meant by those alone who write them so."""


def variants(digit: int, plain: bool = False) -> tuple[str, ...]:
    """The names of the forms in which a digit is drawn; `plain`: those that everybody reads at once."""
    return tuple(name for name in _VARIANTS[digit] if not (plain and name in _AMBIGUOUS))


def draw_digit(rng: np.random.Generator, digit: int, variant: str | None = None, hand: Hand = Hand()) -> Strokes:
    """A digit by one hand, one high and centred on 0, 0; `variant` is one of `variants(digit)`."""
    name = variant or str(rng.choice(variants(digit)))
    return unit_height(draw(rng, _VARIANTS[digit][name], _STEADY if digit == 1 else hand))
