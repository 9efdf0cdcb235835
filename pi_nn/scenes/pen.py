"""Pens: from strokes to an anti-aliased picture of ink, with each pen's width, grain and gaps."""

from dataclasses import dataclass

import numpy as np

from pi_nn.scenes.strokes import Strokes


@dataclass(frozen=True)
class Pen:
    """How a pen writes.

    pixels: its width in pixels of a frame 240 high; None for pens that grow with what they write.
    share: its width as a share of the writing's height; a bound for the pens with `pixels`.
    albedo: how bright its ink is, as a share of the paper's brightness (0 black).
    grain: 0 to 1, how much the paper's tooth shows; swell: relative change of width along a stroke;
    gaps: how much of a stroke is missing.
    """

    pixels: tuple[float, float] | None
    share: tuple[float, float]
    albedo: tuple[float, float]
    grain: float = 0.0
    swell: float = 0.08
    gaps: float = 0.0

    @property
    def thin(self) -> bool:
        """Whether it is thinner than what data sets of handwriting were written with."""
        return self.pixels is not None or self.share[1] < 0.14


PENS: dict[str, Pen] = {
    "biro": Pen((1.2, 2.2), (0.015, 0.12), (0.15, 0.45), grain=0.1),
    "pencil": Pen((1.3, 3.0), (0.02, 0.12), (0.42, 0.7), grain=0.45),
    "felt pen": Pen((2.5, 6.0), (0.04, 0.14), (0.08, 0.32)),
    "marker": Pen(None, (0.1, 0.2), (0.05, 0.28)),
    "brush": Pen(None, (0.08, 0.18), (0.08, 0.3), grain=0.15, swell=0.4),
    "coloured ink": Pen((2.0, 7.0), (0.04, 0.15), (0.35, 0.62)),
    "chalk": Pen(None, (0.05, 0.13), (0.1, 0.3), grain=0.5),
    "broken strokes": Pen(None, (0.05, 0.12), (0.08, 0.35), grain=0.2, gaps=0.03),
}


def width_of(rng: np.random.Generator, pen: Pen, height: float, frame_height: int) -> float:
    """A stroke width in pixels for writing `height` pixels high in a frame of this height."""
    low, high = pen.share
    if pen.pixels is None:
        return max(float(rng.uniform(low, high)) * height, 1.0)
    absolute = rng.uniform(*pen.pixels) * frame_height / 240
    return float(np.clip(absolute, max(low * height, 1.0), max(high * height, 1.2)))


def rasterise(strokes: Strokes, width: float | np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Ink, float32 of `shape`, 0 to 1: the pixels nearer than width/2 to a polyline, anti-aliased.

    strokes are in pixels (pixel centres at whole numbers); `width` in pixels, or one for each segment.
    """
    starts, ends = _segments(strokes)
    radius = np.broadcast_to(np.asarray(width, float) / 2, len(starts))
    ink = np.zeros(shape, np.float32)
    if len(starts) == 0:
        return ink
    corner, size = _boxes(starts, ends, radius, shape)
    # A thin line covers only part of the pixels that it crosses.
    cover = np.minimum(2 * radius, 1).astype(np.float32)
    for first in range(0, len(starts), 64):
        some = slice(first, first + 64)
        _stamp(ink, starts[some], ends[some], np.maximum(radius[some], 0.5), cover[some], corner[some], size[some])
    return ink


def segment_widths(rng: np.random.Generator, strokes: Strokes, width: float, pen: Pen) -> np.ndarray:
    """A width for each segment of the strokes: swelling along each of them, nothing in the gaps."""
    return np.concatenate([_widths_along(rng, len(points) - 1, width, pen) for points in strokes])


def grainy(rng: np.random.Generator, ink: np.ndarray, grain: float) -> np.ndarray:
    """The ink with the paper's tooth in it: specks that stayed light (ink float32, grain 0 to 1)."""
    if grain == 0:
        return ink
    tooth = rng.random(ink.shape, dtype=np.float32)
    return ink * (1 - grain * tooth)


def _widths_along(rng: np.random.Generator, count: int, width: float, pen: Pen) -> np.ndarray:
    turns, phase = rng.uniform(0.5, 2.0), rng.uniform(0, 2 * np.pi)
    along = np.linspace(0, 1, max(count, 1))[:count]
    widths = width * (1 + pen.swell * np.sin(2 * np.pi * turns * along + phase))
    for middle in rng.random(rng.integers(1, 3) if pen.gaps else 0):
        widths[np.abs(along - middle) < pen.gaps / 2] = 0
    return widths


def _segments(strokes: Strokes) -> tuple[np.ndarray, np.ndarray]:
    starts = np.concatenate([points[:-1] for points in strokes])
    ends = np.concatenate([points[1:] for points in strokes])
    return starts, ends


def _boxes(starts: np.ndarray, ends: np.ndarray, radius: np.ndarray, shape: tuple[int, int]) -> tuple:
    """First pixel and size (x, y) of the part of the picture that each segment can touch; size 0: outside."""
    reach = radius[:, None] + 1
    limit = np.array([shape[1], shape[0]])
    low = np.clip(np.floor(np.minimum(starts, ends) - reach), 0, limit).astype(int)
    high = np.clip(np.ceil(np.maximum(starts, ends) + reach) + 1, 0, limit).astype(int)
    return low, high - low


def _stamp(ink, starts, ends, radius, cover, corner, size) -> None:  # type: ignore[no-untyped-def]
    """Draw some segments: their distances for boxes of one common size at once, then each into its place."""
    columns, rows = size.max(axis=0)
    if columns == 0 or rows == 0:
        return
    x = (corner[:, 0, None] + np.arange(columns) - starts[:, 0, None]).astype(np.float32)[:, None, :]
    y = (corner[:, 1, None] + np.arange(rows) - starts[:, 1, None]).astype(np.float32)[:, :, None]
    along = (ends - starts).astype(np.float32)[:, :, None, None]
    dx, dy = along[:, 0], along[:, 1]
    share = np.clip((x * dx + y * dy) / np.maximum(dx * dx + dy * dy, 1e-9), 0, 1)
    distance = np.hypot(x - share * dx, y - share * dy)
    patches = np.clip(radius.astype(np.float32)[:, None, None] + 0.5 - distance, 0, 1) * cover[:, None, None]
    for patch, (left, top), (width, height) in zip(patches, corner, size):
        target = ink[top : top + height, left : left + width]
        np.maximum(target, patch[:height, :width], out=target)
