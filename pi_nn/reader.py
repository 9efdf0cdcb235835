"""The loop that everything serves: a frame goes in, a digit is shown."""

from collections.abc import Callable, Iterable
from typing import Protocol

import numpy as np

from pi_nn.decision import NO_DIGIT, Decider, Reading
from pi_nn.vision import Glyph, likely_glyphs


class Predictor(Protocol):
    """What the loop needs of a network."""

    def predict(self, image: np.ndarray) -> np.ndarray:
        """Scores float32 (11,) of a glyph's image float32 (28, 28)."""


class Shows(Protocol):
    """What the loop needs of a display: anything that wants to know readings is one."""

    def show(self, reading: Reading) -> None:
        """Take note of a decided reading."""


def read_digits(
    frames: Iterable[np.ndarray],
    network: Predictor,
    decider: Decider,
    display: Shows,
    find: Callable[[np.ndarray], Iterable[Glyph]] = likely_glyphs,
) -> None:
    """Show every frame's reading until the frames end; a frame is uint8 (height, width)."""
    for frame in frames:
        glyph, scores = first_digit(find(frame), network)
        display.show(decider.decide(Reading(frame, glyph, scores)))


def first_digit(glyphs: Iterable[Glyph], network: Predictor) -> tuple[Glyph | None, np.ndarray]:
    """The first glyph that is rather a digit than none, with its scores; else the first one.

    So a finger nearer the middle does not hide the digit. Without any glyph: None, NO_DIGIT.
    """
    first: tuple[Glyph | None, np.ndarray] = (None, NO_DIGIT)
    for glyph in glyphs:
        scores = network.predict(glyph.image)
        if np.argmax(scores) != len(NO_DIGIT) - 1:
            return glyph, scores
        first = (glyph, scores) if first[0] is None else first
    return first
