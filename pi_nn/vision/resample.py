"""Changing the size of grey pictures by averaging, so that thin strokes fade instead of vanishing."""

import numpy as np


def shrink(picture: np.ndarray, size: int) -> tuple[np.ndarray, int]:
    """Mean of factor x factor blocks so that the longer side is at most `size`.

    Returns the float32 picture and the factor; a rest at the right and lower edge that
    fills no block is left out.
    """
    factor = max(1, -(-max(picture.shape) // size))
    height, width = (side // factor for side in picture.shape)
    if factor == 1 or not height or not width:
        return picture.astype(np.float32), 1
    blocks = picture[: height * factor, : width * factor].reshape(height, factor, width, factor)
    return blocks.mean(axis=(1, 3), dtype=np.float32), factor


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
