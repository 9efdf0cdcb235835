"""How much speaks for a candidate being one handwritten digit: a product of measured shares."""

from math import prod

import numpy as np

from pi_nn.settings import Finder
from pi_nn.vision.candidates import Candidate
from pi_nn.vision.contrast import View


def evidence(candidate: Candidate, view: View, finder: Finder) -> float:
    """0 to 1: the product of all shares, the dearest last; 0 as soon as those before are too little."""
    alone = prod(shape_shares(candidate, finder).values())
    if alone < finder.least_evidence:
        return 0.0
    free = within(clutter(candidate, view, finder), finder.clutter)
    if alone * free < finder.least_evidence:
        return 0.0
    return alone * (free * within(standout(candidate, view, finder), finder.standout))


def shares(candidate: Candidate, view: View, finder: Finder) -> dict[str, float]:
    """Each piece of evidence by the name of its setting, 0 to 1."""
    return shape_shares(candidate, finder) | {
        "clutter": within(clutter(candidate, view, finder), finder.clutter),
        "standout": within(standout(candidate, view, finder), finder.standout),
    }


def shape_shares(candidate: Candidate, finder: Finder) -> dict[str, float]:
    """What the candidate's own ink says."""
    size, stroke = candidate.size, candidate.stroke
    return {
        "stroke": within(stroke / size, finder.stroke),
        "length": within(candidate.area / max(stroke, 1.0) / size, finder.length),
        "aspect": within(candidate.width / candidate.height, finder.aspect),
        "contrast": within(candidate.strength, finder.contrast),
        "cut_off": within(candidate.border / size, finder.cut_off),
    }


def within(value: float, bounds: tuple[float, ...]) -> float:
    """1 between the middle two of four bounds, falling to 0 at the outer ones."""
    low, full, until, high = bounds
    return max(0.0, min(1.0, (value - low) / (full - low), (high - value) / (high - until)))


def clutter(candidate: Candidate, view: View, finder: Finder) -> float:
    """Share of other ink in a margin around the candidate's box."""
    ink = view.ink(candidate.dark_ink, finder.ink_share)
    margin = _margin(candidate, finder.clutter_margin, finder)
    area, inner = ink[around(candidate, margin)], ink[candidate.rows, candidate.columns]
    return float(np.count_nonzero(area) - np.count_nonzero(inner)) / max(area.size - inner.size, 1)


def _margin(candidate: Candidate, share: float, finder: Finder) -> int:
    return max(finder.least_margin, int(share * candidate.size))


def around(candidate: Candidate, margin: int) -> tuple[slice, slice]:
    """The candidate's box with a margin, as rows and columns; slices clip at the far border."""
    rows, columns = candidate.rows, candidate.columns
    return (
        slice(max(0, rows.start - margin), rows.stop + margin),
        slice(max(0, columns.start - margin), columns.stop + margin),
    )


def standout(candidate: Candidate, view: View, finder: Finder) -> float:
    """How far the ink is from the paper beside it, over its contrast; part of the outline may have no paper.

    Near 0 for the hole of a 0, which is lighter than the strokes but no lighter than the paper around the
    digit, and for the edge of a sheet or a shadow, which has paper along one side only.
    """
    band, edge = _margin(candidate, finder.band, finder), finder.soft_edge
    above, below = ((each, candidate.columns) for each in _bands(candidate.rows, band, edge))
    before, after = ((candidate.rows, each) for each in _bands(candidate.columns, band, edge))
    sign = 1 if candidate.dark_ink else -1
    papers = (view.paper.mean(*each) for each in (above, below, before, after))
    lengths = (candidate.width, candidate.width, candidate.height, candidate.height)
    found = zip(papers, tones_beside(candidate), lengths, strict=True)
    sides = sorted(((paper - tone) * sign, length) for paper, tone, length in found if paper is not None)
    return weakest(sides, finder.no_paper) / max(candidate.steps, 1.0) if sides else 0.0


def tones_beside(candidate: Candidate) -> list[float]:
    """The mean tone of the piece at the top, the bottom, the left and the right: a shadow's edge may lie between."""
    if len(candidate.group) == 1:
        return 4 * [candidate.tone]
    top, left, bottom, right = candidate.pieces.boxes[candidate.group].T
    ends = (top.argmin(), bottom.argmax(), left.argmin(), right.argmax())
    inks = (candidate.pieces.inks[candidate.group[int(each)]] for each in ends)
    return [ink.tone / ink.area for ink in inks]


def weakest(sides: list[tuple[float, int]], share: float) -> float:
    """Of (value, length), sorted, the value at this share of the whole length."""
    along, wanted = 0.0, share * sum(length for _, length in sides)
    for value, length in sides:
        along += length
        if along >= wanted:
            return value
    return sides[-1][0]


def _bands(side: slice, width: int, edge: int) -> tuple[slice, slice]:
    """Before and after a side of the box, the soft edge left out."""
    start, stop = side.start - edge, side.stop + edge
    return slice(max(0, start - width), max(0, start)), slice(stop, stop + width)
