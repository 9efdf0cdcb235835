"""Widths of strokes: measuring them, and thickening those that are thinner than MNIST's."""

import numpy as np

SOLID = 0.5  # of the strongest ink: what counts as stroke


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


def thicken(ink: np.ndarray, thinnest: float) -> np.ndarray:
    """Ink with strokes of at least `thinnest` of its size: scaled to 20 pixels a thin pen would all but vanish."""
    solid = ink > SOLID
    extent = extents(solid)
    if extent is None:
        return ink
    top, bottom, left, right = extent
    missing = thinnest * max(bottom - top, right - left) - stroke_width(solid)
    return dilated(ink, round(missing / 2)) if missing >= 1 else ink


def extents(mask: np.ndarray) -> tuple[int, int, int, int] | None:
    """The first row with anything in it, the one after the last, and the same of columns; None without any."""
    (rows, columns), (height, width) = (np.logical_or.reduce(mask, axis=axis) for axis in (1, 0)), mask.shape
    if not rows.any():
        return None
    bottom, right = height - int(rows[::-1].argmax()), width - int(columns[::-1].argmax())
    return int(rows.argmax()), bottom, int(columns.argmax()), right


def dilated(ink: np.ndarray, radius: int) -> np.ndarray:
    """The strongest ink within `radius` pixels and a half, in a picture larger by `radius` on every side."""
    height, width = ink.shape
    grown = np.zeros((height + 2 * radius, width + 2 * radius), ink.dtype)
    for row, column in disc(radius):
        area = grown[row : row + height, column : column + width]
        np.maximum(area, ink, out=area)
    return grown


def disc(radius: int) -> list[tuple[int, int]]:
    """Row and column of the pixels of a round spot, counted from its upper left corner."""
    line = range(-radius, radius + 1)
    return [(y + radius, x + radius) for y in line for x in line if y * y + x * x <= (radius + 0.5) ** 2]
