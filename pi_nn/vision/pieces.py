"""Connected pieces of ink, and all that is measured of them, in a few passes over the ink's pixels alone."""

from typing import NamedTuple

import numpy as np
from scipy import ndimage

from pi_nn.vision.strokes import extents

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


def find_pieces(ink: np.ndarray, contrast: np.ndarray, tone: np.ndarray, least: float, most: int) -> Pieces:
    """The `most` largest pieces of an ink (bool), of `least` pixels or more; contrast and tone are summed over each.

    Only the rows and columns between the first and the last with ink are looked at, which is quicker.
    """
    labels = np.zeros(ink.shape, np.int32)
    top, bottom, left, right = extents(ink) or (0, 0, 0, 0)
    inked = (slice(top, bottom), slice(left, right))
    framed = np.zeros((bottom - top + 1, right - left + 1), bool)  # no pixel is without one below and one to its right
    framed[:-1, :-1] = ink[inked]
    owner, count = ndimage.label(framed, structure=EIGHT)
    labels[inked] = owner[:-1, :-1]
    at = np.flatnonzero(framed).astype(np.int32, copy=False)  # half the memory on 64 bits
    owners = owner.ravel().take(at)
    areas = np.bincount(owners, minlength=count + 1)
    numbers = np.argsort(-areas, kind="stable")[:most]
    numbers = numbers[areas[numbers] >= max(least, 1)]
    if not len(numbers):
        return Pieces(labels, numbers, np.zeros((0, 4), int), [], np.zeros((2, 0), np.int32), [])
    areas = areas[numbers]
    ends = areas.cumsum()
    starts = ends - areas
    at = at.take(_piece_by_piece(owners, numbers, count)[: ends[-1]])
    rows = at // framed.shape[1]
    inside = at - rows  # the same pixels in the picture without its frame
    columns = inside - (right - left) * rows
    summed = (neighbours_of(framed, at), *(each[inked].ravel().take(inside) for each in (contrast, tone)))
    neighbours, contrasts, tones = (np.add.reduceat(each, starts, dtype=np.int32) for each in summed)
    measured = (areas, 4 * areas - 2 * neighbours, on_border(labels, count)[numbers], contrasts, tones)
    inks = [Ink(*each) for each in zip(*(values.tolist() for values in measured), strict=True)]
    places = np.array([rows + top, columns + left])
    return Pieces(labels, numbers, _boxes(places, starts, ends), inks, places, ends.tolist())


def _piece_by_piece(owners: np.ndarray, numbers: np.ndarray, count: int) -> np.ndarray:
    """The order of pixels in which those of the first of some labels come first; those of no such label come last."""
    places = np.full(count + 1, len(numbers), np.uint16)  # sorted in the time of a count
    places[numbers] = np.arange(len(numbers))
    return np.argsort(places.take(owners), kind="stable")


def _boxes(places: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """(N, 4) top, left, bottom, right of pixels (2, M) that come piece by piece, and each row by row."""
    rows, columns = places
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
