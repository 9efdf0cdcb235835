"""Changing the size of grey pictures by averaging, so that thin strokes fade instead of vanishing."""

from typing import Any

import numpy as np

_EVERY_OTHER, _BYTE = np.uint32(0x00FF00FF), np.uint32(8)


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
    kind = np.uint16 if 255 * factor**2 < 2**16 else np.uint32
    if kind is np.uint16 and factor % 2 == 0 and width % 4 == 0 and whole.strides[1] == 1:
        pairs = _line_sums(_pair_sums(whole), factor, np.uint32).view(np.uint16)
        return _line_sums(pairs.T, factor // 2, kind).T
    return _line_sums(_line_sums(whole, factor, kind).T, factor, kind).T


def _pair_sums(picture: np.ndarray) -> np.ndarray:
    """Sums of each two neighbours in a row, two of them in the halves of a uint32, with room for those of 128 rows.

    So four pixels are added at a time.
    """
    words = picture.view(np.uint32)
    return (words & _EVERY_OTHER) + (words >> _BYTE & _EVERY_OTHER)


def _line_sums(lines: np.ndarray, factor: int, kind: type[np.unsignedinteger[Any]]) -> np.ndarray:
    """Of each `factor` lines one after another the sum."""
    if factor == 1:
        return lines.astype(kind, copy=False)
    sums = np.add(lines[::factor], lines[1::factor], dtype=kind)
    for each in range(2, factor):
        np.add(sums, lines[each::factor], out=sums)
    return sums


def resample(picture: np.ndarray, rows: np.ndarray, columns: np.ndarray, step: float) -> np.ndarray:
    """The picture sampled at rows x columns (float positions, `step` pixels apart), (len(rows), len(columns)).

    Each output pixel is the mean of the stretch of `step` input pixels about its position, so that every input
    pixel counts as much; where the picture is enlarged, of one pixel, which is linear interpolation. Beyond the
    ends everything is 0.
    """
    return _stretch_means(_stretch_means(picture, rows, step).T, columns, step).T


def _stretch_means(lines: np.ndarray, positions: np.ndarray, step: float) -> np.ndarray:
    """Means of the lines about each position: differences of what has been added up to both ends."""
    reach = max(step, 1.0) / 2
    sums = np.zeros((len(lines) + 2, lines.shape[1]), np.float32)
    lines.cumsum(axis=0, out=sums[1:-1])
    sums[-1] = sums[-2]
    middles = positions + 0.5
    ends = _at(sums, np.concatenate([middles - reach, middles + reach]))
    means: np.ndarray = (ends[len(middles) :] - ends[: len(middles)]) * np.float32(1 / (2 * reach))
    return means


def _at(sums: np.ndarray, positions: np.ndarray) -> np.ndarray:
    """The lines at fractional positions, by linear interpolation; beyond the ends the outermost ones."""
    inside = np.minimum(np.maximum(positions, 0), len(sums) - 2)
    whole = inside.astype(int)
    part = (inside - whole).astype(np.float32)[:, None]
    found: np.ndarray = sums.take(whole, axis=0) * (1 - part) + sums.take(whole + 1, axis=0) * part
    return found
