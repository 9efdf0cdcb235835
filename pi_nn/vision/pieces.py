"""Connected pieces of ink, and all that is measured of them, in a few passes over the ink's pixels alone."""

from typing import NamedTuple

import numpy as np
from scipy import ndimage

from pi_nn.settings import Finder

EIGHT = np.ones((3, 3), bool)  # pixels that touch at a corner belong together
TOP, LEFT, BOTTOM, RIGHT = range(4)  # columns of boxes


class Ink(NamedTuple):
    """What is measured of a piece, or added up of several.

    area: pixels. outline: steps along it. border: pixels on the frame's border.
    contrast, tone: sums over the ink, in tones.
    """

    area: int
    outline: int
    border: int
    contrast: int
    tone: int


class Pieces(NamedTuple):
    """The largest N pieces of the ink, the largest first.

    labels: int32 (height, width), whose piece a pixel is of. numbers: (N,) the pieces' labels.
    boxes: (N, 4) top, left, bottom, right. inks: N, what is measured of each.
    """

    labels: np.ndarray
    numbers: np.ndarray
    boxes: np.ndarray
    inks: list[Ink]


def find_pieces(ink: np.ndarray, contrast: np.ndarray, tone: np.ndarray, least: float, finder: Finder) -> Pieces:
    """The pieces of an ink (bool) of at least `least` pixels; contrast and tone are added up over each."""
    framed = np.zeros((ink.shape[0] + 2, ink.shape[1] + 2), bool)  # no pixel is without neighbours
    framed[1:-1, 1:-1] = ink
    labels, count = ndimage.label(framed, structure=EIGHT)
    at = np.flatnonzero(framed).astype(np.int32, copy=False)  # half the memory on 64 bits
    owners = labels.ravel().take(at)
    areas = np.bincount(owners, minlength=count + 1)[1:]
    numbers = np.argsort(-areas, kind="stable")[: finder.most_pieces]
    numbers = numbers[areas[numbers] >= least]
    if not len(numbers):
        return Pieces(labels[1:-1, 1:-1], numbers, np.zeros((0, 4), int), [])
    owners = owners.astype(np.uint16) if count < 2**16 else owners  # sorted in the time of a count
    at = at[np.argsort(owners, kind="stable")]
    ends = areas.cumsum()
    starts = ends - areas
    rows = at // framed.shape[1]
    inside = at - 2 * rows - (ink.shape[1] + 1)  # the same pixels in the picture without its frame
    sums = [
        areas,
        np.add.reduceat(open_sides(framed, at), starts, dtype=np.int32),
        on_border(labels, count),
        np.add.reduceat(contrast.ravel().take(inside), starts, dtype=np.int32),
        np.add.reduceat(tone.ravel().take(inside), starts, dtype=np.int32),
    ]
    inks = [Ink(*each) for each in zip(*(values[numbers].tolist() for values in sums), strict=True)]
    boxes = _boxes(rows, at - framed.shape[1] * rows, starts, ends)[numbers] - (1, 1, 0, 0)
    return Pieces(labels[1:-1, 1:-1], numbers + 1, boxes, inks)


def _boxes(rows: np.ndarray, columns: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """(N, 4) first and last rows and columns of pixels that come piece by piece, and each row by row."""
    left, right = np.minimum.reduceat(columns, starts), np.maximum.reduceat(columns, starts)
    return np.array([rows.take(starts), left, rows.take(ends - 1), right]).T


def open_sides(framed: np.ndarray, at: np.ndarray) -> np.ndarray:
    """How many of the four neighbours of each pixel are no ink: int8, of pieces the right sums.

    at: flat indices, piece by piece, and each row by row. A pair of neighbours is counted with one of the two.
    """
    below = framed.view(np.int8).ravel().take(at + framed.shape[1])
    below[1:] += at[1:] - at[:-1] == 1
    found: np.ndarray = 4 - 2 * below
    return found


def on_border(labels: np.ndarray, count: int) -> np.ndarray:
    """(count,) how many pixels of each piece lie on one of the borders within the frame of labels."""
    borders = np.concatenate([labels[1], labels[-2], labels[:, 1], labels[:, -2]])
    return np.bincount(borders, minlength=count + 1)[1:]
