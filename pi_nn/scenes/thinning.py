"""Thinning: from a broad stroke to the line in its middle, so that it can be written anew with any pen."""

import numpy as np


def thin(inside: np.ndarray) -> np.ndarray:
    """The one pixel wide middle lines of a picture, bool (h, w), by T. Y. Zhang and C. Y. Suen (1984).

    Border pixels are peeled off, in two half turns from opposite sides, until none is left that may go.
    """
    left = np.pad(inside, 1)
    while True:
        before = left.sum()
        for half in (0, 1):
            left[1:-1, 1:-1] &= ~_may_go(left, half)
        if left.sum() == before:
            return left[1:-1, 1:-1]


def _may_go(picture: np.ndarray, half: int) -> np.ndarray:
    """The pixels that Zhang and Suen's conditions (a) to (d) let go in this half turn."""
    rows, columns = picture.shape
    # P2 to P9 of the paper: the neighbours clockwise from the one above.
    steps = ((0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0), (0, 0))
    around = np.stack([picture[y : rows - 2 + y, x : columns - 2 + x] for y, x in steps])
    count = around.sum(axis=0)
    rises = (~around & np.roll(around, -1, axis=0)).sum(axis=0)
    north, east, south, west = around[0], around[2], around[4], around[6]
    # The paper's (c) and (d): at first the south-east border goes, then the north-west one.
    kept = (east & south & (north | west)) if half == 0 else (north & west & (east | south))
    return picture[1:-1, 1:-1] & (count >= 2) & (count <= 6) & (rises == 1) & ~kept
