"""A printed page: lines of small even letters, as a picture that can be laid on a sheet."""

from functools import lru_cache

import numpy as np
from scipy import ndimage

from pi_nn.scenes.letters import LETTERS
from pi_nn.scenes.pen import rasterise
from pi_nn.scenes.strokes import parse, smooth

_CELL = (14, 9)  # pixels of a letter, rows and columns


def printed_page(rng: np.random.Generator, lines: int, columns: int) -> np.ndarray:
    """Ink, float32 (lines * 18, columns * 9): lines of print, words apart, the last of a paragraph short."""
    letters = _type_case()
    page = np.zeros((lines * (_CELL[0] + 4), columns * _CELL[1]), np.float32)
    for line in range(lines):
        end = columns if rng.random() < 0.8 else int(rng.integers(columns // 3, columns))
        top = line * (_CELL[0] + 4) + 2
        for column in np.flatnonzero(rng.random(end) > 0.16):
            left = column * _CELL[1]
            page[top : top + _CELL[0], left : left + _CELL[1]] = letters[rng.integers(len(letters))]
    return page


def lay_print(page: np.ndarray, u: np.ndarray, v: np.ndarray, line_height: float) -> np.ndarray:
    """The page read off at sheet coordinates u, v (H, W), its middle at 0, 0, lines `line_height` apart."""
    scale = (_CELL[0] + 4) / line_height
    rows, columns = v * scale + page.shape[0] / 2, u * scale + page.shape[1] / 2
    # Print smaller than a pixel is seen as grey: blur it before it is read off.
    seen = ndimage.gaussian_filter(page, max(0.3 * scale / v.shape[0], 0.01))
    return ndimage.map_coordinates(seen, [rows, columns], order=1)


@lru_cache(maxsize=1)
def _type_case() -> np.ndarray:
    """The letters as they are printed, float32 (n, rows, columns)."""
    rows, columns = _CELL
    letters = []
    for text in LETTERS.values():
        strokes = [smooth(points) * (columns - 3, rows - 3) + 1 for points in parse(text)]
        letters.append(rasterise(strokes, 1.5, _CELL))
    return np.stack(letters)
