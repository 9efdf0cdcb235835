"""How a shape of ink stands in its frame: what the network cannot see in the glyph that is cut out of it.

A stroke is a 1 to the network, be it one or a piece of a grid, of a hand's outline or of a cut-off 4: which of them
it is, only the frame shows. The network's scores are weighed with this, see `Network.predict`.
"""

from math import hypot, log

import numpy as np

from pi_nn.settings import Finder
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
    "ink on the border over size",
    "ink on the border over stroke width",
    "number of strokes that meet the border",
    "ink a stroke's width inside over ink on the border, as a log",
    "1 where found at the faint threshold",
    "1 where found at the bold threshold",
    "1 within a more prominent shape",
    "1 where it is two shapes taken together",
    "number of its pieces, as a log",
    "number of all pieces in the frame, as a log",
)
NO_CONTACT = (0.0, 0.0)
LITTLE = 0.003  # of an area: less ink is none
SPECK = 0.12  # of the size: a smaller piece is no neighbour
NEAR, CLOSE, FAR = 0.03, 0.35, 2.0  # in sizes: a gap as narrow as any, of what stands close by, as wide as any
ALONE = (log(FAR), 0.0, 0.0)
MOST_SIZES = 3.0
MOST_STROKES = 5.0  # stroke widths of ink on the border: more say no more


def standing(candidate: Candidate, finder: Finder) -> np.ndarray:
    """The `MEASURES` of a candidate, float32 (22,)."""
    height, width = candidate.pieces.labels.shape
    stroke, size = max(candidate.stroke, 1.0), candidate.size
    return np.array(
        (
            log(max(candidate.evidence, 1e-3)),
            candidate.width / candidate.height,
            candidate.stroke / size,
            candidate.area / stroke / size,
            log(size / min(height, width)),
            hypot(_away(candidate.rows, height), _away(candidate.columns, width)),
            candidate.strength,
            candidate.dark_ink,
            log(LITTLE + crowd(candidate, finder)),
            *neighbours(candidate),
            candidate.border / size,
            min(candidate.border / stroke, MOST_STROKES),
            *(contact(candidate) if candidate.border else NO_CONTACT),
            candidate.share == finder.faint_share,
            candidate.share == finder.bold_share,
            candidate.inner,
            candidate.pair,
            log(len(candidate.group)),
            log(len(candidate.pieces.boxes)),
        ),
        np.float32,
    )


def neighbours(candidate: Candidate) -> tuple[float, float, float]:
    """The gap to the nearest other piece of the same ink, that piece's size, and the size of the largest close by.

    The strokes of a letter stand close together; a bare 1 stands alone or a good way from what is beside it.
    """
    boxes = np.delete(candidate.pieces.boxes, candidate.group, axis=0)
    sizes = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) / candidate.size
    boxes, sizes = boxes[sizes >= SPECK], sizes[sizes >= SPECK]
    if not len(boxes):
        return ALONE
    down = np.maximum(boxes[:, 0] - candidate.rows.stop, candidate.rows.start - boxes[:, 2])
    along = np.maximum(boxes[:, 1] - candidate.columns.stop, candidate.columns.start - boxes[:, 3])
    gaps = np.clip(np.maximum(down, along) / candidate.size, NEAR, FAR)
    nearest = int(gaps.argmin())
    close = sizes.max(where=gaps < CLOSE, initial=0.0)
    return log(gaps[nearest]), log(min(sizes[nearest], MOST_SIZES)), float(min(close, MOST_SIZES))


def _away(side: slice, length: int) -> float:
    """How far the middle of the frame's side is from the box's, 0 within it; in lengths of the frame."""
    return max(side.start - length / 2, length / 2 - side.stop, 0.0) / length


def contact(candidate: Candidate) -> tuple[float, float]:
    """How the ink meets the border where most of it does: number of strokes, and log of how much broader it is inside.

    A digit that merely touches the border has an arc or the end of a stroke there, and is broader inside; one that is
    cut off has its strokes go on across the border.
    """
    mask, depth = candidate.mask, max(1, round(candidate.stroke))
    height, width = candidate.pieces.labels.shape
    rows, columns = candidate.rows, candidate.columns
    sides = (
        (rows.start == 0, mask),
        (rows.stop == height, mask[::-1]),
        (columns.start == 0, mask.T),
        (columns.stop == width, mask.T[::-1]),
    )
    lines = max((side for meets, side in sides if meets), key=lambda side: np.count_nonzero(side[0]))
    strokes = np.count_nonzero(lines[0][1:] & ~lines[0][:-1]) + int(lines[0][0])
    inside = lines[min(depth, len(lines) - 1)]
    return min(float(strokes), MOST_STROKES), log((1 + np.count_nonzero(inside)) / (1 + np.count_nonzero(lines[0])))


def crowd(candidate: Candidate, finder: Finder) -> float:
    """Share of other ink, found at the same threshold, in a wide margin around the candidate's box."""
    margin = max(finder.least_margin, int(finder.crowd_margin * candidate.size))
    area = candidate.pieces.labels[around(candidate, margin)]
    inner = candidate.pieces.labels[candidate.rows, candidate.columns]
    return float(np.count_nonzero(area) - np.count_nonzero(inner)) / max(area.size - inner.size, 1)
