"""Which pieces of ink belong together: a 5 and its bar, a stroke that broke."""

from itertools import combinations

import numpy as np

from pi_nn.settings import Finder
from pi_nn.vision.pieces import Pieces

SOME = 60  # pixels of a part whose distance is measured: the rest is hardly nearer
FEW = 64  # pixels of a body, that show at once of most parts that they touch it

Parts = dict[int, list[tuple[int, float]]]
"""Of each body (index) the pieces (indices) that may be parts of it, each with how far away it may be."""


def joined(pieces: Pieces, shape: tuple[int, ...], smallest: float, finder: Finder) -> list[list[int]]:
    """Groups of pieces (indices): each fragment goes to the largest piece that it all but touches.

    A piece large enough to be a digit of its own also stands alone: which it is, evidence decides. What is
    mostly cut off by the frame's border, or a line across the frame, is background: joined with nothing.
    """
    heights, widths = (pieces.boxes[:, 2:] - pieces.boxes[:, :2]).T
    sizes = np.maximum(heights, widths)
    borders = np.array([each.border for each in pieces.inks])
    free = (borders < finder.cut_off[-1] * sizes) & ~lines_across(heights, widths, shape, finder)
    bodies = np.flatnonzero(free & (sizes >= finder.least_body * smallest))
    parts = near_parts(pieces.boxes, bodies, heights, sizes, finder)
    groups, alone = [], []
    for body in bodies.tolist():
        if free[body]:
            group = [
                body,
                *(part for part, reach in parts.get(body, ()) if free[part] and touches(pieces, body, part, reach)),
            ]
            free[group] = False
            groups.append(group)
            alone += [[part] for part in group if sizes[part] >= smallest] if len(group) > 1 else []
    return groups + alone


def pairs(pieces: Pieces, groups: list[list[int]], finder: Finder) -> list[list[int]]:
    """Two groups as one where they may be the halves of a digit: a 5 and a bar as long as it, a 2 that broke in two.

    Of the largest groups alone. Whether it is one digit or two, evidence and network decide.
    """
    boxes = pieces.boxes.tolist()
    hulls = [hull([boxes[each] for each in group]) for group in groups[: finder.paired]]
    found = []
    for (first, one), (second, other) in combinations(enumerate(hulls), 2):
        sizes = [max(bottom - top, right - left) for top, left, bottom, right in (one, other, hull([one, other]))]
        reach = finder.gap_halves * sizes[2]
        apart = set(groups[first]).isdisjoint(groups[second])  # a group and a part of it are none
        near = min(sizes) >= finder.half * max(sizes[:2]) and _apart(one, other) <= reach
        if apart and near and touches(pieces, groups[first][0], groups[second][0], reach):
            found.append(groups[first] + groups[second])
    return found


def hull(boxes: list[list[int]]) -> list[int]:
    """Top, left, bottom and right of the box around some boxes."""
    if len(boxes) == 1:
        return boxes[0]
    top, left, bottom, right = zip(*boxes, strict=True)
    return [min(top), min(left), max(bottom), max(right)]


def _apart(one: list[int], other: list[int]) -> int:
    """Pixels between two boxes, along rows or columns; negative where they overlap."""
    return max(max(one[side], other[side]) - min(one[side + 2], other[side + 2]) for side in (0, 1))


def lines_across(heights: np.ndarray, widths: np.ndarray, shape: tuple[int, ...], finder: Finder) -> np.ndarray:
    """(N,) bool: narrow, and from border to border: the edge of a table, a ruled line, a sensor's dead column."""
    narrow = np.minimum(heights, widths) < finder.line_aspect * np.maximum(heights, widths)
    return narrow & ((heights == shape[0]) | (widths == shape[1]))


def near_parts(boxes: np.ndarray, bodies: np.ndarray, heights: np.ndarray, sizes: np.ndarray, finder: Finder) -> Parts:
    """Of each body (index) the pieces small enough for a part of it whose box is within reach, and that reach.

    A part may be farther above or below its body than beside it.
    """
    starts, stops = boxes[:, :2].T, boxes[:, 2:].T  # (2, N): rows, columns
    own_starts, own_stops = starts[:, bodies, None], stops[:, bodies, None]
    gaps = np.maximum(own_starts, starts[:, None]) - np.minimum(own_stops, stops[:, None])  # (2, bodies, N)
    hulls = (np.maximum(own_stops, stops[:, None]) - np.minimum(own_starts, starts[:, None])).max(axis=0)
    reach = hulls * np.where(gaps[1] < 0, finder.gap_above, finder.gap_beside)
    small = (sizes <= sizes[bodies, None]) & (heights <= finder.fragment * heights[bodies, None])
    found: Parts = {}
    whose, parts = np.nonzero(small & (gaps.max(axis=0) <= reach))
    for body, part, far in zip(bodies[whose].tolist(), parts.tolist(), reach[whose, parts].tolist(), strict=True):
        found.setdefault(body, []).append((part, far))
    return found


def touches(pieces: Pieces, body: int, part: int, reach: float) -> bool:
    """Whether the ink of both is within reach: a frame drawn around a digit has its box, but is far.

    From some pixels of the part: the rest is no nearer by much.
    """
    far = int(reach)
    top, left, bottom, right = pieces.boxes[part].tolist()
    top, left = max(0, top - far), max(0, left - far)
    near = pieces.labels[top : bottom + far, left : right + far]
    body_at = np.flatnonzero(near == pieces.numbers[body])
    if not len(body_at):
        return False
    part_at = np.flatnonzero(near == pieces.numbers[part])
    part_rows, part_columns = np.divmod(part_at[:: 1 + len(part_at) // SOME], near.shape[1])
    for every in (1 + len(body_at) // FEW, 1):
        rows, columns = np.divmod(body_at[::every], near.shape[1])
        away = (rows[:, None] - part_rows) ** 2 + (columns[:, None] - part_columns) ** 2
        if every == 1 or away.min() <= reach * reach:
            return bool(away.min() <= reach * reach)
    return False
