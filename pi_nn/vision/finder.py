"""From a frame to its glyphs: coarse view, contrast, ink, candidates, competition, cutting out."""

from dataclasses import dataclass, replace

import numpy as np
from scipy import ndimage

from pi_nn.settings import Finder
from pi_nn.vision.candidates import Candidate, join, pieces
from pi_nn.vision.contrast import ink_contrast, ink_mask
from pi_nn.vision.evidence import border_share, evidence
from pi_nn.vision.framing import frame_glyph
from pi_nn.vision.resample import resample, shrink


@dataclass(frozen=True)
class Glyph:
    """One piece of handwriting, cut out of a frame.

    image: float32 (28, 28), ink 1, paper 0, framed as MNIST's digits.
    box: (x, y, width, height) in pixels of the frame.
    """

    image: np.ndarray
    box: tuple[int, int, int, int]


def find_glyph(frame: np.ndarray, finder: Finder = Finder()) -> Glyph | None:
    """The handwriting nearest the middle of a uint8 (height, width) frame, or None."""
    candidates, factor = find_candidates(frame, finder)
    if not candidates:
        return None
    middle = np.array(frame.shape) / factor / 2
    nearest = min(candidates, key=lambda each: float(np.hypot(*(np.array(each.middle) - middle)))/ each.evidence)
    return cut_glyph(frame, nearest, factor, finder)


def find_glyphs(frame: np.ndarray, finder: Finder = Finder()) -> list[Glyph]:
    """All handwriting of a frame in reading order: lines from top to bottom, each from left to right."""
    candidates, factor = find_candidates(frame, finder)
    return [cut_glyph(frame, each, factor, finder) for each in reading_order(candidates)]


def find_candidates(frame: np.ndarray, finder: Finder) -> tuple[list[Candidate], int]:
    """The candidates that won, in the coarse view, and how many frame pixels one view pixel is."""
    view, factor = shrink(frame, finder.view)
    if min(view.shape) < 8:
        return [], factor
    contrasts = {dark: ink_contrast(view, finder.widest_stroke, dark) for dark in (True, False)}
    masks = {dark: ink_mask(contrast, finder) for dark, contrast in contrasts.items()}
    rivals = [each for dark in masks for each in shapes(contrasts[dark], masks[dark], dark, finder)]
    weighed = [replace(each, evidence=evidence(each, masks[each.dark_ink], view, 1.0, finder)) for each in rivals]
    strongest = max((each.strength for each in weighed if each.evidence >= finder.least_evidence), default=1.0)
    weighed = [replace(each, evidence=each.evidence* (1 if each.strength>.3*strongest else max(0,each.strength/strongest-.1)*5)) for each in weighed]
    return compete([each for each in weighed if each.evidence >= finder.least_evidence]), factor


def shapes(contrast: np.ndarray, mask: np.ndarray, dark_ink: bool, finder: Finder) -> list[Candidate]:
    """The candidates of one kind of ink."""
    least = 0.1 * finder.smallest * min(mask.shape)
    labels, found = pieces(mask, least)
    single = [shape_of(label, box, labels, contrast, dark_ink) for label, box in found]
    return join([each for each in single if border_share(each, mask.shape) < 0.5])


def shape_of(label: int, box, labels: np.ndarray, contrast: np.ndarray, dark_ink: bool) -> Candidate:
    rows, columns = box
    mask = labels[box] == label
    return Candidate(rows, columns, mask, float(contrast[box][mask].mean()), dark_ink)


def compete(candidates: list[Candidate]) -> list[Candidate]:
    """Of candidates that overlap only the one with the most evidence stays."""
    winners: list[Candidate] = []
    for each in sorted(candidates, key=lambda one: -one.evidence * one.size):
        if not any(overlap(each, winner) > 0.3 for winner in winners):
            winners.append(each)
    return winners


def overlap(a: Candidate, b: Candidate) -> float:
    """Shared area of two boxes, as a share of the smaller one."""
    height = min(a.rows.stop, b.rows.stop) - max(a.rows.start, b.rows.start)
    width = min(a.columns.stop, b.columns.stop) - max(a.columns.start, b.columns.start)
    return max(0, height) * max(0, width) / min(a.height * a.width, b.height * b.width)


def reading_order(candidates: list[Candidate]) -> list[Candidate]:
    """Lines from top to bottom, each from left to right; a line is chained by vertical overlap."""
    lines: list[list[Candidate]] = []
    for each in sorted(candidates, key=lambda one: one.middle[1]):
        home = max(lines, key=lambda line: same_line(line[-1], each), default=None)
        if home is None or same_line(home[-1], each) < 0.35:
            lines.append([each])
        else:
            home.append(each)
    lines.sort(key=lambda line: float(np.mean([one.middle[0] for one in line])))
    return [each for line in lines for each in line]


def same_line(a: Candidate, b: Candidate) -> float:
    """Vertical overlap as a share of the lower of the two."""
    shared = min(a.rows.stop, b.rows.stop) - max(a.rows.start, b.rows.start)
    return shared / min(a.height, b.height)


def cut_glyph(frame: np.ndarray, candidate: Candidate, factor: int, finder: Finder) -> Glyph:
    """The candidate's ink from the full frame, without its neighbours, framed."""
    ink, box = fine_ink(frame, candidate, factor, finder)
    return Glyph(frame_glyph(ink), box)


def fine_ink(frame: np.ndarray, candidate: Candidate, factor: int, finder: Finder):
    """Grey ink of the candidate, 0 to 1, at about `detail` pixels, and its box in the frame."""
    margin = 2
    top, left = max(0, candidate.rows.start - margin), max(0, candidate.columns.start - margin)
    bottom, right = candidate.rows.stop + margin, candidate.columns.stop + margin
    crop = frame[top * factor : bottom * factor, left * factor : right * factor]
    size = candidate.size
    fine, fine_factor = shrink(crop, max(finder.detail, 20))
    scale = factor / fine_factor  # fine pixels per view pixel
    mask = np.zeros((min(bottom, -(-frame.shape[0] // factor)) - top, min(right, -(-frame.shape[1] // factor)) - left), bool)
    r0, c0 = candidate.rows.start - top, candidate.columns.start - left
    mask[r0 : r0 + candidate.height, c0 : c0 + candidate.width] = candidate.mask
    rows = np.minimum(((np.arange(fine.shape[0]) + 0.5) / scale).astype(int), mask.shape[0] - 1)
    columns = np.minimum(((np.arange(fine.shape[1]) + 0.5) / scale).astype(int), mask.shape[1] - 1)
    core = mask[rows][:, columns]
    near = ndimage.binary_dilation(mask, np.ones((3, 3)), iterations=1)[rows][:, columns]
    reach = int(min(3 * candidate.stroke + 4, finder.widest_stroke) * scale) | 1
    contrast = ink_contrast(fine, reach, candidate.dark_ink)
    peak = np.percentile(contrast[core], 75) if core.any() else 1.0
    ink = np.clip((contrast / max(peak, 1e-6) - 0.25) / 0.4, 0, 1) * near
    ink = thicken(ink, finder)
    x, y = left * factor + 0, top * factor + 0
    solid = ink > 0.5
    if not solid.any():
        return ink, (x, y, crop.shape[1], crop.shape[0])
    rr, cc = np.flatnonzero(solid.any(1)), np.flatnonzero(solid.any(0))
    return ink, (int(x + cc[0] * fine_factor), int(y + rr[0] * fine_factor), int((cc[-1] - cc[0] + 1) * fine_factor), int((rr[-1] - rr[0] + 1) * fine_factor))


def thicken(ink: np.ndarray, finder: Finder) -> np.ndarray:
    from pi_nn.vision.candidates import stroke_width
    solid = ink > 0.5
    if not solid.any():
        return ink
    rr, cc = np.flatnonzero(solid.any(1)), np.flatnonzero(solid.any(0))
    size = max(rr[-1] - rr[0], cc[-1] - cc[0]) + 1
    missing = finder.thinnest_stroke * size - stroke_width(solid)
    if missing < 1:
        return ink
    n = int(round(missing / 2)) * 2 + 1
    return ndimage.grey_dilation(np.pad(ink, n), footprint=disc(n))


def disc(n):
    r = n / 2
    y, x = np.mgrid[:n, :n] - (n - 1) / 2
    return x * x + y * y <= r * r
