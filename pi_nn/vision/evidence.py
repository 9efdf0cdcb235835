"""How much speaks for a candidate being one handwritten digit: a product of measured shares."""

import numpy as np

from pi_nn.settings import Finder
from pi_nn.vision.candidates import Candidate, ramp
from pi_nn.vision.contrast import DARKEST_PAPER


def evidence(candidate: Candidate, ink: np.ndarray, view: np.ndarray, strongest: float, finder: Finder) -> float:
    """0 to 1. `ink` is the mask of all ink of the view, of both kinds."""
    return float(np.prod(list(shares(candidate, ink, view, strongest, finder).values())))


def shares(candidate: Candidate, ink: np.ndarray, view: np.ndarray, strongest: float, finder: Finder) -> dict[str, float]:
    """Each piece of evidence by name, 0 to 1: what `look --steps` writes beside a candidate."""
    size, stroke = candidate.size, candidate.stroke
    area = np.count_nonzero(candidate.mask)
    length = area / max(stroke, 1.0) / size
    smallest = finder.smallest * min(ink.shape)
    return {
        "size": ramp(size, (0.8 * smallest, smallest), (1.02 * max(ink.shape), 1.1 * max(ink.shape))),
        "stroke": ramp(stroke / size, (0.0, 0.01), (0.3, 0.45)),
        "length": ramp(length, (0.5, 0.8), (5.0, 8.0)),
        "aspect": ramp(candidate.width / candidate.height, (0.0, 0.04), (1.4, 2.2)),
        "contrast": ramp(candidate.strength, (0.5 * finder.faintest, 2 * finder.faintest), (2.0, 3.0)),
        "inside": 1 - ramp(border_share(candidate, ink.shape), (0.15, 0.5), (9.0, 10.0)),
        "standout": ramp(standout(candidate, view), (0.3, 0.6), (9.0, 10.0)),
        "paper": 1 - ramp(surround_ink(candidate, ink), (0.05, 0.4), (9.0, 10.0)),
    }


def border_share(candidate: Candidate, shape: tuple[int, int]) -> float:
    """Ink on the frame's border, as a share of the candidate's size: how much seems cut off."""
    mask = candidate.mask
    sides = (
        (candidate.rows.start == 0, mask[0]),
        (candidate.rows.stop == shape[0], mask[-1]),
        (candidate.columns.start == 0, mask[:, 0]),
        (candidate.columns.stop == shape[1], mask[:, -1]),
    )
    return sum(np.count_nonzero(line) for touches, line in sides if touches) / candidate.size


def surround_ink(candidate: Candidate, ink: np.ndarray) -> float:
    """Share of other ink in a margin around the candidate's box."""
    margin = max(2, candidate.size // 8)
    rows, columns = candidate.rows, candidate.columns
    area = ink[
        max(0, rows.start - margin) : rows.stop + margin, max(0, columns.start - margin) : columns.stop + margin
    ]
    inner = ink[rows, columns]
    around = area.size - inner.size
    return (np.count_nonzero(area) - np.count_nonzero(inner)) / max(around, 1)


def standout(candidate: Candidate, view: np.ndarray) -> float:
    """How far the ink is from the paper around it, over its contrast: near 0 for the hole of a 0.

    A hole, or the paper between two strokes, is lighter than the strokes but no lighter than
    the paper around the digit; ink is not.
    """
    margin = 2 + candidate.size // 4
    rows, columns = candidate.rows, candidate.columns
    top, left = max(0, rows.start - margin), max(0, columns.start - margin)
    around = view[top : rows.stop + margin, left : columns.stop + margin]
    ground = np.ones(around.shape, bool)
    ground[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left] &= ~candidate.mask
    if not ground.any():
        return 0.0
    paper, ink = float(np.median(around[ground])), float(view[rows, columns][candidate.mask].mean())
    difference = paper - ink if candidate.dark_ink else ink - paper
    return difference / max(paper, ink, DARKEST_PAPER) / max(candidate.strength, 1e-6)
