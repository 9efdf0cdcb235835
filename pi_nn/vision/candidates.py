"""Shapes of ink that may each be one digit."""

from typing import NamedTuple

import numpy as np

from pi_nn.settings import Finder
from pi_nn.vision.boxes import Box
from pi_nn.vision.contrast import View
from pi_nn.vision.joining import hull, joined, pairs
from pi_nn.vision.pieces import Ink, Pieces, find_pieces
from pi_nn.vision.strokes import mean_width
from pi_nn.vision.tone import contrast_of


class Candidate(NamedTuple):
    """A shape of ink in a view, made of one piece or of several; lengths in view pixels."""

    pieces: Pieces
    group: list[int]  # the pieces (indices) it is made of
    rows: slice
    columns: slice
    height: int
    width: int
    area: int  # pixels of ink
    stroke: float  # mean width of the strokes
    steps: float  # mean difference of tones of its ink and the paper
    strength: float  # the same as a contrast, 0 to 1
    tone: float  # mean tone of its ink
    border: int  # pixels of ink on the frame's border
    dark_ink: bool
    share: float  # of the strongest contrast nearby, at which it was found
    factor: int  # frame pixels per view pixel
    evidence: float = 0.0  # 0 to 1, of being a digit
    pair: bool = False  # whether it is two shapes taken for the halves of one
    inner: bool = False  # whether it lies within a more prominent shape of the same ink

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
        own = np.zeros(inside.max(initial=0) + 1, bool)
        own[self.pieces.numbers[self.group]] = True
        return own.take(inside)


def find_shapes(
    view: View, dark_ink: bool, share: float, smallest: float, finder: Finder, held_up: bool = False
) -> list[Candidate]:
    """All shapes of one kind of ink at one threshold, at least `smallest` pixels in size.

    held_up: of a digit that is held up: the largest pieces are enough, and two shapes may be its halves.
    """
    ink = view.ink(dark_ink, share)
    least, most = max(1.0, finder.speck * smallest), finder.most_pieces if held_up else finder.page_pieces
    pieces = find_pieces(ink, view.contrast(dark_ink), view.tone, least, most)
    boxes = pieces.boxes.tolist()
    groups = joined(pieces, ink.shape, smallest, finder)
    several = pairs(pieces, groups, finder) if held_up else []
    shapes = []
    for number, group in enumerate(groups + several):
        box = hull([boxes[each] for each in group])
        if max(box[2] - box[0], box[3] - box[1]) >= smallest:
            pair = number >= len(groups)
            shapes.append(_candidate(pieces, group, box, view.factor, dark_ink, share, pair, finder))
    return shapes


def _candidate(
    pieces: Pieces,
    group: list[int],
    box: list[int],
    factor: int,
    dark_ink: bool,
    share: float,
    pair: bool,
    finder: Finder,
) -> Candidate:
    top, left, bottom, right = box
    inks = [pieces.inks[each] for each in group]
    ink = inks[0] if len(inks) == 1 else Ink(*map(sum, zip(*inks, strict=True)))
    return Candidate(
        pieces,
        group,
        rows=slice(top, bottom),
        columns=slice(left, right),
        height=bottom - top,
        width=right - left,
        area=ink.area,
        stroke=mean_width(ink.area, ink.outline),
        steps=ink.contrast / ink.area,
        strength=contrast_of(ink.contrast / ink.area, finder.dark_grey),
        tone=ink.tone / ink.area,
        border=ink.border,
        dark_ink=dark_ink,
        share=share,
        factor=factor,
        pair=pair,
    )
