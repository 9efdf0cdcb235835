"""The loop that everything serves: a frame goes in, a digit is shown."""

from collections.abc import Callable, Iterable
from typing import Protocol

import numpy as np

from pi_nn.decision import NO_DIGIT, Decider, Reading, is_some_digit
from pi_nn.settings import Decision
from pi_nn.spelling import Speller
from pi_nn.vision import Glyph, find_glyphs, likely_glyphs
from pi_nn.vision.stillness import Judge, always


class Predictor(Protocol):
    """What the loop needs of a network."""

    def predict(self, image: np.ndarray, standing: np.ndarray | None = None) -> np.ndarray:
        """Scores float32 (11,) of a glyph's image float32 (28, 28), weighed with how it stands in the frame."""


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
    changed: Judge = always,
    certain: float = Decision().certain,
) -> None:
    """Show every frame's reading until the frames end; a frame is uint8 (height, width).

    A frame that has not `changed` is not read again: it counts as much as the one before.
    """
    glyph, scores = None, NO_DIGIT
    for frame in frames:
        if changed(frame):
            glyph, scores = first_digit(find(frame), network, certain)
        display.show(decider.decide(Reading(frame, glyph, scores)))


def read_numbers(
    frames: Iterable[np.ndarray],
    network: Predictor,
    speller: Speller,
    display: Shows,
    find: Callable[[np.ndarray], Iterable[Glyph]] = find_glyphs,
    changed: Judge = always,
) -> None:
    """The same with all digits of a frame, which are shown one after another."""
    readings: list[Reading] = []
    for frame in frames:
        if changed(frame):
            readings = [Reading(frame, glyph, scores_of(glyph, network)) for glyph in find(frame)]
        display.show(speller.decide(frame, readings))


def scores_of(glyph: Glyph, network: Predictor) -> np.ndarray:
    """What the network says of the glyph, weighed with how it stands in the frame: float32 (11,)."""
    return network.predict(glyph.image, glyph.standing)


def first_digit(
    glyphs: Iterable[Glyph], network: Predictor, certain: float = Decision().certain
) -> tuple[Glyph | None, np.ndarray]:
    """The first glyph that is certainly some digit, with its scores; without one the likeliest of them.

    So a finger nearer the middle does not hide the digit, and a digit that is hard to tell is not passed over for a
    plainer one beside it. Without any glyph: None, NO_DIGIT.
    """
    best: tuple[Glyph | None, np.ndarray] = (None, NO_DIGIT)
    for glyph in glyphs:
        scores = scores_of(glyph, network)
        if best[0] is None or scores[:10].max() > best[1][:10].max():
            best = (glyph, scores)
        if is_some_digit(scores, certain):
            return glyph, scores
    return best
