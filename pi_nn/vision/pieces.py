"""Connected pieces of ink, and which of them belong together: a 5 and its bar, a stroke that broke."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from pi_nn.settings import Finder

MOST = 60  # of a view's pieces only the largest are looked at: noise has thousands
EIGHT = np.ones((3, 3), bool)  # pixels that touch at a corner belong together
TOP, LEFT, BOTTOM, RIGHT = range(4)  # columns of boxes


@dataclass(frozen=True)
class Pieces:
    """labels (height, width) of the ink; numbers (N,) of the pieces in it; their boxes (N, 4)."""

    labels: np.ndarray
    numbers: np.ndarray
    boxes: np.ndarray

    @property
    def sizes(self) -> np.ndarray:
        """(N,) the boxes' longer sides."""
        return np.maximum(self.boxes[:, BOTTOM] - self.boxes[:, TOP], self.boxes[:, RIGHT] - self.boxes[:, LEFT])

    def shape_of(self, group: list[int]) -> tuple[slice, slice, np.ndarray]:
        """Rows, columns and mask of the box around some pieces (indices)."""
        top, left = self.boxes[group, :2].min(axis=0)
        bottom, right = self.boxes[group, 2:].max(axis=0)
        rows, columns = slice(int(top), int(bottom)), slice(int(left), int(right))
        inside = self.labels[rows, columns]
        mask = inside == self.numbers[group[0]]
        for part in group[1:]:
            mask |= inside == self.numbers[part]
        return rows, columns, mask

    def joined(self, smallest: float, finder: Finder) -> list[list[int]]:
        """Groups of pieces (indices): each fragment goes to the largest piece that it all but touches.

        A piece large enough to be a digit of its own also stands alone: which it is, evidence decides. What is
        mostly cut off by the frame's border, or a line across the frame, is background: joined with nothing.
        """
        groups = []
        free = (self.border_shares() < finder.cut_off[-1]) & ~self.lines_across(finder)
        for body in np.flatnonzero(self.sizes >= 0.5 * smallest).tolist():
            if free[body]:
                free[body] = False
                parts = self._parts(body, free, finder)
                free[parts] = False
                groups.append([body, *parts])
        alone = [[part] for group in groups if len(group) > 1 for part in group if self.sizes[part] >= smallest]
        return [group for group in groups if max(self.shape_of(group)[2].shape) >= smallest] + alone

    def border_shares(self) -> np.ndarray:
        """(N,) each piece's ink on the frame's border, as a share of its size: how much seems cut off."""
        edges = np.concatenate([self.labels[0], self.labels[-1], self.labels[:, 0], self.labels[:, -1]])
        counts = np.bincount(edges, minlength=self.labels.max(initial=0) + 1)
        return counts[self.numbers] / np.maximum(self.sizes, 1)

    def lines_across(self, finder: Finder) -> np.ndarray:
        """(N,) bool: narrow, and from border to border: the edge of a table, a ruled line, a sensor's dead column."""
        height, width = self.labels.shape
        sides = self.boxes[:, 2:] - self.boxes[:, :2]
        narrow = sides.min(axis=1) < finder.line_aspect * sides.max(axis=1)
        return narrow & ((sides[:, 0] == height) | (sides[:, 1] == width))

    def _parts(self, body: int, free: np.ndarray, finder: Finder) -> list[int]:
        """The free pieces that are small enough for a part of the body, and within reach of it."""
        reach = self._reach(body, finder)
        gaps = np.maximum(self.boxes[:, :2], self.boxes[body, :2]) - np.minimum(self.boxes[:, 2:], self.boxes[body, 2:])
        heights = self.boxes[:, BOTTOM] - self.boxes[:, TOP]
        small = (self.sizes <= self.sizes[body]) & (heights <= finder.fragment * heights[body])
        near = free & small & (gaps.max(axis=1) <= reach)
        return [part for part in np.flatnonzero(near).tolist() if self._distance(body, part) <= reach[part]]

    def _reach(self, body: int, finder: Finder) -> np.ndarray:
        """(N,) how far from the body a part of it may be: farther above or below than beside it."""
        boxes, own = self.boxes, self.boxes[body]
        hulls = np.maximum(boxes[:, 2:], own[2:]) - np.minimum(boxes[:, :2], own[:2])
        above = np.minimum(boxes[:, RIGHT], own[RIGHT]) > np.maximum(boxes[:, LEFT], own[LEFT])
        reach: np.ndarray = hulls.max(axis=1) * np.where(above, finder.gap_above, finder.gap_beside)
        return reach

    def _distance(self, a: int, b: int) -> float:
        """Pixels between the ink of two pieces: a frame drawn around a digit has its box, but is far.

        From a dozen pixels of the smaller one: it is short, so the rest is no nearer by much.
        """
        few, many = sorted((self._pixels(each) for each in (a, b)), key=len)
        few = few[:: 1 + len(few) // 12]
        return float(np.sqrt(((many[:, None] - few[None]) ** 2).sum(axis=2).min()))

    def _pixels(self, index: int) -> np.ndarray:
        """(n, 2) rows and columns of a piece's ink."""
        rows, columns, mask = self.shape_of([index])
        return np.argwhere(mask) + (rows.start, columns.start)


def find_pieces(ink: np.ndarray, smallest: float) -> Pieces:
    """The largest pieces of connected ink, without specks too small even for a part of a digit."""
    labels, count = ndimage.label(ink, structure=EIGHT)
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    areas[0] = 0
    numbers = np.argsort(-areas, kind="stable")[:MOST]
    numbers = numbers[areas[numbers] >= max(1.0, 0.1 * smallest)]
    found = ndimage.find_objects(labels)
    boxes = [(rows.start, columns.start, rows.stop, columns.stop) for rows, columns in (found[n - 1] for n in numbers)]
    return Pieces(labels, numbers, np.array(boxes, int).reshape(-1, 4))
