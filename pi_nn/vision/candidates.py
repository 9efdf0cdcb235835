"""Connected ink, joined to shapes that may each be one digit."""

from dataclasses import dataclass, replace

import numpy as np
from scipy import ndimage

from pi_nn.settings import Finder
from pi_nn.vision.contrast import View

MOST = 60  # of a view's pieces only the largest are looked at: noise has thousands
EIGHT = np.ones((3, 3), bool)  # pixels that touch at a corner belong together


@dataclass(frozen=True)
class Candidate:
    """A shape of ink in a view."""

    rows: slice
    columns: slice
    mask: np.ndarray  # bool, of the box's shape
    strength: float  # mean contrast of its ink, 0 to 1
    dark_ink: bool
    faint: bool  # found at the lower threshold
    factor: int  # frame pixels per view pixel
    evidence: float = 0.0  # 0 to 1, of being a digit

    @property
    def height(self) -> int:
        return self.rows.stop - self.rows.start

    @property
    def width(self) -> int:
        return self.columns.stop - self.columns.start

    @property
    def size(self) -> int:
        """The box's longer side, in view pixels."""
        return max(self.height, self.width)

    @property
    def box(self) -> tuple[int, int, int, int]:
        """x, y, width and height in frame pixels."""
        f = self.factor
        return self.columns.start * f, self.rows.start * f, self.width * f, self.height * f

    @property
    def stroke(self) -> float:
        """Mean width of the strokes in view pixels."""
        return stroke_width(self.mask)


def stroke_width(mask: np.ndarray) -> float:
    """2 x area / outline of a shape, in pixels; a long bar of width w gives w."""
    padded = np.pad(mask, 1)
    steps = np.count_nonzero(padded[1:] != padded[:-1]) + np.count_nonzero(padded[:, 1:] != padded[:, :-1])
    outline = steps * np.pi / 4  # a digital outline counts both legs of every slope
    return 2.0 * np.count_nonzero(mask) / max(outline, 1.0)


def find_shapes(view: View, dark_ink: bool, faint: bool, smallest: float, finder: Finder) -> list[Candidate]:
    """All shapes of one kind of ink at one threshold, at least `smallest` pixels in size.

    What is mostly cut off by the frame's border is background, and is never joined with anything.
    """
    ink = view.ink(dark_ink, faint, finder)
    found = [each for each in _pieces(ink, smallest) if border_share(each, ink.shape) < finder.cut_off[-1]]
    contrast = view.contrast(dark_ink)
    single = [
        replace(
            each,
            strength=float(contrast[each.rows, each.columns][each.mask].mean()),
            dark_ink=dark_ink,
            faint=faint,
            factor=view.factor,
        )
        for each in found
    ]
    return [each for each in join(single, finder) if each.size >= smallest]


def _pieces(ink: np.ndarray, smallest: float) -> list[Candidate]:
    """The connected ink, largest first, without specks too small even for a part of a digit."""
    labels, count = ndimage.label(ink, structure=EIGHT)
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    areas[0] = 0
    order = [n for n in np.argsort(-areas)[:MOST] if areas[n] >= max(1.0, 0.1 * smallest)]
    boxes = ndimage.find_objects(labels)
    return [Candidate(*boxes[n - 1], labels[boxes[n - 1]] == n, 0.0, True, False, 1) for n in order]


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


def join(shapes: list[Candidate], finder: Finder) -> list[Candidate]:
    """Each fragment made one with the larger shape that it all but touches; largest first."""
    joined: list[Candidate] = []
    for piece in shapes:
        home = next((n for n, body in enumerate(joined) if belongs(piece, body, finder)), None)
        if home is None:
            joined.append(piece)
        else:
            joined[home] = merge(joined[home], piece)
    return joined


def belongs(piece: Candidate, body: Candidate, finder: Finder) -> bool:
    """Whether a smaller piece is part of the same digit: near the body, and rather above or below it."""
    if piece.size > finder.fragment * body.size:
        return False
    shared = min(piece.columns.stop, body.columns.stop) - max(piece.columns.start, body.columns.start)
    reach = body.size * (finder.gap_above if shared >= 0.3 * piece.width else finder.gap_beside)
    apart = max(_gap(piece.columns, body.columns), _gap(piece.rows, body.rows))
    return apart <= reach and ink_distance(piece, body) <= reach


def _gap(a: slice, b: slice) -> int:
    return max(0, max(a.start, b.start) - min(a.stop, b.stop))


def ink_distance(a: Candidate, b: Candidate) -> float:
    """Pixels between the nearest ink of two shapes."""
    few, many = sorted((np.argwhere(each.mask) + (each.rows.start, each.columns.start) for each in (a, b)), key=len)
    few = few[:: 1 + len(few) // 64]  # a pixel more or less does not matter
    return float(min(np.hypot(*(many - point).T).min() for point in few))


def merge(a: Candidate, b: Candidate) -> Candidate:
    """Two shapes as one."""
    rows, columns = _hull(a.rows, b.rows), _hull(a.columns, b.columns)
    mask = np.zeros((rows.stop - rows.start, columns.stop - columns.start), bool)
    for each in (a, b):
        top, left = each.rows.start - rows.start, each.columns.start - columns.start
        mask[top : top + each.height, left : left + each.width] |= each.mask
    areas = [np.count_nonzero(each.mask) for each in (a, b)]
    strength = float(np.average([a.strength, b.strength], weights=areas))
    return replace(a, rows=rows, columns=columns, mask=mask, strength=strength)


def _hull(a: slice, b: slice) -> slice:
    return slice(min(a.start, b.start), max(a.stop, b.stop))
