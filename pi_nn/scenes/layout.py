"""Laying out a sheet: where each thing written stands, how wide its pen is, where the sheet's edges are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pi_nn.scenes import paper, place
from pi_nn.scenes.boxes import Extent, extent, from_middle, middle, union
from pi_nn.scenes.kinds import Choice
from pi_nn.scenes.pen import PENS, width_of
from pi_nn.scenes.shapes import Shape
from pi_nn.scenes.strokes import project

Size = tuple[int, int]


@dataclass(frozen=True)
class Placed:
    """A shape, the matrix (3, 3) that puts it on the sheet, its pen's width and its box with it, in pixels."""

    shape: Shape
    matrix: np.ndarray
    width: float
    box: Extent


def place_row(
    rng: np.random.Generator,
    size: Size,
    choice: Choice,
    pose: np.ndarray,
    row: list[Shape],
    heights: tuple[float, float] | None,
) -> list[Placed]:
    """The shapes side by side, as large and where the kind of writing has them.

    The pen is part of what is written: a stroke of a fifth of the digit must not stick out of the frame.
    """
    shifts = _row_shifts(rng, row)
    points = np.concatenate([project(shape.points, shift) for shape, shift in zip(row, shifts)])
    height = max(place.tall_as(rng, choice.writing, heights) * size[1], 8.0)
    width = width_of(rng, PENS[choice.pen], height, size[1])
    rim = width if row[0].distance is None or row[0].thin else 0.0
    centre = ((size[0] - 1) / 2, (size[1] - 1) / 2)
    bare = max(height - rim, 4.0)
    _, _, wide, tall = extent(project(points, pose @ place.put(points, pose, centre, bare)))
    shrink = min(1.0, *((side - 2 * place.MARGIN) / (length + rim) for side, length in zip(size, (wide, tall))))
    lengths = ((wide + rim) * shrink, (tall + rim) * shrink)
    aim = place.aim_at(rng, choice.writing, size, lengths)
    if choice.empty == "cut digit":
        seen = project(points, pose @ place.put(points, pose, aim, tall * shrink))
        aim = middle(extent(seen + place.push_out(rng, seen, size)))
    matrix = place.put(points, pose, aim, tall * shrink)
    return [_placed(pose, shape, matrix @ shift, width * shrink) for shape, shift in zip(row, shifts)]


def place_beside(
    rng: np.random.Generator, size: Size, pose: np.ndarray, row: list[Placed], others: list[Shape]
) -> list[Placed]:
    """The others in free places, as far as there are any, further from the frame's middle than the first shape."""
    first, width = row[0].box, row[0].width
    boxes, found = [each.box for each in row], []
    for shape in others:
        tall = first[3] * shape.share * rng.uniform(0.75, 1.2)
        _, _, wide, high = extent(shape.points)
        lengths = (wide / max(high, 1e-6) * tall + width, tall + width)
        spot = place.free_place(rng, boxes, size, lengths, gap=0.3 * first[3])
        if spot is None or from_middle(spot, size) < 1.3 * from_middle(middle(first), size) + 4:
            continue
        fitting = min(width, 0.17 * tall) if len(shape.strokes) > 1 else width
        found.append(_placed(pose, shape, place.put(shape.points, pose, spot, tall), fitting))
        boxes.append(found[-1].box)
    return found


def sheet_rect(rng: np.random.Generator, choice: Choice, pose: np.ndarray, boxes: Sequence[Extent]) -> paper.Rect:
    """The sheet around everything written, its edges near or far."""
    bounded = paper.PAPER[choice.paper].bounded
    if choice.surround == "sheet only" and not bounded:
        return paper.EVERYWHERE
    x, y, wide, tall = union(boxes)
    corners = np.array([[x, y], [x + wide, y], [x + wide, y + tall], [x, y + tall]])
    left, top, width, height = extent(project(corners, np.linalg.inv(pose)))
    near = rng.random(4) < (1.0 if bounded else 0.55)
    near[rng.integers(4)] = True
    gaps = np.where(near, rng.uniform(0.06, 0.35, 4), 9.0).tolist()
    return left - gaps[0], top - gaps[1], left + width + gaps[2], top + height + gaps[3]


def _row_shifts(rng: np.random.Generator, row: list[Shape]) -> list[np.ndarray]:
    shifts, pen_x = [], 0.0
    for shape in row:
        left, _, wide, _ = extent(shape.points)
        dy = rng.normal(0, 0.06) if len(row) > 1 else 0.0
        shifts.append(np.array([[1, 0, pen_x - left], [0, 1, dy], [0, 0, 1]]))
        pen_x += wide + rng.uniform(0.3, 0.6)
    return shifts


def _placed(pose: np.ndarray, shape: Shape, matrix: np.ndarray, width: float) -> Placed:
    x, y, wide, tall = extent(project(shape.points, pose @ matrix))
    rim = width if shape.distance is None or shape.thin else 0.0
    return Placed(shape, matrix, width, (x - rim / 2, y - rim / 2, wide + rim, tall + rim))
