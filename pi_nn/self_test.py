"""A model's self-test: ten glyphs of our own drawing, kept as code, that any network for digits must read."""

from itertools import pairwise
from typing import Protocol

import numpy as np

from pi_nn.vision import frame_glyph

NEEDED = 8
"""Of the ten glyphs; a network that reads fewer is damaged, or was never one for digits."""

_SIDE = 40  # pixels of a drawing
_SCALE = np.float32((_SIDE - 10) / 10)  # pixels a unit of the points
_PLACES = (np.arange(_SIDE, dtype=np.float32) - 5) / _SCALE
_PEN = 2.2  # pixels, half a stroke's width

_STROKES = (  # of each digit: polylines through points (x, y), 0 to 10, y downwards
    (((5, 0), (2, 2), (1, 5), (2, 8), (5, 10), (7, 8), (8, 5), (7, 2), (5, 0)),),
    (((5, 0), (4, 10)),),
    (((1, 2), (3, 0), (6, 0), (7, 2), (6, 5), (1, 10), (3, 9), (8, 10)),),
    (((1, 1), (4, 0), (7, 1), (7, 3), (4, 5), (7, 6), (8, 8), (5, 10), (1, 9)),),
    (((2, 0), (1, 5), (7, 5)), ((7, 1), (6, 10))),
    (((7, 0), (2, 0), (2, 4), (5, 4), (7, 6), (6, 9), (3, 10), (1, 9)),),
    (((6, 0), (3, 3), (1, 7), (3, 10), (6, 9), (7, 7), (5, 5), (2, 6)),),
    (((1, 0), (7, 0), (4, 5), (3, 10)),),
    (((7, 1), (4, 0), (2, 2), (4, 4), (7, 7), (5, 10), (2, 9), (2, 7), (6, 3), (7, 1)),),
    (((7, 2), (5, 0), (2, 2), (3, 5), (6, 4), (7, 2), (7, 6), (5, 10)),),
)


class Predicts(Protocol):
    """What is needed of a network."""

    def predict_many(self, images: np.ndarray) -> np.ndarray:
        """Scores (N, 11) of glyphs (N, 28, 28)."""


def glyphs() -> np.ndarray:
    """The digits 0 to 9, drawn: float32 (10, 28, 28), ink 1, framed as the finder frames what it finds."""
    return np.stack([frame_glyph(_drawn(strokes)) for strokes in _STROKES])


def fault(network: Predicts) -> str:
    """What is wrong with the network's answers to the glyphs, in words; empty if nothing is."""
    scores = network.predict_many(glyphs())
    if scores.shape != (10, 11) or not np.isfinite(scores).all():
        return "its answers are no scores"
    right = int((scores.argmax(axis=1) == np.arange(10)).sum())
    return "" if right >= NEEDED else f"it reads {right} of 10 plain digits"


def _drawn(strokes: tuple) -> np.ndarray:
    """Ink, 1 within the pen's width of a stroke and falling to 0 over a pixel: float32 (40, 40)."""
    squared = np.full((_SIDE, _SIDE), np.inf, np.float32)
    for stroke in strokes:
        for start, end in pairwise(stroke):
            np.minimum(squared, _squared_distance(start, end), out=squared)
    return np.clip(_PEN + 0.5 - np.sqrt(squared) * _SCALE, 0, 1)


def _squared_distance(start: tuple[int, int], end: tuple[int, int]) -> np.ndarray:
    """Of each pixel from a line between two points, in the points' unit, float32 (40, 40).

    A Pi Zero draws sixty lines before it is ready: each array is a row and a column as long as it can be.
    """
    x, y = _PLACES - np.float32(start[0]), (_PLACES - np.float32(start[1]))[:, None]
    along, down = np.float32(end[0] - start[0]), np.float32(end[1] - start[1])
    length = along * along + down * down
    share = np.clip(x * (along / length) + y * (down / length), 0, 1)
    squared: np.ndarray = np.square(x - share * along) + np.square(y - share * down)
    return squared
