"""Widths of strokes: measuring them, and thickening those that are thinner than MNIST's."""

import numpy as np


def mean_width(area: float, steps: int) -> float:
    """2 x area / outline of a shape, in pixels; a long bar of width w gives w.

    steps: sides of its pixels where it ends; they count both legs of every slope.
    """
    return 2.0 * area / max(steps * np.pi / 4, 1.0)


def stroke_width(mask: np.ndarray) -> float:
    """The mean width of the strokes of a mask."""
    steps = np.count_nonzero(mask[1:] != mask[:-1]) + np.count_nonzero(mask[:, 1:] != mask[:, :-1])
    steps += sum(np.count_nonzero(line) for line in (mask[0], mask[-1], mask[:, 0], mask[:, -1]))
    return mean_width(int(np.count_nonzero(mask)), int(steps))


def thicken(ink: np.ndarray, thinnest: float, least: float) -> np.ndarray:
    """Ink with strokes of at least `thinnest` of its size: scaled to 20 pixels a thin pen would all but vanish.

    What is stronger than `least` counts as stroke.
    """
    solid = ink > least
    extent = extents(solid)
    if extent is None:
        return ink
    top, bottom, left, right = extent
    missing = thinnest * max(bottom - top, right - left) - stroke_width(solid)
    return dilated(ink, round(missing / 2)) if missing >= 1 else ink


def extents(mask: np.ndarray) -> tuple[int, int, int, int] | None:
    """The first row of a bool mask with anything in it, the one after the last, the same of columns; None without."""
    height, width = mask.shape
    rows = np.logical_or.reduce(mask, axis=1)
    columns = np.maximum.reduce(mask.view(np.uint8), axis=0, initial=0)  # a fifth of what a logical or of rows costs
    if not rows.any():
        return None
    bottom, right = height - int(rows[::-1].argmax()), width - int(columns[::-1].argmax())
    return int(rows.argmax()), bottom, int(columns.argmax()), right


def dilated(ink: np.ndarray, radius: int) -> np.ndarray:
    """The strongest ink within a round spot about each pixel, in a picture larger by `radius` on every side.

    The spot's lines grow longer from its ends to its middle: the ink is spread along the rows as far as each asks for.
    """
    height, width = ink.shape
    grown = np.zeros((height + 2 * radius, width + 2 * radius), ink.dtype)
    spread = np.zeros((height, width + 2 * radius), ink.dtype)
    spread[:, radius : radius + width] = ink
    reached = 0
    for away in range(radius, -1, -1):
        while (reached + 1) ** 2 + away**2 <= (radius + 0.5) ** 2:
            spread = _spread_by_one(spread)
            reached += 1
        for top in {radius - away, radius + away}:
            area = grown[top : top + height]
            np.maximum(area, spread, out=area)
    return grown


def _spread_by_one(ink: np.ndarray) -> np.ndarray:
    """The strongest of each pixel and its neighbours in the row."""
    spread = ink.copy()
    np.maximum(spread[:, 1:], ink[:, :-1], out=spread[:, 1:])
    np.maximum(spread[:, :-1], ink[:, 1:], out=spread[:, :-1])
    return spread
