"""Changing the size of grey pictures by averaging, so that thin strokes fade instead of vanishing."""

import numpy as np


def block_factor(shape: tuple[int, ...], size: int) -> int:
    """Pixels of a block's side, so that a picture in blocks has a longer side of at most `size`.

    A picture narrower than such a block keeps one block across.
    """
    return max(1, min(-(-max(shape) // size), *shape))


def block_sums(picture: np.ndarray, factor: int) -> np.ndarray:
    """Sums of factor x factor blocks of a uint8 picture, uint16 or, of large blocks, uint32.

    A rest at the right and lower edge that fills no block is left out.
    """
    height, width = (side // factor * factor for side in picture.shape)
    whole = picture[:height, :width]
    rows = whole[::factor].astype(np.uint16 if 255 * factor**2 < 2**16 else np.uint32)
    for each in range(1, factor):
        np.add(rows, whole[each::factor], out=rows)
    sums = rows[:, ::factor].copy()
    for each in range(1, factor):
        np.add(sums, rows[:, each::factor], out=sums)
    return sums


def area_weights(positions: np.ndarray, length: int, step: float) -> np.ndarray:
    """Weights (len(positions), length) that sample a line of pixels at `positions`, `step` pixels apart.

    Each output pixel is the mean of the stretch of `step` input pixels about its position, so that every input
    pixel counts as much; where the picture is enlarged, of one pixel, which is linear interpolation. Beyond the
    ends everything is 0.
    """
    reach = max(step, 1.0) / 2
    pixels = np.arange(length)[None, :]
    upper = np.minimum(positions[:, None] + reach, pixels + 0.5)
    lower = np.maximum(positions[:, None] - reach, pixels - 0.5)
    return (np.maximum(upper - lower, 0.0) / (2 * reach)).astype(np.float32)


def resample(picture: np.ndarray, rows: np.ndarray, columns: np.ndarray, step: float) -> np.ndarray:
    """The picture sampled at rows x columns (float positions), float32 (len(rows), len(columns))."""
    height, width = picture.shape
    return area_weights(rows, height, step) @ picture @ area_weights(columns, width, step).T
