"""Cutting one candidate's ink out of the full frame: grey, anti-aliased, without its neighbours."""

import numpy as np
from scipy import ndimage

from pi_nn.settings import Finder
from pi_nn.vision.boxes import Box
from pi_nn.vision.candidates import Candidate
from pi_nn.vision.contrast import ink_contrast
from pi_nn.vision.pieces import EIGHT
from pi_nn.vision.resample import shrink
from pi_nn.vision.strokes import SOLID

MARGIN = 2  # view pixels around the candidate's box: the soft edge of its strokes


def cut_ink(frame: np.ndarray, candidate: Candidate, finder: Finder) -> tuple[np.ndarray, Box]:
    """The candidate's ink, float32 0 to 1, at about `detail` pixels, and its box in the frame."""
    factor = candidate.factor
    top, left = (max(0, side.start - MARGIN) for side in (candidate.rows, candidate.columns))
    bottom, right = candidate.rows.stop + MARGIN, candidate.columns.stop + MARGIN
    crop = frame[top * factor : bottom * factor, left * factor : right * factor]
    fine, fine_factor = shrink(crop, finder.detail)
    mask = np.zeros((bottom - top, right - left), bool)
    row, column = candidate.rows.start - top, candidate.columns.start - left
    mask[row : row + candidate.height, column : column + candidate.width] = candidate.mask
    ink = fine_ink(fine, mask, factor / fine_factor, candidate, finder)
    return ink, solid_box(ink, (left * factor, top * factor), fine_factor) or candidate.box


def fine_ink(fine: np.ndarray, mask: np.ndarray, scale: float, candidate: Candidate, finder: Finder) -> np.ndarray:
    """Contrast relative to that of the strokes, near the candidate's own ink; `scale`: fine pixels a view pixel."""
    core, near = (_enlarge(each, scale, fine.shape) for each in (mask, ndimage.binary_dilation(mask, EIGHT)))
    reach = int(min(3 * candidate.stroke + 4, finder.widest_stroke) * scale) | 1
    contrast = ink_contrast(fine, reach, candidate.dark_ink)
    full = float(np.percentile(contrast[core], 75)) if core.any() else 1.0
    share = contrast / max(full, 1e-6)
    return np.clip((share - finder.ink_white) / max(finder.ink_black - finder.ink_white, 1e-6), 0, 1) * near


def _enlarge(mask: np.ndarray, scale: float, shape: tuple[int, ...]) -> np.ndarray:
    rows, columns = (
        np.minimum(((np.arange(length) + 0.5) / scale).astype(int), limit - 1)
        for length, limit in zip(shape, mask.shape, strict=True)
    )
    return mask[rows][:, columns]


def solid_box(ink: np.ndarray, corner: tuple[int, int], factor: int) -> Box | None:
    """The box (x, y, width, height) of the solid ink in frame pixels, or None without any."""
    rows, columns = (np.flatnonzero((ink > SOLID).any(axis=1 - axis)) for axis in (0, 1))
    if not len(rows):
        return None
    width, height = (int(line[-1] - line[0] + 1) * factor for line in (columns, rows))
    return int(corner[0] + columns[0] * factor), int(corner[1] + rows[0] * factor), width, height
