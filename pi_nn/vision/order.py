"""Reading order: lines from top to bottom, each from left to right."""

import numpy as np

from pi_nn.settings import Finder
from pi_nn.vision.candidates import Candidate


def in_reading_order(candidates: list[Candidate], finder: Finder) -> list[Candidate]:
    """Sorted into lines; a line is chained from neighbour to neighbour, so it may slope."""
    lines: list[list[Candidate]] = []
    for each in sorted(candidates, key=lambda one: one.box[0] + one.box[2] / 2):
        home = max(lines, key=lambda line: vertical_overlap(line[-1], each), default=None)
        if home is None or vertical_overlap(home[-1], each) < finder.same_line:
            lines.append([each])
        else:
            home.append(each)
    lines.sort(key=lambda line: float(np.mean([one.box[1] + one.box[3] / 2 for one in line])))
    return [each for line in lines for each in line]


def vertical_overlap(a: Candidate, b: Candidate) -> float:
    """As a share of the lower of the two."""
    (_, top, _, height), (_, other_top, _, other_height) = a.box, b.box
    return (min(top + height, other_top + other_height) - max(top, other_top)) / min(height, other_height)
