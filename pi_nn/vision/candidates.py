"""Shapes of ink that may each be one digit."""

from dataclasses import dataclass

import numpy as np

from pi_nn.settings import Finder
from pi_nn.vision.boxes import Box
from pi_nn.vision.contrast import View
from pi_nn.vision.pieces import find_pieces
from pi_nn.vision.strokes import stroke_width


@dataclass(frozen=True)
class Candidate:
    """A shape of ink in a view."""

    rows: slice
    columns: slice
    mask: np.ndarray  # bool, of the box's shape
    strength: float  # mean contrast of its ink, 0 to 1
    dark_ink: bool
    share: float  # of the strongest contrast nearby, at which it was found
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
    def box(self) -> Box:
        """x, y, width and height in frame pixels."""
        f = self.factor
        return self.columns.start * f, self.rows.start * f, self.width * f, self.height * f

    @property
    def stroke(self) -> float:
        """Mean width of the strokes in view pixels."""
        return stroke_width(self.mask)


def find_shapes(view: View, dark_ink: bool, share: float, smallest: float, finder: Finder) -> list[Candidate]:
    """All shapes of one kind of ink at one threshold, at least `smallest` pixels in size."""
    found = find_pieces(view.ink(dark_ink, share), smallest)
    contrast = view.contrast(dark_ink)
    shapes = []
    for group in found.joined(smallest, finder):
        rows, columns, mask = found.shape_of(group)
        strength = float(contrast[rows, columns][mask].mean())
        shapes.append(Candidate(rows, columns, mask, strength, dark_ink, share, view.factor))
    return shapes
