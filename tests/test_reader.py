import numpy as np
import pytest
from gpiozero.pins.mock import MockFactory, MockPin

from pi_nn.decision import Decider
from pi_nn.display.gpio import Binary
from pi_nn.reader import first_digit, read_digits, read_numbers
from pi_nn.settings import Decision, Display
from pi_nn.spelling import Speller
from pi_nn.vision import Changes, Glyph

EMPTY = np.full((48, 64), 255, np.uint8)


class Network:
    """Reads as many as the glyph's first pixel says."""

    def predict(self, image, standing=None):
        return np.eye(11, dtype=np.float32)[int(image[0, 0])]


class Shown(list):
    show = list.append


def showing(digit):
    frame = EMPTY.copy()
    frame[20:30, 20:30] = digit
    return frame


def find(frame):
    ink = frame[frame < 255]
    return [glyph_of(ink[0])] if ink.size else []


def glyph_of(digit):
    return Glyph(np.full((28, 28), digit, np.float32), (20, 20, 10, 10))


def read(frames, display):
    read_digits(frames, Network(), Decider(Decision()), display, find)


def test_a_list_of_arrays_is_a_camera_and_anything_that_shows_a_display():
    shown = Shown()
    read([EMPTY] * 3 + [showing(4)] * 5, shown)
    assert [each.digit for each in shown] == [None] * 6 + [4] * 2


def test_a_reading_carries_its_frame_glyph_and_scores():
    shown, frame = Shown(), showing(4)
    read([frame], shown)
    (reading,) = shown
    assert reading.frame is frame and reading.glyph.box == (20, 20, 10, 10) and reading.scores[4] > 0.99


def test_where_nothing_is_written_the_network_is_not_asked():
    class Unasked:
        def predict(self, image, standing=None):
            raise AssertionError("asked")

    shown = Shown()
    read_digits([EMPTY], Unasked(), Decider(Decision()), shown, find)
    assert shown[0].glyph is None and shown[0].scores[10] == 1


@pytest.mark.parametrize("digit", range(10))
def test_frames_of_a_digit_light_its_lamps_and_leave_them_dark(digit):
    factory = MockFactory(pin_class=MockPin)
    seen = []

    class Watch:
        def __init__(self, display):
            self.display = display

        def show(self, reading):
            self.display.show(reading)
            seen.append("".join(str(int(factory.pin(pin).state)) for pin in self.display.pins))

    with Binary(Display(), factory) as display:
        read([EMPTY] * 3 + [showing(digit)] * 8 + [EMPTY] * 8, Watch(display))
    factory.reset()
    assert sorted(set(seen)) == ["0000", f"{digit or 10:04b}"]
    assert seen[0] == seen[-1] == "0000" and seen[10] != "0000"


def test_the_finder_is_the_projects_own_unless_another_is_given():
    shown = Shown()
    read_digits([EMPTY], Network(), Decider(Decision()), shown)
    assert shown[0].glyph is None


def test_the_first_glyph_that_is_certainly_a_digit_is_read():
    finger, four, five = glyph_of(10), glyph_of(4), glyph_of(5)
    assert first_digit([finger, four, five], Network())[0] is four
    assert first_digit([finger], Network())[0] is finger


def test_where_none_is_certain_the_likeliest_is_read():
    finger, four, five = glyph_of(10), glyph_of(4), glyph_of(5)

    class Doubting:
        def predict(self, image, standing=None):
            scores = np.zeros(11, np.float32)
            digit = int(image[0, 0])
            scores[[digit, 10]] = {10: (0.0, 1.0), 4: (0.6, 0.4), 5: (0.8, 0.2)}[digit]
            return scores

    assert first_digit([finger, four, five], Doubting())[0] is five
    assert first_digit([four, five], Doubting(), certain=0.5)[0] is four


def test_what_is_surely_a_digit_is_not_passed_over_for_a_plainer_one():
    smudged, plain = glyph_of(4), glyph_of(5)

    class Torn:
        def predict(self, image, standing=None):
            scores = np.zeros(11, np.float32)
            scores[[4, 9, 5]] = (0.5, 0.5, 0) if image[0, 0] == 4 else (0, 0, 1)
            return scores

    assert first_digit([smudged, plain], Torn())[0] is smudged


def test_frames_that_have_not_changed_are_not_read_again_and_still_count():
    shown, looked_at = Shown(), []
    still = [showing(4)] * 6

    def counted(frame):
        looked_at.append(frame)
        return find(frame)

    read_digits(still, Network(), Decider(Decision()), shown, counted, Changes().seen_in)
    assert len(looked_at) == 1
    assert [each.digit for each in shown] == [None] * 2 + [4] * 4


def test_a_frame_that_is_not_read_again_is_shown_itself():
    shown, frames = Shown(), [showing(4), showing(4)]
    read_digits(frames, Network(), Decider(Decision()), shown, find, Changes().seen_in)
    assert shown[1].frame is frames[1] and shown[1].glyph is shown[0].glyph


def test_all_digits_of_a_number_are_shown_one_after_another():
    shown, time = Shown(), iter(range(1000))
    speller = Speller(Decision(show_after=1), Display(digit_seconds=2, gap_seconds=1), lambda: next(time))
    read_numbers([EMPTY] * 12, Network(), speller, shown, lambda frame: [glyph_of(4), glyph_of(2)])
    digits = [each.digit for each in shown]
    assert [a for a, b in zip(digits, [None, *digits], strict=False) if a != b][:5] == [4, None, 2, None, 4]
