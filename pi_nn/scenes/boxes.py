"""Boxes in a frame: x, y, width and height in pixels."""

from collections.abc import Sequence

import numpy as np

Box = tuple[int, int, int, int]
"""x, y, width, height in whole pixels of the frame."""

Extent = tuple[float, float, float, float]
"""The same in fractions of pixels."""


def extent(points: np.ndarray) -> Extent:
    """The bounding box of points (n, 2)."""
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return float(left), float(top), float(right - left), float(bottom - top)


def union(boxes: Sequence[Extent]) -> Extent:
    """The box around all of them."""
    corners = [((x, y), (x + width, y + height)) for x, y, width, height in boxes]
    return extent(np.array(corners).reshape(-1, 2))


def middle(box: Extent) -> tuple[float, float]:
    """The middle of a box."""
    x, y, width, height = box
    return x + width / 2, y + height / 2


def from_middle(point: tuple[float, float], size: tuple[int, int]) -> float:
    """How far a point is from the middle of a frame of size (width, height)."""
    return float(np.hypot(point[0] - size[0] / 2, point[1] - size[1] / 2))


def near(one: Extent, other: Extent, gap: float) -> bool:
    """Whether two boxes are nearer than `gap` pixels to each other in both directions."""
    return all(
        one[axis] < other[axis] + other[axis + 2] + gap and other[axis] < one[axis] + one[axis + 2] + gap
        for axis in (0, 1)
    )


def ink_box(ink: np.ndarray) -> Box | None:
    """The box of the pixels that are inked to a quarter of the ink's maximum and more; None where nothing is."""
    inked = ink >= 0.25 * max(float(ink.max(initial=0)), 1e-6)
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if len(rows) == 0:
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1] - columns[0] + 1), int(rows[-1] - rows[0] + 1)
