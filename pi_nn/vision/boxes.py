"""Boxes (x, y, width, height) in pixels, where they lie, and what two of them share."""

from math import hypot

Box = tuple[int, int, int, int]


def shared_area(a: Box, b: Box) -> int:
    """Pixels that lie in both."""
    (ax, ay, aw, ah), (bx, by, bw, bh) = a, b
    width, height = min(ax + aw, bx + bw) - max(ax, bx), min(ay + ah, by + bh) - max(ay, by)
    return max(0, width) * max(0, height)


def union_share(a: Box, b: Box) -> float:
    """Intersection over union: 1 for one and the same box."""
    shared = shared_area(a, b)
    return shared / (a[2] * a[3] + b[2] * b[3] - shared)


def smaller_share(a: Box, b: Box) -> float:
    """What they share, as a share of the smaller one: 1 where one lies within the other."""
    return shared_area(a, b) / min(a[2] * a[3], b[2] * b[3])


def from_middle(box: Box, shape: tuple[int, ...]) -> float:
    """Pixels from the box's middle to that of a frame of `shape` (height, width)."""
    x, y, width, height = box
    return hypot(x + width / 2 - shape[1] / 2, y + height / 2 - shape[0] / 2)
