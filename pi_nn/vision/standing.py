"""How a shape of ink stands in its frame: what the network cannot see in the glyph that is cut out of it.

A stroke is a 1 to the network, be it one or a piece of a grid, of a hand's outline or of a cut-off 4: which of them
it is, only the frame shows. The network's scores are weighed with this, see `Network.predict`.
"""

from math import hypot, log

import numpy as np

from pi_nn.settings import Finder
from pi_nn.vision.border import DEPTHS, contact
from pi_nn.vision.candidates import Candidate
from pi_nn.vision.evidence import around

MEASURES = (
    "log of the evidence",
    "width over height",
    "stroke width over size",
    "stroke length over size",
    "size over the frame's shorter side, as a log",
    "distance from the frame's middle, in frames",
    "contrast",
    "1 where the ink is dark",
    "other ink around, as a log",
    "gap to the nearest other piece over size, as a log",
    "size of that piece over size, as a log",
    "size of the largest other piece close by over size",
    "ink on the border over stroke width",
    *(f"ink {depth} stroke widths inside over ink on the border, as a log" for depth in DEPTHS),
    "number of strokes on the border",
    "way of the ink's middle over a stroke width inside, in stroke widths",
    "1 where found at the faint threshold",
    "1 where found at the bold threshold",
    "1 within a more prominent shape",
    "1 where it is two shapes taken together",
    "number of its pieces, as a log",
    "number of all pieces in the frame, as a log",
    "size of the largest dot above or below over size",
)
"""New ones come last: a weighing that was learnt before them does without."""
AT_FIRST = 26  # of them there were when the first weighing was learnt
LENGTH, CUT, DOT = MEASURES.index("stroke length over size"), slice(12, 20), len(MEASURES) - 1
"""What is not in a stance: by its long strokes a wide, looped digit would be taken for a doodle; what is measured of
the ink when it is cut out; and the dot of an exclamation mark, for which few are cut out."""

LITTLE = 0.003  # of an area: less ink is none
SPECK = 0.12  # of the size: a smaller piece is no neighbour
NEAR, CLOSE, FAR = 0.03, 0.35, 2.0  # in sizes: a gap as narrow as any, of what stands close by, as wide as any
ALONE = (log(FAR), 0.0, 0.0)
LARGEST_DOT, BELOW, BESIDE = 0.3, 0.5, 0.15  # in sizes: of a dot, how far below or above it is, and how far beside that
MOST_SIZES = 3.0


def stance(candidate: Candidate, finder: Finder) -> np.ndarray:
    """What a glance sees of a candidate, before it is cut out: float32 (17,), `MEASURES` but LENGTH, CUT and DOT."""
    height, width = candidate.pieces.labels.shape
    size = candidate.size
    return np.array(
        (
            log(max(candidate.evidence, 1e-3)),
            candidate.width / candidate.height,
            candidate.stroke / size,
            log(size / min(height, width)),
            hypot(_away(candidate.rows, height), _away(candidate.columns, width)),
            candidate.strength,
            candidate.dark_ink,
            log(LITTLE + crowd(candidate, finder)),
            *neighbours(candidate),
            candidate.share == finder.faint_share,
            candidate.share == finder.bold_share,
            candidate.inner,
            candidate.pair,
            log(len(candidate.group)),
            log(len(candidate.pieces.boxes)),
        ),
        np.float32,
    )


def standing(before: np.ndarray, candidate: Candidate, ink: np.ndarray) -> np.ndarray:
    """The `MEASURES` of a candidate, float32 (27,); before: its stance; ink: float32 (h, w), as `cut_ink` gives it."""
    length = candidate.area / max(candidate.stroke, 1.0) / candidate.size
    first, later, last = np.split(before, (LENGTH, CUT.start - 1))
    return np.concatenate([first, (length,), later, contact(ink, candidate), last, (dot(candidate),)], dtype=np.float32)


def stances(standings: np.ndarray) -> np.ndarray:
    """Of standings (N, 27) what a glance sees: (N, 17)."""
    return np.delete(standings, (LENGTH, *range(*CUT.indices(len(MEASURES))), DOT), axis=1)


def neighbours(candidate: Candidate) -> tuple[float, float, float]:
    """The gap to the nearest other piece of the same ink, that piece's size, and the size of the largest close by.

    The strokes of a letter stand close together; a bare 1 stands alone or a good way from what is beside it.
    """
    if _alone(candidate):
        return ALONE
    sizes, down, along = _pieces_around(candidate)
    other = sizes >= SPECK
    other[candidate.group] = False
    if not other.any():
        return ALONE
    sizes, gaps = sizes[other], np.maximum(down, along)[other]
    gaps = np.minimum(np.maximum(gaps, NEAR), FAR)
    nearest = int(gaps.argmin())
    close = sizes.max(where=gaps < CLOSE, initial=0.0)
    return log(gaps[nearest]), log(min(sizes[nearest], MOST_SIZES)), float(min(close, MOST_SIZES))


def dot(candidate: Candidate) -> float:
    """The size of the largest dot above or below, over the candidate's; 0 without one."""
    if _alone(candidate):
        return 0.0
    sizes, down, along = _pieces_around(candidate)
    dots = (sizes < LARGEST_DOT) & (down >= 0) & (down < BELOW) & (along < BESIDE)
    return float(sizes.max(where=dots, initial=0.0))


def _alone(candidate: Candidate) -> bool:
    """Whether there is no piece but its own, as of most digits: nothing needs to be measured then."""
    return len(candidate.group) == len(candidate.pieces.boxes)


def _pieces_around(candidate: Candidate) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of all pieces the size and how far they are above or below the candidate and beside it, over its size."""
    top, left, bottom, right = candidate.pieces.boxes.T
    down = np.maximum(top - candidate.rows.stop, candidate.rows.start - bottom)
    along = np.maximum(left - candidate.columns.stop, candidate.columns.start - right)
    sizes = np.maximum(bottom - top, right - left)
    return sizes / candidate.size, down / candidate.size, along / candidate.size


def _away(side: slice, length: int) -> float:
    """How far the middle of the frame's side is from the box's, 0 within it; in lengths of the frame."""
    return max(side.start - length / 2, length / 2 - side.stop, 0.0) / length


def crowd(candidate: Candidate, finder: Finder) -> float:
    """Share of other ink, found at the same threshold, in a wide margin around the candidate's box."""
    margin = max(finder.least_margin, int(finder.crowd_margin * candidate.size))
    area = candidate.pieces.labels[around(candidate, margin)]
    inner = candidate.pieces.labels[candidate.rows, candidate.columns]
    return float(np.count_nonzero(area) - np.count_nonzero(inner)) / max(area.size - inner.size, 1)
