"""Shapes of ink that may each be one digit."""

from dataclasses import dataclass

import numpy as np

from pi_nn.settings import Finder
from pi_nn.vision.boxes import Box
from pi_nn.vision.contrast import View
from pi_nn.vision.joining import joined
from pi_nn.vision.pieces import Pieces, find_pieces
from pi_nn.vision.strokes import mean_width
from pi_nn.vision.tone import contrast_of


@dataclass(frozen=True)
class Candidate:
    """A shape of ink in a view, made of one piece or of several; lengths in view pixels."""

    pieces: Pieces
    group: list[int]  # the pieces (indices) it is made of
    rows: slice
    columns: slice
    area: int  # pixels of ink
    stroke: float  # mean width of the strokes
    strength: float  # contrast of its ink, 0 to 1
    steps: float  # the same as a mean difference of tones
    tone: float  # mean tone of its ink
    border: int  # ink on the frame's border
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
    def mask(self) -> np.ndarray:
        """Bool (height, width): where in its box its ink is."""
        inside = self.pieces.labels[self.rows, self.columns]
        first, *others = self.pieces.numbers[self.group].tolist()
        mask: np.ndarray = inside == first
        for number in others:
            mask |= inside == number
        return mask


def find_shapes(view: View, dark_ink: bool, share: float, smallest: float, finder: Finder) -> list[Candidate]:
    """All shapes of one kind of ink at one threshold, at least `smallest` pixels in size."""
    speck = max(1.0, finder.speck * smallest)
    pieces = find_pieces(view.ink(dark_ink, share), view.contrast(dark_ink), view.tone, speck, finder)
    groups = joined(pieces, view.tone.shape, smallest, finder)
    shapes = (_shape(pieces, group, view, dark_ink, share, finder) for group in groups)
    return [each for each in shapes if each.size >= smallest]


def _shape(pieces: Pieces, group: list[int], view: View, dark_ink: bool, share: float, finder: Finder) -> Candidate:
    ends = pieces.boxes[group]
    (top, left), (bottom, right) = ends[:, :2].min(axis=0).tolist(), ends[:, 2:].max(axis=0).tolist()
    area, outline, border, steps, tone = (
        sum(values[group].tolist())
        for values in (pieces.areas, pieces.outlines, pieces.borders, pieces.contrasts, pieces.tones)
    )
    return Candidate(
        pieces=pieces,
        group=group,
        rows=slice(top, bottom),
        columns=slice(left, right),
        area=area,
        stroke=mean_width(area, outline),
        strength=contrast_of(steps / area, finder.dark_grey),
        steps=steps / area,
        tone=tone / area,
        border=border,
        dark_ink=dark_ink,
        share=share,
        factor=view.factor,
    )
