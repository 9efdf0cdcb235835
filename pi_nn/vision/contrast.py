"""How much darker (or lighter) than its paper each pixel is, whatever the light.

The paper is estimated by a grey closing (Serra 1982): the picture with every dark shape that
is narrower than the widest stroke filled in. A flat closing leaves gradients and shadow edges
as they are, so neither light nor shadow is taken for ink.
"""

from functools import cached_property, lru_cache

import numpy as np

from pi_nn.errors import DataError
from pi_nn.settings import Finder
from pi_nn.vision.resample import block_factor
from pi_nn.vision.tone import contrasts, difference, tones

EVERY = 4  # pixels and rows: of these, one is looked at for the noise
BLANK = np.uint8(64)  # what a pixel of blank paper counts, beside 1 of a pixel of ink


class View:
    """A frame seen at about `size` pixels: its tones, contrasts and ink.

    factor: frame pixels of a view pixel. tone: uint8 (height, width), 0 black.
    Raises DataError for a frame that is not uint8 (height, width).
    """

    def __init__(self, frame: np.ndarray, size: int, finder: Finder) -> None:
        if frame.ndim != 2 or frame.dtype != np.uint8:
            raise DataError(f"a frame is an array uint8 (height, width), not {frame.dtype} {frame.shape}")
        self.factor = block_factor(frame.shape, size)
        self.tone = tones(frame, self.factor, finder.dark_grey)
        self._finder = finder
        self._contrasts: dict[bool, np.ndarray] = {}
        self._nearby: dict[bool, tuple[np.ndarray, float]] = {}  # strongest contrasts, and what is above the noise
        self._ink: dict[tuple[bool, float], np.ndarray] = {}

    def contrast(self, dark: bool) -> np.ndarray:
        """Differences of tone to the paper, uint8, of dark or light ink."""
        if dark not in self._contrasts:
            self._contrasts[dark] = tone_contrast(self.tone, self._finder.widest_stroke | 1, dark)
        return self._contrasts[dark]

    def ink(self, dark: bool, share: float) -> np.ndarray:
        """Bool: where the contrast is above the frame's noise and at least this share of the strongest nearby.

        In a view that is too small for a digit nothing is ink.
        """
        if min(self.tone.shape) < self._finder.smallest_view:
            return np.zeros(self.tone.shape, bool)
        if (dark, share) not in self._ink:
            self._ink[dark, share] = self.contrast(dark) > self._least(dark, share)
        return self._ink[dark, share]

    def _least(self, dark: bool, share: float) -> np.ndarray:
        """The difference of tone that ink must exceed, uint8 (height, width)."""
        if dark not in self._nearby:
            strongest = contrasts(self._finder.dark_grey)[strongest_nearby(self.contrast(dark), self._finder)]
            noise = self._finder.noise_factor * self._noise(dark)
            self._nearby[dark] = strongest, max(self._finder.faintest, noise)
        strongest, faintest = self._nearby[dark]
        least = difference(np.maximum(faintest, share * strongest), self._finder.dark_grey)
        return enlarge(least, self.tone.shape, _cell(self.tone.shape, self._finder))

    def _noise(self, dark: bool) -> float:
        """The contrast of the median pixel."""
        some = self.contrast(dark)[::EVERY, ::EVERY].ravel()
        middle = len(some) // 2
        return float(contrasts(self._finder.dark_grey)[np.partition(some, middle)[middle]])

    @cached_property
    def paper(self) -> "Paper":
        """Where there is no ink of either kind."""
        dark, light = (self.ink(kind, self._finder.ink_share)[::2, ::2] for kind in (True, False))
        return Paper(self.tone[::2, ::2], dark | light)


class Paper:
    """Mean tones of what is no ink, of any rectangle at the same cost: by sums from the corner (Crow 1984).

    Made of every other pixel of every other row; the areas are given in pixels of the whole picture. Ink counts for
    next to nothing, not for nothing: a note that is narrower than the widest stroke looks like light ink all over,
    and is the paper of what is on it.
    """

    def __init__(self, tone: np.ndarray, ink: np.ndarray) -> None:
        weights = BLANK - (BLANK - 1) * ink.view(np.uint8)
        self._weight = _sums_from_corner(weights)
        self._tone = _sums_from_corner(np.multiply(tone, weights, dtype=np.int32))

    def mean(self, rows: slice, columns: slice) -> float | None:
        """The mean tone of the paper in an area; None without a pixel."""
        height, width = self._weight.shape
        top, bottom = min((rows.start + 1) // 2, height - 1), min((rows.stop + 1) // 2, height - 1)
        left, right = min((columns.start + 1) // 2, width - 1), min((columns.stop + 1) // 2, width - 1)
        weight = _sum_within(self._weight, top, left, bottom, right)
        return _sum_within(self._tone, top, left, bottom, right) / weight if weight > 0 else None


def _sums_from_corner(values: np.ndarray) -> np.ndarray:
    sums = np.zeros((values.shape[0] + 1, values.shape[1] + 1), np.int32)
    np.cumsum(values, axis=0, dtype=np.int32, out=sums[1:, 1:])
    np.cumsum(sums[1:, 1:], axis=1, out=sums[1:, 1:])
    return sums


def _sum_within(sums: np.ndarray, top: int, left: int, bottom: int, right: int) -> int:
    at = sums.item
    found: int = at(bottom, right) - at(top, right) - at(bottom, left) + at(top, left)
    return found


def tone_contrast(tone: np.ndarray, reach: int, dark_ink: bool) -> np.ndarray:
    """Difference of tones of paper and pixel, uint8; shapes narrower than `reach` pixels are ink."""
    first, second = (np.maximum, np.minimum) if dark_ink else (np.minimum, np.maximum)
    paper = sliding(second, sliding(first, tone, reach), reach)
    return paper - tone if dark_ink else tone - paper


def sliding(pick: np.ufunc, values: np.ndarray, reach: int) -> np.ndarray:
    """The largest (np.maximum) or smallest uint8 of the square of `reach` (odd) pixels around each pixel."""
    (height, width), half = values.shape, reach // 2
    outside = 0 if pick is np.maximum else 255
    tall = np.full((height + 2 * half, width), outside, np.uint8)
    tall[half : half + height] = values
    # The rows one behind the other, with what is outside between them: so one long row, which is quicker.
    row = width + 2 * half
    long = np.full(height * row + 2 * half, outside, np.uint8)
    long[: height * row].reshape(height, row)[:, half : half + width] = _windows(pick, tall, reach)
    return _windows(pick, long, reach).reshape(height, row)[:, :width]


def _windows(pick: np.ufunc, values: np.ndarray, reach: int) -> np.ndarray:
    """Of each `reach` values or rows in turn: a window is made of two of half the length, and those likewise."""
    length = 1
    while length < reach:
        step = min(length, reach - length)
        values = pick(values[:-step], values[step:])
        length += step
    return values


def _cell(shape: tuple[int, ...], finder: Finder) -> int:
    return min(finder.cell, *shape)


def strongest_nearby(contrast: np.ndarray, finder: Finder) -> np.ndarray:
    """The largest contrast of each cell and the cells up to half of the widest stroke away."""
    cell = _cell(contrast.shape, finder)
    rows, columns = (side // cell for side in contrast.shape)
    whole = contrast[: rows * cell, : columns * cell]
    cells = whole.reshape(rows, cell, -1).max(axis=1).reshape(rows, columns, cell).max(axis=2)
    return sliding(np.maximum, cells, 2 * round(finder.widest_stroke / 2 / cell) + 1)


def enlarge(cells: np.ndarray, shape: tuple[int, ...], scale: float) -> np.ndarray:
    """Every cell as `scale` x `scale` pixels; the last row and column fill what is left of the shape."""
    rows, columns = (_cells_of(*each, scale) for each in zip(shape, cells.shape, strict=True))
    return cells.take(columns, axis=1).take(rows, axis=0)


@lru_cache(maxsize=16)
def _cells_of(length: int, cells: int, scale: float) -> np.ndarray:
    """In which cell each of `length` pixels lies."""
    found: np.ndarray = np.minimum(((np.arange(length) + 0.5) / scale).astype(int), cells - 1)
    found.setflags(write=False)
    return found
