"""A number is shown digit by digit."""

import numpy as np
import pytest

from pi_nn.decision import Reading
from pi_nn.settings import Decision, Display
from pi_nn.spelling import Speller

FRAME = np.zeros((8, 8), np.uint8)
DISPLAY = Display(reading="number", digit_seconds=1.0, gap_seconds=0.5)
DECISION = Decision(show_after=2, hide_after=3)


def scored(digit, score=0.9):
    scores = np.full(11, (1 - score) / 10, np.float32)
    scores[digit] = score
    return Reading(FRAME, digit, scores)


class Spelt:
    """What is shown for a number on the frames of ten seconds, ten a second."""

    def __init__(self):
        self.time = 0.0
        self.speller = Speller(DECISION, DISPLAY, lambda: self.time)

    def show(self, digits, frames=1, score=0.9, what="digit"):
        shown = []
        for _ in range(frames):
            shown.append(getattr(self.speller.decide(FRAME, [scored(each, score) for each in digits]), what))
            self.time += 0.1
        return shown


def runs(shown):
    """Each thing shown and for how many frames."""
    kept = []
    for each in shown:
        kept = [*kept[:-1], (each, kept[-1][1] + 1)] if kept and kept[-1][0] == each else [*kept, (each, 1)]
    return kept


def test_the_digits_come_from_left_to_right_with_gaps_between():
    shown = runs(Spelt().show([4, 0, 7], 90))
    assert [digit for digit, _ in shown[:8]] == [None, 4, None, 0, None, 7, None, 4]


def test_each_digit_and_each_gap_takes_its_time_and_the_last_gap_is_longer():
    shown = runs(Spelt().show([4, 7], 90))
    assert [frames for _, frames in shown[1:6]] == pytest.approx([10, 5, 10, 15, 10], abs=1)


def test_the_same_digit_twice_is_shown_twice():
    assert [digit for digit, _ in runs(Spelt().show([3, 3], 60))[:5]] == [None, 3, None, 3, None]


def test_a_number_waits_until_enough_frames_agree():
    assert Spelt().show([5], 3) == [None, 5, 5]


def test_one_other_frame_changes_nothing():
    spelt = Spelt()
    assert (spelt.show([5], 4) + spelt.show([6]) + spelt.show([5], 2))[1:] == 6 * [5]


def test_a_new_number_begins_with_its_first_digit():
    spelt = Spelt()
    spelt.show([1, 2], 16)
    assert spelt.show([8, 9], 3)[1:] == [8, 8]


def test_it_goes_dark_when_nothing_is_written_any_more():
    spelt = Spelt()
    spelt.show([5], 4)
    assert spelt.show([], 4) == [5, 5, None, None]


def test_the_whole_number_is_known_with_each_of_its_digits_and_in_the_gaps():
    numbers = Spelt().show([4, 0, 7], 90, what="number")
    assert runs(numbers) == [("", 1), ("407", 89)]


def test_what_is_no_sure_digit_is_left_out():
    assert set(Spelt().show([5], 20, score=0.5)) == {None}


def test_a_digit_is_shown_with_its_glyph_and_the_present_frame():
    speller = Speller(Decision(show_after=1), DISPLAY, lambda: 0.0)
    frame = FRAME + 1
    shown = speller.decide(frame, [scored(6)])
    assert (shown.digit, shown.glyph, shown.confidence) == (6, 6, pytest.approx(0.9)) and shown.frame is frame
