"""Cutting one candidate's ink out of the full frame: grey, anti-aliased, without its neighbours."""

import numpy as np

from pi_nn.settings import Finder
from pi_nn.vision.boxes import Box
from pi_nn.vision.candidates import Candidate
from pi_nn.vision.contrast import enlarge, tone_contrast
from pi_nn.vision.resample import block_factor
from pi_nn.vision.strokes import dilated, extents
from pi_nn.vision.tone import contrasts, tones


def cut_ink(frame: np.ndarray, candidate: Candidate, finder: Finder) -> tuple[np.ndarray, Box]:
    """The candidate's ink, float32 0 to 1, at about `detail` pixels, and its box in the frame."""
    factor, rows, columns, margin = candidate.factor, candidate.rows, candidate.columns, finder.cut_margin
    top, left = (max(0, side.start - margin) for side in (rows, columns))
    crop = frame[top * factor : (rows.stop + margin) * factor, left * factor : (columns.stop + margin) * factor]
    fine_factor = block_factor(crop.shape, finder.detail)
    mask = np.zeros((rows.stop + margin - top, columns.stop + margin - left), np.uint8)
    mask[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left] = candidate.mask
    ink = fine_ink(tones(crop, fine_factor, finder.dark_grey), mask, factor / fine_factor, candidate, finder)
    return ink, solid_box(ink > finder.solid, (left * factor, top * factor), fine_factor) or candidate.box


def fine_ink(fine: np.ndarray, mask: np.ndarray, scale: float, candidate: Candidate, finder: Finder) -> np.ndarray:
    """Contrast relative to that of the strokes, near the candidate's own ink; `scale`: fine pixels a view pixel."""
    core, near = (enlarge(each, fine.shape, scale) for each in (mask, dilated(mask, 1)[1:-1, 1:-1]))
    reach = int(min(finder.paper_strokes * candidate.stroke + finder.paper_reach, finder.widest_stroke) * scale) | 1
    steps = tone_contrast(fine, reach, candidate.dark_ink)
    strong = steps[core > 0]
    contrast = contrasts(finder.dark_grey)
    place = min(int(finder.full_ink * len(strong)), len(strong) - 1)
    full = float(contrast[np.partition(strong, place)[place]]) if len(strong) else 1.0
    share = (contrast / max(full, 1e-6) - finder.ink_white) / max(finder.ink_black - finder.ink_white, 1e-6)
    return np.minimum(np.maximum(share, 0), 1).astype(np.float32).take(steps) * near


def solid_box(solid: np.ndarray, corner: tuple[int, int], factor: int) -> Box | None:
    """The box (x, y, width, height) of the solid ink in frame pixels, or None without any."""
    extent = extents(solid)
    if extent is None:
        return None
    top, bottom, left, right = extent
    return corner[0] + left * factor, corner[1] + top * factor, (right - left) * factor, (bottom - top) * factor
