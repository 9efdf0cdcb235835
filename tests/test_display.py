import io
import re

import numpy as np
import pytest

from pi_nn.decision import NO_DIGIT, Reading
from pi_nn.display import canvas, open_displays
from pi_nn.display.several import Several
from pi_nn.display.text import Text, picture
from pi_nn.errors import DisplayError
from pi_nn.settings import Display
from pi_nn.vision import Glyph

FRAME = np.full((240, 320), 200, np.uint8)
GLYPH = Glyph(np.ones((28, 28), np.float32), (100, 50, 40, 80))
CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    return Terminal()


def reading(digit=None, confidence=0.99, unsure=False, glyph=GLYPH, frame=FRAME):
    return Reading(frame, glyph, NO_DIGIT, digit, confidence, unsure)


def lines(readings):
    stream = io.StringIO()
    with Text(stream) as display:
        for each in readings:
            display.show(each)
    return stream.getvalue().splitlines()


def test_each_change_is_one_plain_line():
    readings = [reading(None)] * 11 + [reading(7)] * 3 + [reading(unsure=True, confidence=0.55), reading(7)]
    said = lines([*readings, *[reading(7)] * 3, reading(None, 0.98)])
    assert said == [
        "frame 12 digit 7 0.99",
        "frame 15 digit unsure 0.55",
        "frame 16 digit 7 0.99",
        "frame 20 digit none 0.98",
    ]


def test_a_number_is_one_line_while_its_digits_are_shown_one_after_another():
    spelt = [reading(digit)._replace(number="407") for digit in (4, None, 0, None, 7, None)]
    other = reading(4)._replace(number="40")
    assert lines([reading(None), *spelt, *spelt, other, reading(None, 0.98)]) == [
        "frame 2 number 407",
        "frame 14 number 40",
        "frame 15 digit none 0.98",
    ]


def test_nothing_is_said_while_nothing_changes():
    assert lines([reading(None)] * 20) == []


def test_each_line_is_flushed():
    class Stream(io.StringIO):
        flushed = ""

        def flush(self):
            self.flushed = self.getvalue()

    stream = Stream()
    Text(stream).show(reading(7))
    assert stream.flushed == "frame 1 digit 7 0.99\n"


def test_the_terminal_is_given_back_as_it_was(terminal):
    with Text(terminal) as display:
        display.show(reading(7))
        display.dark()
    text = terminal.getvalue()
    for taken, given in (("\x1b[?1049h", "\x1b[?1049l"), ("\x1b[?25l", "\x1b[?25h"), ("\x1b[?7l", "\x1b[?7h")):
        assert text.count(taken) == text.count(given) == 1 and text.index(taken) < text.index(given)


@pytest.mark.parametrize(("term", "encoding"), [("dumb", "utf-8"), ("xterm", "latin-1")])
def test_a_terminal_that_cannot_draw_gets_plain_lines(monkeypatch, terminal, term, encoding):
    monkeypatch.setenv("TERM", term)
    terminal.encoding = encoding
    with Text(terminal) as display:
        display.show(reading(7))
    assert terminal.getvalue() == "frame 1 digit 7 0.99\n"


@pytest.mark.parametrize("size", [(80, 24), (80, 25), (130, 45), (200, 60)])
@pytest.mark.parametrize("shape", [(240, 320), (320, 240), (32, 32), (33, 1000), (3000, 40)])
def test_the_drawing_fits_the_terminal(size, shape):
    drawing = picture(reading(7, frame=np.zeros(shape, np.uint8)), "caption", size)
    rows = CODES.sub("", drawing).split("\r\n")
    assert len(rows) <= size[1] and max(map(len, rows)) <= size[0] and rows[-1] == "caption"


@pytest.mark.parametrize("size", [(1, 1), (10, 5), (79, 3)])
def test_a_tiny_terminal_harms_nothing(size):
    assert len(picture(reading(7), "caption", size).split("\r\n")) <= size[1]


def test_frame_and_box_are_drawn_in_place():
    drawn = canvas.frame_canvas(reading(), rows=24, columns=32)
    green = np.argwhere(drawn == 46)
    assert drawn.shape == (24, 32) and drawn[0, 0] == 232 + 200 * 24 // 255
    assert green.min(axis=0).tolist() == [4, 9] and green.max(axis=0).tolist() == [13, 14]


def test_shrunk_takes_means():
    np.testing.assert_array_equal(canvas.shrunk(np.array([[0, 4, 8], [4, 8, 0]]), 1, 3), [[2, 6, 4]])


@pytest.mark.parametrize(
    ("digit", "unsure", "count"), [(8, False, 7), (1, False, 2), (None, False, 0), (None, True, 1)]
)
def test_the_drawn_digit_is_lit_as_the_leds(digit, unsure, count):
    drawn = canvas.digit_canvas(reading(digit, unsure=unsure))
    starts = {name: (top, left) for name, (top, _, left, _) in canvas._SEGMENTS.items()}
    assert sum(drawn[place] == 196 for place in starts.values()) == count


def test_bars_have_the_height_of_the_scores():
    scores = np.zeros(11, np.float32)
    scores[7] = 1.0
    *rows, labels = [CODES.sub("", row) for row in canvas.bars(scores, 5)]
    assert [row[28:31] for row in rows] == ["███"] * 5 and labels[29] == "7"
    assert not any(row.replace("█", "").strip() for row in rows)


class Recorder:
    def __init__(self, calls, fails=""):
        self.calls, self.fails = calls, fails

    def __enter__(self):
        self._note("enter")
        return self

    def __exit__(self, *exc_info):
        self._note("exit")

    def show(self, each):
        self._note("show")

    def dark(self):
        self._note("dark")

    def _note(self, call):
        self.calls.append((self, call))
        if call == self.fails:
            raise DisplayError("broken")


def test_several_show_in_order_and_leave_in_reverse():
    calls = []
    one, two = Recorder(calls), Recorder(calls)
    with Several([one, two]) as display:
        display.show(reading())
    assert calls == [
        (one, "enter"), (two, "enter"), (one, "show"), (two, "show"), (two, "exit"), (one, "exit"),
    ]  # fmt: skip


def test_where_one_cannot_open_those_before_it_are_left():
    calls = []
    one, two = Recorder(calls), Recorder(calls, fails="enter")
    with pytest.raises(DisplayError):
        Several([one, two]).__enter__()
    assert calls == [(one, "enter"), (two, "enter"), (one, "exit")]


@pytest.mark.parametrize("call", ["dark", "exit"])
def test_one_that_fails_keeps_no_other_from_going_dark(call):
    calls = []
    displays = [Recorder(calls, fails=call), Recorder(calls), Recorder(calls, fails=call)]
    several = Several(displays).__enter__()
    with pytest.raises(DisplayError):
        several.dark() if call == "dark" else several.__exit__(None, None, None)
    assert [each for each, what in calls if what == call] == (displays if call == "dark" else displays[::-1])


@pytest.mark.parametrize(("names", "said"), [(["neon"], "neon"), (["text", "text"], "twice"), ([], "no display")])
def test_unknown_repeated_and_missing_displays_are_refused(names, said):
    with pytest.raises(DisplayError, match=said):
        open_displays(names, Display())
