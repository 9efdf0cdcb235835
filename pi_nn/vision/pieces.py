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
    at: int32 (2, pixels) rows and columns of their ink, piece by piece, each row by row. ends: N, where each ends.
    """

    labels: np.ndarray
    numbers: np.ndarray
    boxes: np.ndarray
    inks: list[Ink]
    at: np.ndarray
    ends: list[int]

    def pixels(self, piece: int) -> np.ndarray:
        """Int32 (2, area): rows and columns of a piece's ink, row by row."""
        return self.at[:, self.ends[piece] - self.inks[piece].area : self.ends[piece]]


def find_pieces(ink: np.ndarray, contrast: np.ndarray, tone: np.ndarray, least: float, finder: Finder) -> Pieces:
    """The pieces of an ink (bool) of at least `least` pixels; contrast and tone are added up over each."""
    framed = np.zeros((ink.shape[0] + 1, ink.shape[1] + 1), bool)  # no pixel is without one below and one to its right
    framed[:-1, :-1] = ink
    labels, count = ndimage.label(framed, structure=EIGHT)
    at = np.flatnonzero(framed).astype(np.int32, copy=False)  # half the memory on 64 bits
    owners = labels.ravel().take(at)
    areas = np.bincount(owners, minlength=count + 1)
    numbers = np.argsort(-areas, kind="stable")[: finder.most_pieces]
    numbers = numbers[areas[numbers] >= max(least, 1)]
    labels = labels[:-1, :-1]
    if not len(numbers):
        return Pieces(labels, numbers, np.zeros((0, 4), int), [], np.zeros((2, 0), np.int32), [])
    areas = areas[numbers]
    ends = areas.cumsum()
    starts = ends - areas
    at = at.take(_piece_by_piece(owners, numbers, count)[: ends[-1]])
    rows = at // framed.shape[1]
    inside = at - rows  # the same pixels in the picture without its frame
    columns = inside - ink.shape[1] * rows
    neighbours = np.add.reduceat(neighbours_of(framed, at), starts, dtype=np.int32)
    contrasts, tones = (np.add.reduceat(each.ravel().take(inside), starts, dtype=np.int32) for each in (contrast, tone))
    measured = (areas, 4 * areas - 2 * neighbours, on_border(labels, count)[numbers], contrasts, tones)
    inks = [Ink(*each) for each in zip(*(values.tolist() for values in measured), strict=True)]
    boxes = _boxes(rows, columns, starts, ends)
    return Pieces(labels, numbers, boxes, inks, np.array([rows, columns]), ends.tolist())


def _piece_by_piece(owners: np.ndarray, numbers: np.ndarray, count: int) -> np.ndarray:
    """The order of pixels in which those of the first of some labels come first; those of no such label come last."""
    places = np.full(count + 1, len(numbers), np.uint16)  # sorted in the time of a count
    places[numbers] = np.arange(len(numbers))
    return np.argsort(places.take(owners), kind="stable")


def _boxes(rows: np.ndarray, columns: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """(N, 4) top, left, bottom, right of pixels that come piece by piece, and each row by row."""
    left, right = np.minimum.reduceat(columns, starts), np.maximum.reduceat(columns, starts)
    return np.array([rows.take(starts), left, rows.take(ends - 1) + 1, right + 1]).T


def neighbours_of(framed: np.ndarray, at: np.ndarray) -> np.ndarray:
    """How many of two neighbours of each pixel, that below and that before it, are ink: int8, of pieces the right sums.

    at: flat indices, piece by piece, and each row by row.
    """
    found: np.ndarray = framed.view(np.int8).ravel().take(at + framed.shape[1])
    found[1:] += (at[1:] - at[:-1] == 1).view(np.int8)
    return found


def on_border(labels: np.ndarray, count: int) -> np.ndarray:
    """(count + 1,) how many pixels of each label lie on one of the borders."""
    borders = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    return np.bincount(borders, minlength=count + 1)
