"""Readings in a terminal: a picture that is redrawn in place, or plain lines where nobody watches."""

import os
import shutil
from itertools import zip_longest
from typing import TextIO

from pi_nn.decision import Reading
from pi_nn.display import canvas

_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J"  # the other screen, no cursor, long lines cut off, empty
_LEAVE = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l"
_HOME = "\x1b[H"
_BAR_HEIGHT = 5
_GLYPH_COLUMNS = 28
_WIDEST = 64


class Text:
    """Readings as text; a context manager.

    On a terminal: frame, glyph, scores and a drawn 7-segment digit, redrawn with each reading. Elsewhere each
    change is one line, flushed: `frame 12 digit 7 0.99`, `frame 15 digit unsure 0.55`, `frame 20 digit none 0.98`.
    A number whose digits are shown one after another is one: `frame 12 number 407`.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._draws = draws(stream)
        self._frames = 0
        self._said = "none"

    def __enter__(self) -> "Text":
        if self._draws:
            self._write(_ENTER)
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.dark()

    def dark(self) -> None:
        """Give the terminal back as it was."""
        if self._draws:
            self._draws = False
            self._write(_LEAVE)

    def show(self, reading: Reading) -> None:
        """Draw the decided reading, or print it where it changes what is shown."""
        self._frames += 1
        if self._draws:
            self._write(picture(reading, self._caption(reading), shutil.get_terminal_size()))
        elif shown(reading) != self._said:
            self._write(self._caption(reading) + "\n")
        self._said = shown(reading)

    def _caption(self, reading: Reading) -> str:
        if reading.number:
            return f"frame {self._frames} number {shown(reading)}"
        return f"frame {self._frames} digit {shown(reading)} {reading.confidence:.2f}"

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def shown(reading: Reading) -> str:
    """What the reading shows, in a word: "7", "none" or "unsure"; of a number all its digits."""
    if reading.unsure:
        return "unsure"
    return reading.number or ("none" if reading.digit is None else str(reading.digit))


def draws(stream: TextIO) -> bool:
    """Whether the stream is a terminal that can draw."""
    utf8 = (getattr(stream, "encoding", "") or "").lower().replace("-", "") == "utf8"
    return stream.isatty() and utf8 and os.environ.get("TERM", "dumb") != "dumb"


def picture(reading: Reading, caption: str, size: tuple[int, int]) -> str:
    """The drawing for a terminal of (columns, lines), with the codes that put it in place of the last one.

    Frame and, beside it, glyph; below them the bars of the scores and, beside them, the digit.
    """
    columns, height = size
    below = 7 + 2  # the digit, an empty line and the caption
    wide = min(_WIDEST, columns - _GLYPH_COLUMNS - 2)
    frame = canvas.frame_canvas(reading, rows=2 * max(1, height - below), columns=max(2, wide))
    upper = beside(canvas.lines(frame), frame.shape[1], canvas.lines(canvas.glyph_canvas(reading)))
    lower = beside(canvas.bars(reading.scores, _BAR_HEIGHT), 44, canvas.lines(canvas.digit_canvas(reading)))
    rows = [*upper, "", *lower, caption][:height]
    return _HOME + "\x1b[K\r\n".join(rows) + "\x1b[K\x1b[J"


def beside(left: list[str], width: int, right: list[str]) -> list[str]:
    """Two blocks of lines next to each other; `width` is the left one's in characters, without codes."""
    return [f"{one or ' ' * width}  {two or ''}" for one, two in zip_longest(left, right)]
