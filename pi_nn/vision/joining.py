"""Which pieces of ink belong together: a 5 and its bar, a stroke that broke."""

from itertools import combinations, product
from typing import Any

import numpy as np

from pi_nn.settings import Finder
from pi_nn.vision.pieces import Pieces

SOME = 60  # pixels of a part whose distance is measured: the rest is hardly nearer
FEW = 16  # pixels of a body, that show at once of most parts that they touch it

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
    if not len(bodies):
        return []
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
    sized = [(_size(box), box, group) for box, group in zip(hulls, groups, strict=False)]
    found = []
    for (size, one, group), (other_size, other, other_group) in combinations(sized, 2):
        alike = min(size, other_size) >= finder.half * max(size, other_size)
        if alike and set(group).isdisjoint(other_group):  # a group and a part of it are no pair
            reach = finder.gap_halves * _size(hull([one, other]))
            underlined = underlines(one, other, finder) or underlines(other, one, finder)
            near = _apart(one, other) <= reach and not underlined
            if near and any(touches(pieces, *two, reach) for two in product(group, other_group)):
                found.append(group + other_group)
    return found


def hull(boxes: list[list[int]]) -> list[int]:
    """Top, left, bottom and right of the box around some boxes."""
    if len(boxes) == 1:
        return boxes[0]
    top, left, bottom, right = zip(*boxes, strict=True)
    return [min(top), min(left), max(bottom), max(right)]


def _size(box: list[int]) -> int:
    """The longer side of a box."""
    top, left, bottom, right = box
    return max(bottom - top, right - left)


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
    small = (sizes <= sizes[bodies, None]) & (heights <= finder.fragment * heights[bodies, None])
    whose, parts = np.divmod(np.flatnonzero(small), len(boxes))
    if not len(parts):
        return {}
    whose = bodies[whose]
    own, other = boxes.T[:, whose], boxes.T[:, parts]  # (4, pairs): rows and columns, starts and stops
    gaps = np.maximum(own[:2], other[:2]) - np.minimum(own[2:], other[2:])
    hulls = np.maximum(own[2:], other[2:]) - np.minimum(own[:2], other[:2])
    reach = np.maximum(*hulls) * np.where(gaps[1] < 0, finder.gap_above, finder.gap_beside)
    near = np.flatnonzero((np.maximum(*gaps) <= reach) & ~underlines(own, other, finder))
    found: Parts = {}
    for body, part, far in zip(*(each[near].tolist() for each in (whose, parts, reach)), strict=True):
        found.setdefault(body, []).append((part, far))
    return found


def underlines(body: Any, part: Any, finder: Finder) -> Any:
    """Bool of two boxes, or (N,) bool of boxes (4, N): a flat part that is wholly below its body is no stroke of it."""
    top, left, bottom, right = part
    return (bottom - top < finder.line_aspect * (right - left)) & (top > body[2])


def touches(pieces: Pieces, body: int, part: int, reach: float) -> bool:
    """Whether the ink of both is within reach: a frame drawn around a digit has its box, but is far.

    From some pixels of the part: the rest is no nearer by much.
    """
    far = int(reach)
    top, left, bottom, right = pieces.boxes[part].tolist()
    rows, columns = body_at = pieces.pixels(body)
    first, last = rows.searchsorted((top - far, bottom + far)).tolist()
    columns = columns[first:last]
    near = first + np.flatnonzero((columns >= left - far) & (columns < right + far))
    if not len(near):
        return False
    part_at = pieces.pixels(part)
    part_at = part_at[:, :: 1 + part_at.shape[1] // SOME]
    few = near[:: 1 + len(near) // FEW]
    return any(_meet(body_at[:, some], part_at, reach) for some in ((few, near) if len(few) < len(near) else (near,)))


def _meet(one: np.ndarray, other: np.ndarray, reach: float) -> bool:
    """Whether any two pixels, int (2, N) and (2, M), are within reach of each other."""
    away = one[:, None] - other[:, :, None]
    away *= away
    return bool((away[0] + away[1]).min() <= reach * reach)
