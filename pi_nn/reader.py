"""The loop that everything serves: a frame goes in, a digit is shown."""

from collections.abc import Callable, Iterable
from typing import Protocol

import numpy as np

from pi_nn.decision import NO_DIGIT, Decider, Reading
from pi_nn.vision import Glyph, find_glyph


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
    find: Callable[[np.ndarray], Glyph | None] = find_glyph,
) -> None:
    """Show every frame's reading until the frames end; a frame is uint8 (height, width)."""
    for frame in frames:
        glyph = find(frame)
        scores = network.predict(glyph.image) if glyph else NO_DIGIT
        display.show(decider.decide(Reading(frame, glyph, scores)))
