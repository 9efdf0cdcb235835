"""A number, of which a display can show but one digit at a time: spelt, from left to right."""

from collections.abc import Callable

import numpy as np

from pi_nn.decision import NO_DIGIT, Reading, read_once
from pi_nn.settings import Decision, Display

LAST_GAP = 3  # gaps after the last digit: so it is seen where the number begins


class Speller:
    """Decides, in the place of a `decision.Decider`, which digit of a number is shown for each frame.

    clock: seconds. A number is spelt from its first digit on as soon as enough frames agree on it, over and over.
    """

    def __init__(self, decision: Decision, display: Display, clock: Callable[[], float]) -> None:
        self._decision = decision
        self._display = display
        self._clock = clock
        self._wanted = ""
        self._agreeing = 0
        self._number: list[Reading] = []
        self._since = 0.0

    def decide(self, frame: np.ndarray, readings: list[Reading]) -> Reading:
        """The reading to show for a frame in which these were found, left to right: its digit, or None in a gap.

        The whole number is its `number` all the time.
        """
        self._agree([each for each in map(self._read, readings) if each.digit is not None])
        place = self._place()
        shown = Reading(frame, None, NO_DIGIT, confidence=1.0) if place is None else self._number[place]
        return shown._replace(frame=frame, number=_digits(self._number))

    def _read(self, reading: Reading) -> Reading:
        digit, confidence = read_once(reading.scores, self._decision.threshold)
        return reading._replace(digit=digit, confidence=confidence)

    def _agree(self, found: list[Reading]) -> None:
        """Take up what was found when enough frames agree on it."""
        digits = _digits(found)
        self._agreeing = self._agreeing + 1 if digits == self._wanted else 1
        self._wanted = digits
        needed = self._decision.show_after if digits else self._decision.hide_after
        if digits != _digits(self._number) and self._agreeing >= needed:
            self._since = self._clock()
            self._number = found
        elif digits == _digits(self._number):
            self._number = found

    def _place(self) -> int | None:
        """Of the digit whose turn it is; None in a gap."""
        turn = self._display.digit_seconds + self._display.gap_seconds
        whole = len(self._number) * turn + (LAST_GAP - 1) * self._display.gap_seconds
        place, time = divmod((self._clock() - self._since) % whole, turn)
        shown = place < len(self._number) and time < self._display.digit_seconds
        return int(place) if shown else None


def _digits(readings: list[Reading]) -> str:
    return "".join(str(each.digit) for each in readings)
