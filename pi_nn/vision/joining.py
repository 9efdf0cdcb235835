"""Which pieces of ink belong together: a 5 and its bar, a stroke that broke."""

import numpy as np

from pi_nn.settings import Finder
from pi_nn.vision.pieces import Pieces

Parts = dict[int, list[tuple[int, float]]]
"""Of each body (index) the pieces (indices) that may be parts of it, each with how far away it may be."""


def joined(pieces: Pieces, shape: tuple[int, ...], smallest: float, finder: Finder) -> list[list[int]]:
    """Groups of pieces (indices): each fragment goes to the largest piece that it all but touches.

    A piece large enough to be a digit of its own also stands alone: which it is, evidence decides. What is
    mostly cut off by the frame's border, or a line across the frame, is background: joined with nothing.
    """
    heights, widths = (pieces.boxes[:, 2:] - pieces.boxes[:, :2]).T
    sizes = np.maximum(heights, widths)
    free = ((pieces.borders < finder.cut_off[-1] * sizes) & ~lines_across(heights, widths, shape, finder)).tolist()
    parts = near_parts(pieces, heights, sizes, finder)
    groups, alone = [], []
    for body, size in enumerate(sizes.tolist()):
        if free[body] and size >= finder.least_body * smallest:
            group = [body]
            for part, reach in parts.get(body, ()):
                if free[part] and touches(pieces, body, part, reach):
                    group.append(part)
            for part in group:
                free[part] = False
            groups.append(group)
            alone += [[part] for part in group if sizes[part] >= smallest] if len(group) > 1 else []
    return groups + alone


def lines_across(heights: np.ndarray, widths: np.ndarray, shape: tuple[int, ...], finder: Finder) -> np.ndarray:
    """(N,) bool: narrow, and from border to border: the edge of a table, a ruled line, a sensor's dead column."""
    narrow = np.minimum(heights, widths) < finder.line_aspect * np.maximum(heights, widths)
    return narrow & ((heights == shape[0]) | (widths == shape[1]))


def near_parts(pieces: Pieces, heights: np.ndarray, sizes: np.ndarray, finder: Finder) -> Parts:
    """Of each body (index) the pieces small enough for a part of it whose box is within reach, and that reach.

    A part may be farther above or below its body than beside it.
    """
    top, left, bottom, right = pieces.boxes.T
    gaps = np.maximum(_larger(top, top) - _smaller(bottom, bottom), _larger(left, left) - _smaller(right, right))
    hulls = np.maximum(_larger(bottom, bottom) - _smaller(top, top), _larger(right, right) - _smaller(left, left))
    above = _smaller(right, right) > _larger(left, left)
    reach = hulls * np.where(above, finder.gap_above, finder.gap_beside)
    small = (sizes <= sizes[:, None]) & (heights <= finder.fragment * heights[:, None])
    found: Parts = {}
    bodies, parts = np.nonzero(small & (gaps <= reach))
    for body, part, far in zip(bodies.tolist(), parts.tolist(), reach[bodies, parts].tolist(), strict=True):
        found.setdefault(body, []).append((part, far))
    return found


def _larger(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    larger: np.ndarray = np.maximum(a[:, None], b)
    return larger


def _smaller(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    smaller: np.ndarray = np.minimum(a[:, None], b)
    return smaller


def touches(pieces: Pieces, body: int, part: int, reach: float) -> bool:
    """Whether the ink of both is within reach: a frame drawn around a digit has its box, but is far.

    From some pixels of the part: the rest is no nearer by much.
    """
    far = int(reach)
    top, left, bottom, right = pieces.boxes[part].tolist()
    top, left = max(0, top - far), max(0, left - far)
    near = pieces.labels[top : bottom + far, left : right + far]
    rows, columns = np.nonzero(near == pieces.numbers[body])
    if not len(rows):
        return False
    part_rows, part_columns = np.nonzero(near == pieces.numbers[part])
    some = slice(None, None, 1 + len(part_rows) // 12)
    away = (rows[:, None] - part_rows[some]) ** 2 + (columns[:, None] - part_columns[some]) ** 2
    return bool(away.min() <= reach * reach)
