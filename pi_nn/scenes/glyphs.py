"""Ink alone, without paper and light, for training: digits, and every sort of mark that is no digit."""

from collections.abc import Callable

import numpy as np
from scipy import ndimage

from pi_nn.scenes.digits import draw_digit
from pi_nn.scenes.doodles import draw_doodle
from pi_nn.scenes.letters import LOOK_ALIKES, draw_letter, draw_sign, draw_word
from pi_nn.scenes.pen import Pen, grainy, rasterise, segment_widths
from pi_nn.scenes.printed import printed_page
from pi_nn.scenes.strokes import Hand, Strokes, bounds, draw, smooth, unit_height

_HEIGHT = (40, 84)  # pixels of what is drawn
_COARSE = (12, 40)  # and of what comes from few pixels
_MARGIN = 8

_STRETCH = (0.08, 0.15)  # mean and deviation of the log of how wide a digit is stretched
_WIDTHS = (0.02, 0.2)  # of a pen, from a hair to a fifth of the height
_BOLD = (0.15, 0.4)  # a 1 of any thickness is still a 1
_LOOSE = Hand(jitter=0.034, bend=0.08)
_RULER = Hand(jitter=0.015, slant=(-0.1, 0.1), aspect=(0.6, 1.6), bend=0.01, round_corner=0.1)
# Corners and rims; none with its corner at the upper right alone, which is a 7.
_RIMS = (
    "10,2 10,98 10,98 95,98",
    "90,2 90,98 90,98 5,98",
    "10,98 10,2 10,2 95,2",
    "5,98 5,2 5,2 95,2 95,2 95,98",
    "5,2 5,98 5,98 95,98 95,98 95,2",
    "5,2 95,2 95,2 95,98 95,98 5,98 5,98 5,2",
)


def sample_digit_ink(
    rng: np.random.Generator, digit: int, variant: str | None = None, widths: tuple[float, float] = _WIDTHS
) -> np.ndarray:
    """A drawn digit as ink, float32 (h, w), 0 to 1, some 20 to 100 pixels high; a quarter of them black and white.

    widths: of the pen, the least and the most, as shares of the digit's height.
    """
    strokes = draw_digit(rng, digit, variant, _LOOSE)
    strokes = [points * (np.exp(rng.normal(*_STRETCH)), 1) for points in strokes]
    ink = _inked(rng, strokes, _BOLD if digit == 1 and rng.random() < 0.25 else widths)
    return np.round(ink) if rng.random() < 0.25 and ink.max() > 0.9 else ink


def sample_no_digit_ink(rng: np.random.Generator, kind: str | None = None) -> np.ndarray:
    """Something that is no digit as ink, float32 (h, w), 0 to 1; `kind` one of `NO_DIGIT_KINDS`.

    The kind "look-alikes" (letters drawn as some digit is), or one of these letters, has to be asked for.
    """
    if kind in LOOK_ALIKES:
        return _inked(rng, draw_letter(rng, kind))
    if kind == "look-alikes":
        return _inked(rng, draw_letter(rng, str(rng.choice(list(LOOK_ALIKES)))))
    draw = _DRAW[kind or str(rng.choice(NO_DIGIT_KINDS))]
    ink = draw(rng)
    while ink.max() < 0.3:  # a page of spaces
        ink = draw(rng)
    return np.clip(ink, 0, 1).astype(np.float32)


def _inked(rng: np.random.Generator, strokes: Strokes, widths: tuple[float, float] = _WIDTHS) -> np.ndarray:
    """Unit-high strokes with some pen, whose width is within `widths`."""
    height = rng.uniform(*(_HEIGHT if rng.random() < 0.75 else _COARSE))
    low, high = np.log(widths)
    width = max(height * np.exp(rng.uniform(low, high)), 1.0)
    pen = Pen(None, (0, 1), (0, 1), swell=float(rng.choice((0.05, 0.15, 0.4), p=(0.5, 0.3, 0.2))))
    left, top, right, bottom = bounds(strokes)
    margin = _MARGIN + width / 2
    placed = [(points - (left, top)) * height + margin for points in strokes]
    shape = (int((bottom - top) * height + 2 * margin) + 1, int((right - left) * height + 2 * margin) + 1)
    ink = rasterise(placed, segment_widths(rng, placed, width, pen), shape)
    blurred = ndimage.gaussian_filter(ink, rng.uniform(0.3, 0.3 + 0.25 * width))
    return grainy(rng, blurred, float(rng.uniform(0, 0.5) * (rng.random() < 0.3)))


def _rules(rng: np.random.Generator) -> np.ndarray:
    """Pieces of ruled, squared or dotted paper; never one upright line alone, which is a 1."""
    pitch, width = rng.uniform(10, 36), rng.uniform(1, 4)
    marks = (np.abs(np.arange(80) - rng.uniform(0, pitch)) % pitch < width).astype(np.float32)
    across, along = marks[:, None] + np.zeros(80), marks[None, :] + np.zeros((80, 1))
    ink = (across, np.maximum(across, along), across * along)[rng.integers(3)]
    turned = ndimage.rotate(ink, rng.normal(0, 4), reshape=False, order=1)
    part = _window(rng, turned)
    return turned if _upright(part) else part


def _upright(ink: np.ndarray) -> bool:
    """Whether the ink stands narrow and tall, as a 1 does."""
    rows, columns = np.flatnonzero((ink > 0.3).any(axis=1)), np.flatnonzero((ink > 0.3).any(axis=0))
    return bool(np.ptp(columns) + 1 < 0.5 * (np.ptp(rows) + 1))


def _window(rng: np.random.Generator, ink: np.ndarray) -> np.ndarray:
    """A part of the picture, of any aspect."""
    rows, columns = rng.integers(12, np.array(ink.shape) + 1)
    top, left = rng.integers(0, np.array(ink.shape) - (rows, columns) + 1)
    part = ink[top : top + rows, left : left + columns]
    return part if part.max() > 0.3 else ink


def _texture(rng: np.random.Generator) -> np.ndarray:
    """Blotches, as a threshold finds them in cloth, wood or a shadow."""
    stretch = rng.uniform(1, 6, 2)
    field = ndimage.gaussian_filter(rng.standard_normal((72, 72)), stretch)
    level = np.quantile(field, rng.uniform(0.55, 0.9))
    ink = np.clip((field - level) / field.std() * 4, 0, 1)
    labels, _ = ndimage.label(ink > 0)
    largest = labels == np.argmax(np.bincount(labels.ravel())[1:]) + 1
    return _window(rng, ink) if rng.random() < 0.5 else ink * largest


def _noise(rng: np.random.Generator) -> np.ndarray:
    """Grains that do not hang together."""
    side = int(rng.integers(12, 60))
    grains = rng.random((side, side)) < rng.uniform(0.02, 0.6)
    return ndimage.gaussian_filter(grains.astype(np.float32), rng.uniform(0, 1.0)) * rng.uniform(0.7, 1)


def _print(rng: np.random.Generator) -> np.ndarray:
    """A few printed letters or lines."""
    page = printed_page(rng, int(rng.integers(1, 5)), int(rng.integers(4, 12)))
    return ndimage.gaussian_filter(page, rng.uniform(0.2, 1.5))


def _edges(rng: np.random.Generator) -> np.ndarray:
    """The edge of a sheet, a shadow or furniture: one or two borders of a dark area, or only a line there."""
    if rng.random() < 0.4:
        return _inked(rng, unit_height(draw(rng, str(rng.choice(_RIMS)), _RULER)))
    x, y = np.meshgrid(np.linspace(-1, 1, 72), np.linspace(-1, 1, 72))
    inside = np.ones_like(x)
    angle = rng.uniform(0, 2 * np.pi)
    for turn in (0, rng.uniform(0.8, 2.2))[: rng.integers(1, 3)]:
        beyond = x * np.cos(angle + turn) + y * np.sin(angle + turn) - rng.uniform(-0.4, 0.3)
        inside = np.minimum(inside, np.clip(beyond * 20, 0, 1))
    return inside


def _fingers(rng: np.random.Generator) -> np.ndarray:
    """Two to four thick fingers side by side, and blobs."""
    strokes, thick = [], rng.uniform(10, 20)
    for i in range(int(rng.integers(2, 5))):
        x = 12 + i * thick * rng.uniform(1.0, 1.2)
        bend, tip = rng.normal(0, 3, 2)
        strokes.append(smooth(np.array([[x, -10], [x + bend, 20], [x + bend + tip, rng.uniform(30, 65)]])))
    ink = rasterise(strokes, thick, (84, 84))
    return ink if rng.random() < 0.5 else ink.T


def _blobs(rng: np.random.Generator) -> np.ndarray:
    """A round or long spot, filled."""
    x, y = np.meshgrid(np.linspace(-1, 1, 64), np.linspace(-1, 1, 64))
    aspect = rng.uniform(0.7, 2.5)  # an upright one is a thick 1
    power = rng.uniform(1.5, 6)
    return np.clip((1 - np.abs(x / 0.8) ** power - np.abs(y * aspect / 0.8) ** power) * 8, 0, 1)


def _scraps(rng: np.random.Generator) -> np.ndarray:
    """A few short strokes that make no figure."""
    count = int(rng.integers(2, 6))
    starts = rng.uniform(-0.5, 0.5, (count, 2))
    turns = rng.uniform(0, np.pi, count)
    steps = np.stack([np.cos(turns), np.sin(turns)], axis=1) * rng.uniform(0.05, 0.3, (count, 1))
    return _inked(rng, [np.stack([start, start + step]) for start, step in zip(starts, steps)])


def _bars(rng: np.random.Generator) -> np.ndarray:
    """A lying line, which is no 1, or two crossing."""
    slope = rng.uniform(-0.25, 0.25)
    lines = [np.array([[-0.5, -slope], [0.5, slope]])]
    if rng.random() < 0.4:
        lines.append(lines[0] + (0, rng.uniform(0.15, 0.4)))
    return _inked(rng, lines)


_DRAW: dict[str, Callable[[np.random.Generator], np.ndarray]] = {
    "letters": lambda rng: _inked(rng, draw_letter(rng)),
    "words": lambda rng: _inked(rng, draw_word(rng, int(rng.integers(2, 6)))),
    "signs": lambda rng: _inked(rng, draw_sign(rng)),
    "doodles": lambda rng: _inked(rng, draw_doodle(rng)),
    "scraps": _scraps,
    "bars": _bars,
    "ruled lines": _rules,
    "textures": _texture,
    "noise": _noise,
    "print": _print,
    "edges": _edges,
    "fingers": _fingers,
    "blobs": _blobs,
}

NO_DIGIT_KINDS = tuple(_DRAW)
"""The kinds of marks that are no digit, for leaving one out in training."""
