"""Widths of strokes: measuring them, and thickening those that are thinner than MNIST's."""

import numpy as np
from scipy import ndimage

SOLID = 0.5  # of the strongest ink: what counts as stroke


def stroke_width(mask: np.ndarray) -> float:
    """2 x area / outline of a shape, in pixels; a long bar of width w gives w."""
    padded = np.pad(mask, 1)
    steps = np.count_nonzero(padded[1:] != padded[:-1]) + np.count_nonzero(padded[:, 1:] != padded[:, :-1])
    outline = steps * np.pi / 4  # a digital outline counts both legs of every slope
    return 2.0 * np.count_nonzero(mask) / max(outline, 1.0)


def thicken(ink: np.ndarray, thinnest: float) -> np.ndarray:
    """Ink with strokes of at least `thinnest` of its size: scaled to 20 pixels a thin pen would all but vanish."""
    solid = ink > SOLID
    rows, columns = (np.flatnonzero(solid.any(axis=1 - axis)) for axis in (0, 1))
    if not len(rows):
        return ink
    size = 1 + max(rows[-1] - rows[0], columns[-1] - columns[0])
    missing = thinnest * size - stroke_width(solid)
    if missing < 1:
        return ink
    side = 2 * round(missing / 2) + 1
    return ndimage.grey_dilation(np.pad(ink, side), footprint=disc(side))


def disc(side: int) -> np.ndarray:
    """A round footprint, bool (side, side)."""
    offsets = np.arange(side) - (side - 1) / 2
    return np.hypot(*np.meshgrid(offsets, offsets)) <= side / 2
