"""From the scores of single frames to a steady digit: first average, then hysteresis."""

from collections import deque
from typing import Any, NamedTuple

import numpy as np

from pi_nn.settings import Decision

NO_DIGIT = np.array([0.0] * 10 + [1.0], dtype=np.float32)
NO_DIGIT.setflags(write=False)

UNSURE = -1

State = int | None
"""What a display can show: a digit 0-9, None (dark), or UNSURE."""


class Reading(NamedTuple):
    """What one frame gave, and what is shown for it.

    frame: uint8 (height, width), 0 black.
    glyph: a `vision.Glyph`, or None where nothing is written.
    scores: float32 (11,), sums to 1: the ten digits and, last, "no digit".
    digit: what is shown, decided over the last frames: 0-9 or None.
    confidence: 0 to 1, of what is shown (of "no digit" where digit is None and not unsure).
    unsure: something is written that is read as no digit with enough confidence; digit is None.
    number: all digits, as "407", where they are shown one after another: digit is that whose turn it is, or None.
    """

    frame: np.ndarray
    glyph: Any
    scores: np.ndarray
    digit: int | None = None
    confidence: float = 0.0
    unsure: bool = False
    number: str = ""


def best_digit(scores: np.ndarray) -> int:
    """The digit with the highest of the ten digit scores, whatever "no digit" has."""
    return int(np.argmax(scores[:10]))


def is_some_digit(scores: np.ndarray, certain: float) -> bool:
    """Whether that it is a digit at all is certain, which of them or not."""
    return bool(1 - scores[10] >= certain)


def read_once(scores: np.ndarray, threshold: float) -> tuple[int | None, float]:
    """The digit of a single picture and its confidence; (None, confidence of "no digit") below the threshold."""
    digit = best_digit(scores)
    if scores[digit] >= threshold:
        return digit, float(scores[digit])
    return None, float(scores[10])


class Average:
    """The mean of the scores of the last frames."""

    def __init__(self, window: int) -> None:
        self._last: deque[np.ndarray] = deque(maxlen=window)

    def of(self, scores: np.ndarray) -> np.ndarray:
        """Mean over the last `window` frames, these scores included: float32 (11,)."""
        self._last.append(scores)
        return np.asarray(sum(self._last) / np.float32(len(self._last)), np.float32)


class Hysteresis:
    """Holds a state until enough frames disagree, and takes up another only when enough frames agree.

    From dark, a digit needs `show_after` agreeing frames, UNSURE needs `unsure_after`. A digit that is shown
    stays for less than `hide_after` disagreeing frames; then it makes way for another one that is agreed
    upon, or goes dark. UNSURE is not worth holding: it makes way as soon as another state is agreed upon.
    """

    def __init__(self, settings: Decision) -> None:
        self._settings = settings
        self._wanted: State = None
        self._agreeing = 0
        self._disagreeing = 0
        self.shown: State = None

    def of(self, wanted: State) -> State:
        """What is shown after a frame that wants this state."""
        self._agreeing = self._agreeing + 1 if wanted == self._wanted else 1
        self._wanted = wanted
        self._disagreeing = 0 if wanted == self.shown else self._disagreeing + 1
        if self._may_change():
            self.shown = wanted if self._agreeing >= self._needed(wanted) else None
            self._disagreeing = 0
        return self.shown

    def _may_change(self) -> bool:
        if self.shown is None or self.shown == UNSURE:
            return self._wanted != self.shown and self._agreeing >= self._needed(self._wanted)
        return self._disagreeing >= self._settings.hide_after

    def _needed(self, state: State) -> int:
        if state is None:
            return self._settings.hide_after
        return self._settings.unsure_after if state == UNSURE else self._settings.show_after


class Decider:
    """Decides what is shown: the averaged scores, made steady."""

    def __init__(self, settings: Decision) -> None:
        self._threshold = settings.steady_threshold
        self._average = Average(settings.window)
        self._hysteresis = Hysteresis(settings)

    def decide(self, reading: Reading) -> Reading:
        """A copy of the reading with digit, confidence (of the averaged scores) and unsure filled in."""
        scores = self._average.of(reading.scores)
        shown = self._hysteresis.of(self._wanted(scores, written=reading.glyph is not None))
        if shown == UNSURE:
            return reading._replace(digit=None, confidence=_confidence(scores, best_digit(scores)), unsure=True)
        return reading._replace(digit=shown, confidence=_confidence(scores, 10 if shown is None else shown))

    def _wanted(self, scores: np.ndarray, written: bool) -> State:
        digit = best_digit(scores)
        if scores[digit] >= self._threshold:
            return digit
        unsure = written and scores[10] < self._threshold
        return UNSURE if unsure else None


def _confidence(scores: np.ndarray, place: int) -> float:
    return min(1.0, max(0.0, float(scores[place])))
