"""Small pictures in a terminal: half-block characters in the 256 colours that every terminal has.

A canvas is uint8 (rows, columns) of colour numbers; two of its rows make one line of text.
"""

import numpy as np

from pi_nn.decision import Reading
from pi_nn.display.segments import lit

_GREEN, _RED, _UNLIT, _BLUE = 46, 196, 236, 75
_FIRST_GREY, _GREYS = 232, 24

_BARS = " ▁▂▃▄▅▆▇█"
_PLAIN = "\x1b[0m"

_SEGMENTS = {  # (first row, last row, first column, last column) of a digit of 13 x 8 pixels
    "a": (0, 0, 1, 6),
    "b": (1, 5, 7, 7),
    "c": (7, 11, 7, 7),
    "d": (12, 12, 1, 6),
    "e": (7, 11, 0, 0),
    "f": (1, 5, 0, 0),
    "g": (6, 6, 1, 6),
}


def grey(image: np.ndarray) -> np.ndarray:
    """A canvas of an image in 0..255, 0 black."""
    return (_FIRST_GREY + np.asarray(image, dtype=np.float32) * ((_GREYS - 0.01) / 255)).astype(np.uint8)


def shrunk(image: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """The means of rows x columns equal parts of an image (nearest pixels where it has fewer): float32."""
    tops, lefts = (np.arange(parts) * size // parts for parts, size in zip((rows, columns), image.shape, strict=True))
    sums = np.add.reduceat(np.add.reduceat(image.astype(np.float32), tops, axis=0), lefts, axis=1)
    heights, widths = (_sizes(starts, size) for starts, size in zip((tops, lefts), image.shape, strict=True))
    means: np.ndarray = sums / np.outer(heights, widths)
    return means


def _sizes(starts: np.ndarray, size: int) -> np.ndarray:
    return np.maximum(1, np.diff(starts, append=size)).astype(np.float32)


def fitting(frame: np.ndarray, rows: int, columns: int) -> tuple[int, int]:
    """The largest canvas (rows, columns) of the frame's aspect within these; rows even, both at least 2."""
    scale = min(rows / frame.shape[0], columns / frame.shape[1])
    fit = max(2, int(frame.shape[0] * scale) // 2 * 2), max(2, int(frame.shape[1] * scale))
    return min(fit[0], rows), min(fit[1], columns)


def frame_canvas(reading: Reading, rows: int, columns: int) -> np.ndarray:
    """The frame in at most rows x columns pixels, the glyph's box in green."""
    frame = reading.frame
    rows, columns = fitting(frame, rows, columns)
    canvas = grey(shrunk(frame, rows, columns))
    if reading.glyph is not None:
        _outline(canvas, reading.glyph.box, columns / frame.shape[1], rows / frame.shape[0])
    return canvas


def _outline(canvas: np.ndarray, box: tuple[int, int, int, int], across: float, down: float) -> None:
    x, y, width, height = box
    rows, columns = canvas.shape
    left, right = (min(columns - 1, max(0, int(each * across))) for each in (x - 1, x + width + 1))
    top, bottom = (min(rows - 1, max(0, int(each * down))) for each in (y - 1, y + height + 1))
    canvas[[top, bottom], left : right + 1] = _GREEN
    canvas[top : bottom + 1, [left, right]] = _GREEN


def glyph_canvas(reading: Reading) -> np.ndarray:
    """The glyph as the network gets it, 28 x 28 pixels, ink white; all black where there is none."""
    image = np.zeros((28, 28), np.float32) if reading.glyph is None else reading.glyph.image
    return grey(np.clip(image, 0, 1) * 255)


def digit_canvas(reading: Reading) -> np.ndarray:
    """A drawn 7-segment digit of 14 x 8 pixels, lit as the LEDs are."""
    canvas = np.zeros((14, 8), np.uint8)
    for name, (top, bottom, left, right) in _SEGMENTS.items():
        canvas[top : bottom + 1, left : right + 1] = _RED if name in lit(reading) else _UNLIT
    return canvas


def lines(canvas: np.ndarray) -> list[str]:
    """The canvas as lines of text, two pixels above each other in one character."""
    return [_line(upper, lower) for upper, lower in zip(canvas[0::2].tolist(), canvas[1::2].tolist(), strict=True)]


def _line(upper: list[int], lower: list[int]) -> str:
    """Colours are only named where they change: a third of the bytes over a slow line."""
    text, before = [], (-1, -1)
    for pair in zip(upper, lower, strict=True):
        if pair != before:
            text.append(f"\x1b[38;5;{pair[0]};48;5;{pair[1]}m")
        text.append("▀")
        before = pair
    return "".join(text) + _PLAIN


def bars(scores: np.ndarray, height: int) -> list[str]:
    """Eleven upright bars of the scores, 44 characters wide and `height` + 1 high; "-" is "no digit"."""
    eighths = np.clip(np.rint(np.asarray(scores) * height * 8), 0, height * 8).astype(int).tolist()
    rows = [
        "".join(_BARS[min(8, max(0, each - 8 * row))] * 3 + " " for each in eighths) for row in reversed(range(height))
    ]
    return [f"\x1b[38;5;{_BLUE}m{row}{_PLAIN}" for row in rows] + ["".join(f" {name}  " for name in "0123456789-")]
