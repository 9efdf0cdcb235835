"""Changing the size of grey pictures by averaging, so that thin strokes fade instead of vanishing."""

import numpy as np

SUPPORT = 1.0  # half-width of the triangle kernel, in output pixels when shrinking


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


def triangle_weights(positions: np.ndarray, length: int, step: float) -> np.ndarray:
    """Weights (len(positions), length) that sample a line of pixels at `positions`.

    Linear interpolation where the picture is enlarged; where it is shrunk (step > 1 input
    pixels per output pixel) a triangle as wide as the step, so that every pixel counts.
    Positions beyond the ends see zeros.
    """
    reach = max(step, 1.0) * SUPPORT
    distance = np.abs(positions[:, None] - np.arange(length)[None, :])
    weights = np.maximum(0.0, 1.0 - distance / reach) / reach
    return weights.astype(np.float32)


def resample(picture: np.ndarray, rows: np.ndarray, columns: np.ndarray, step: float) -> np.ndarray:
    """The picture sampled at rows x columns (float positions), float32 (len(rows), len(columns))."""
    height, width = picture.shape
    return triangle_weights(rows, height, step) @ picture @ triangle_weights(columns, width, step).T
