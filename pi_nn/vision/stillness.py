"""Whether anything has changed since a frame that was read: where nothing has, it need not be read again."""

from collections.abc import Callable

import numpy as np

from pi_nn.settings import Finder
from pi_nn.vision.resample import block_sums


class Changes:
    """Tells frames that are worth reading from those that look like the last one that was.

    The frames are compared in cells, in which noise is averaged away. A cell has changed when it differs by more
    than the rest does: light that flickers all over the frame changes nothing, a stroke that comes or goes does.
    Only so far: where the whole frame becomes another, everything changes and nothing stands out.
    """

    def __init__(self, finder: Finder = Finder()) -> None:
        self._finder = finder
        self._cells = np.zeros((0, 0), np.float32)
        self._reused = 0

    def seen_in(self, frame: np.ndarray) -> bool:
        """Whether a uint8 (height, width) frame is to be read; from then on, others are compared with it."""
        cells = _cells(frame, self._finder.still_cell)
        self._reused += 1
        if self._reused < self._finder.still_frames and self._alike(cells):
            return False
        self._cells, self._reused = np.maximum(cells, 1), 0
        return True

    def _alike(self, cells: np.ndarray) -> bool:
        if cells.shape != self._cells.shape:
            return False
        finder = self._finder
        light = _median(cells / self._cells)
        if abs(light - 1) > finder.still_light:
            return False
        change = np.abs(cells - light * self._cells)
        tolerance = max(finder.still_change, finder.still_noise * _median(change))
        return float(change.max()) <= min(tolerance, finder.still_most)


def always(frame: np.ndarray) -> bool:
    """Every frame is read."""
    return True


Judge = Callable[[np.ndarray], bool]
"""Whether a frame is to be read: `always`, or `Changes(finder).seen_in`."""


def _cells(frame: np.ndarray, side: int) -> np.ndarray:
    """Mean grey levels, float32, of cells of so many pixels; a small frame is one cell across."""
    side = min(side, *frame.shape)
    return block_sums(frame, side) * np.float32(1 / side**2)


def _median(values: np.ndarray) -> float:
    """Of every other cell, which is as good and half the work."""
    some = values.ravel()[::2]
    middle = len(some) // 2
    return float(np.partition(some, middle)[middle])
