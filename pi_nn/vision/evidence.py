"""How much speaks for a candidate being one handwritten digit: a product of measured shares."""

import numpy as np

from pi_nn.settings import Finder
from pi_nn.vision.candidates import Candidate
from pi_nn.vision.contrast import DARKEST_PAPER, View


def evidence(candidate: Candidate, view: View, finder: Finder) -> float:
    """0 to 1: the product of all shares."""
    return float(np.prod(list(shares(candidate, view, finder).values())))


def shares(candidate: Candidate, view: View, finder: Finder) -> dict[str, float]:
    """Each piece of evidence by the name of its setting, 0 to 1."""
    size, stroke = candidate.size, candidate.stroke
    length = np.count_nonzero(candidate.mask) / max(stroke, 1.0) / size
    return {
        "stroke": within(stroke / size, finder.stroke),
        "length": within(length, finder.length),
        "aspect": within(candidate.width / candidate.height, finder.aspect),
        "contrast": within(candidate.strength, finder.contrast),
        "cut_off": within(border_share(candidate, view.grey.shape), finder.cut_off),
        "clutter": within(clutter(candidate, view, finder), finder.clutter),
        "standout": within(standout(candidate, view, finder), finder.standout),
    }


def within(value: float, bounds: tuple[float, ...]) -> float:
    """1 between the middle two of four bounds, falling to 0 at the outer ones."""
    low, full, until, high = bounds
    return float(np.clip(min((value - low) / (full - low), (high - value) / (high - until)), 0, 1))


def border_share(candidate: Candidate, shape: tuple[int, ...]) -> float:
    """Ink on the frame's border, as a share of the candidate's size: how much seems cut off."""
    mask = candidate.mask
    sides = (
        (candidate.rows.start == 0, mask[0]),
        (candidate.rows.stop == shape[0], mask[-1]),
        (candidate.columns.start == 0, mask[:, 0]),
        (candidate.columns.stop == shape[1], mask[:, -1]),
    )
    return sum(np.count_nonzero(line) for touches, line in sides if touches) / candidate.size


def clutter(candidate: Candidate, view: View, finder: Finder) -> float:
    """Share of other ink in a margin around the candidate's box."""
    ink = view.ink(candidate.dark_ink, finder.ink_share)
    area, inner = ink[around(candidate, max(2, candidate.size // 8))], ink[candidate.rows, candidate.columns]
    return (np.count_nonzero(area) - np.count_nonzero(inner)) / max(area.size - inner.size, 1)


def around(candidate: Candidate, margin: int) -> tuple[slice, slice]:
    """The candidate's box with a margin, as rows and columns; slices clip at the far border."""
    rows, columns = candidate.rows, candidate.columns
    return (
        slice(max(0, rows.start - margin), rows.stop + margin),
        slice(max(0, columns.start - margin), columns.stop + margin),
    )


def standout(candidate: Candidate, view: View, finder: Finder) -> float:
    """How far the ink is from the paper around it, over its contrast; a third of the outline may have no paper.

    Near 0 for the hole of a 0, which is lighter than the strokes but no lighter than the paper around the
    digit, and for the edge of a sheet or a shadow, which has paper along one side only.
    """
    ink = float(view.grey[candidate.rows, candidate.columns][candidate.mask].mean())
    wide, *sides = (_difference(ink, paper, candidate.dark_ink) for paper in _papers(candidate, view, finder))
    lengths = (candidate.width, candidate.width, candidate.height, candidate.height)
    present = sorted((side, length) for side, length in zip(sides, lengths, strict=True) if side is not None)
    if wide is None or not present:
        return 0.0
    along = np.cumsum([length for _, length in present])
    least, _ = present[int(np.searchsorted(along, along[-1] / 3))]
    return min(wide, least) / max(candidate.strength, 1e-6)


def _difference(ink: float, paper: float | None, dark_ink: bool) -> float | None:
    if paper is None:
        return None
    return (paper - ink if dark_ink else ink - paper) / max(paper, ink, DARKEST_PAPER)


def _papers(candidate: Candidate, view: View, finder: Finder) -> list[float | None]:
    """Median brightness of the whole surround, and of the bands above, below, left and right of the box.

    Ink is no paper, of either kind, if there is any else; None where the frame ends.
    """
    ink = view.ink(True, finder.ink_share) | view.ink(False, finder.ink_share)
    rows, columns = candidate.rows, candidate.columns
    band = max(2, candidate.size // 6)
    wide = around(candidate, 4 + candidate.size // 3)
    beside = [(each, columns) for each in _bands(rows, band)] + [(rows, each) for each in _bands(columns, band)]
    return [_median_paper(view.grey[area], ink[area]) for area in (wide, *beside)]


def _bands(side: slice, width: int) -> tuple[slice, slice]:
    """Before and after a side of the box, one pixel of soft edge left out."""
    return slice(max(0, side.start - width - 1), max(0, side.start - 1)), slice(side.stop + 1, side.stop + width + 1)


def _median_paper(grey: np.ndarray, ink: np.ndarray) -> float | None:
    if grey.size == 0:
        return None
    return float(np.median(grey[~ink] if not ink.all() else grey))
