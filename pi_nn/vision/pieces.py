"""Connected pieces of ink, and all that is measured of them, in a few passes over the ink's pixels alone."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from pi_nn.settings import Finder

EIGHT = np.ones((3, 3), bool)  # pixels that touch at a corner belong together
TOP, LEFT, BOTTOM, RIGHT = range(4)  # columns of boxes


@dataclass(frozen=True)
class Pieces:
    """The largest N pieces of the ink, the largest first.

    labels: int32 (height, width), whose piece a pixel is of. numbers: (N,) the pieces' labels.
    points: complex64 (all pixels,), row + column * 1j, piece by piece; starts: (N,) where each one's begin.
    boxes: (N, 4) top, left, bottom, right. areas, outlines, borders: (N,) pixels of ink, steps of its outline,
    and ink on the frame's border. contrasts, tones: (N,) sums over the ink, in tones.
    """

    labels: np.ndarray
    numbers: np.ndarray
    points: np.ndarray
    starts: np.ndarray
    boxes: np.ndarray
    areas: np.ndarray
    outlines: np.ndarray
    borders: np.ndarray
    contrasts: np.ndarray
    tones: np.ndarray

    def __len__(self) -> int:
        return len(self.numbers)

    def pixels(self, piece: int) -> np.ndarray:
        """Complex64 (n,): row + column * 1j of a piece's pixels."""
        start = self.starts[piece]
        found: np.ndarray = self.points[start : start + self.areas[piece]]
        return found


def find_pieces(ink: np.ndarray, contrast: np.ndarray, tone: np.ndarray, least: float, finder: Finder) -> Pieces:
    """The pieces of an ink (bool) of at least so many pixels; its contrast and tone are summed up."""
    labels, count = ndimage.label(ink, structure=EIGHT)
    at = np.flatnonzero(ink)
    owners = labels.ravel().take(at)
    areas = np.bincount(owners, minlength=count + 1)[1:]
    numbers = np.argsort(-areas, kind="stable")[: finder.most_pieces]
    numbers = numbers[areas[numbers] >= least]
    at = at[np.argsort(owners.astype(np.uint16), kind="stable")]
    starts = np.concatenate([[0], np.cumsum(areas)[:-1]]) if count else np.zeros(0, int)
    rows, columns = np.divmod(at, ink.shape[1])

    def each(pick: np.ufunc, values: np.ndarray) -> np.ndarray:
        found: np.ndarray = pick.reduceat(values, starts)[numbers] if count else np.zeros(0, int)
        return found

    ends = (
        each(np.minimum, rows),
        each(np.minimum, columns),
        each(np.maximum, rows) + 1,
        each(np.maximum, columns) + 1,
    )
    return Pieces(
        labels,
        numbers + 1,
        rows + np.complex64(1j) * columns,
        starts[numbers],
        np.stack(ends, axis=1),
        areas[numbers],
        each(np.add, open_sides(ink, at)),
        each(np.add, on_border(rows, columns, ink.shape)),
        each(np.add, contrast.ravel().take(at).astype(np.int32)),
        each(np.add, tone.ravel().take(at).astype(np.int32)),
    )


def open_sides(ink: np.ndarray, at: np.ndarray) -> np.ndarray:
    """How many of the four neighbours of each of these pixels (flat indices) are no ink."""
    height, width = ink.shape
    padded = np.zeros((height + 2, width + 2), np.int8)
    padded[1:-1, 1:-1] = ink
    flat, middle = padded.ravel(), at + 2 * (at // width) + width + 3
    found: np.ndarray = 4 - sum(flat.take(middle + step) for step in (-width - 2, -1, 1, width + 2))
    return found


def on_border(rows: np.ndarray, columns: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """On how many of the frame's four borders each pixel lies."""
    height, width = shape
    found: np.ndarray = (rows == 0) + (rows == height - 1) * 1 + (columns == 0) + (columns == width - 1)
    return found
