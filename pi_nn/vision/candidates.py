"""Connected ink, joined to shapes that may be one digit, and the evidence that each is one."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from pi_nn.settings import Finder

MOST = 60  # the largest pieces of a frame that are looked at
EIGHT = np.ones((3, 3), bool)  # pixels that touch at a corner belong together


@dataclass(frozen=True)
class Candidate:
    """A shape of ink in the coarse view."""

    rows: slice
    columns: slice
    mask: np.ndarray  # bool, of the box's shape
    strength: float  # mean contrast of its ink
    dark_ink: bool
    evidence: float = 0.0

    @property
    def height(self) -> int:
        return self.rows.stop - self.rows.start

    @property
    def width(self) -> int:
        return self.columns.stop - self.columns.start

    @property
    def size(self) -> int:
        return max(self.height, self.width)

    @property
    def middle(self) -> tuple[float, float]:
        """Row and column of the box's middle."""
        return (self.rows.start + self.rows.stop) / 2, (self.columns.start + self.columns.stop) / 2

    @property
    def stroke(self) -> float:
        """Mean width of the strokes in pixels: twice the area over the length of the outline."""
        return stroke_width(self.mask)


def stroke_width(mask: np.ndarray) -> float:
    """2 x area / outline of a shape, in pixels; a long bar of width w gives w."""
    padded = np.pad(mask, 1)
    steps = np.count_nonzero(padded[1:] != padded[:-1]) + np.count_nonzero(padded[:, 1:] != padded[:, :-1])
    outline = steps * np.pi / 4  # a digital outline counts both legs of every slope
    return 2.0 * np.count_nonzero(mask) / max(outline, 1.0)


def pieces(mask: np.ndarray, smallest: float) -> tuple[np.ndarray, list[tuple[int, tuple[slice, slice]]]]:
    """Labels of the connected ink and (label, box) of the pieces, largest first."""
    labels, count = ndimage.label(mask, structure=EIGHT)
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    order = np.argsort(-areas[1:])[:MOST] + 1
    boxes = ndimage.find_objects(labels)
    return labels, [(int(n), boxes[n - 1]) for n in order if areas[n] >= smallest]


def join(shapes: list[Candidate]) -> list[Candidate]:
    """Shapes that form one digit made one: a fragment goes to the larger shape that it all but touches."""
    joined: list[Candidate] = []
    for piece in shapes:
        home = next((n for n, body in enumerate(joined) if belongs(piece, body)), None)
        if home is None:
            joined.append(piece)
        else:
            joined[home] = merge(joined[home], piece)
    return joined


def belongs(piece: Candidate, body: Candidate) -> bool:
    """Whether a smaller piece is part of the same digit as the body: near it, and above or below it."""
    if piece.size > 0.75 * body.size:
        return False
    beside, above = _gap(piece.columns, body.columns), _gap(piece.rows, body.rows)
    shared = min(piece.columns.stop, body.columns.stop) - max(piece.columns.start, body.columns.start)
    reach = 0.2 if shared >= 0.3 * piece.width else 0.1
    return max(beside, above) <= reach * body.size and distance(piece, body) <= reach * body.size


def distance(a: Candidate, b: Candidate) -> float:
    """Pixels between the nearest ink of two shapes."""
    first, second = (np.argwhere(each.mask) + (each.rows.start, each.columns.start) for each in (a, b))
    tree, points = (first, second) if len(first) < len(second) else (second, first)
    return float(min(np.hypot(*(points - one).T).min() for one in tree[:: max(1, len(tree) // 64)]))


def merge(a: Candidate, b: Candidate) -> Candidate:
    """Two shapes as one."""
    rows, columns = union((a.rows, a.columns), (b.rows, b.columns))
    mask = np.zeros((rows.stop - rows.start, columns.stop - columns.start), bool)
    for each in (a, b):
        top, left = each.rows.start - rows.start, each.columns.start - columns.start
        mask[top : top + each.height, left : left + each.width] |= each.mask
    areas = [np.count_nonzero(each.mask) for each in (a, b)]
    strength = (a.strength * areas[0] + b.strength * areas[1]) / sum(areas)
    return Candidate(rows, columns, mask, strength, a.dark_ink)


def _gap(a: slice, b: slice) -> int:
    return max(0, max(a.start, b.start) - min(a.stop, b.stop))


def union(a: tuple[slice, slice], b: tuple[slice, slice]) -> tuple[slice, slice]:
    """The smallest box around two boxes."""
    (ar, ac), (br, bc) = a, b
    return (
        slice(min(ar.start, br.start), max(ar.stop, br.stop)),
        slice(min(ac.start, bc.start), max(ac.stop, bc.stop)),
    )


def ramp(value: float, low: tuple[float, float], high: tuple[float, float]) -> float:
    """1 between low[1] and high[0], falling to 0 at low[0] and high[1]."""
    return float(np.clip(min((value - low[0]) / (low[1] - low[0]), (high[1] - value) / (high[1] - high[0])), 0, 1))
