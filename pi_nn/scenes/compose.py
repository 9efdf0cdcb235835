"""Composing a scene with writing: what is written where, on which sheet, with which pen, in what light."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pi_nn.scenes import paper, place
from pi_nn.scenes.boxes import Extent, extent, from_middle, middle, union
from pi_nn.scenes.kinds import Choice
from pi_nn.scenes.legible import legible
from pi_nn.scenes.light import Light, shine
from pi_nn.scenes.pen import PENS, Pen, segment_widths, width_of
from pi_nn.scenes.room import fingers, room
from pi_nn.scenes.sensor import Lens, choose_lens
from pi_nn.scenes.shapes import Shape, with_gaps
from pi_nn.scenes.stage import Stage, Writing
from pi_nn.scenes.strokes import project

Size = tuple[int, int]
Placed = tuple[Shape, np.ndarray]
"""A shape and the matrix that puts it on the sheet."""


def compose(
    rng: np.random.Generator,
    size: Size,
    choice: Choice,
    row: list[Shape],
    others: list[Shape],
    heights: tuple[float, float] | None = None,
    cut: bool = False,
) -> Stage:
    """A stage with a row of shapes written on it (its first writings), others beside them where there is room.

    heights: the row's height as a share of the frame's, at least and at most. cut: push it out of the frame.
    """
    pose = place.tilt(rng, choice.writing, size)
    placed = place_row(rng, size, choice.writing, pose, row, heights, cut)
    beside = _beside(rng, size, pose, placed, others)
    boxes = [_box(pose, *each) for each in placed + beside]
    sheet = paper.lay(rng, choice.paper, _sheet_rect(rng, choice, pose, boxes))
    light, lens = _conditions(rng, choice, size, union(boxes[: len(row)]))
    pen = PENS[choice.pen]
    width = width_of(rng, pen, boxes[0][3], size[1])
    albedo = _ink_albedo(rng, sheet, pen, choice)
    albedo, light, lens = legible(sheet.albedo, albedo, width, light, lens, middle(boxes[0]))
    writings = tuple(_write(rng, each, pen, width, boxes[0][3], albedo) for each in placed + beside)
    hands = fingers(rng, size[::-1], boxes) if choice.surround == "hand holding" else []
    skin = float(rng.uniform(0.25, 0.75))
    return Stage(size, pose, sheet, room(rng, size[::-1]), light, lens, writings, tuple(hands), skin)


def place_row(
    rng: np.random.Generator,
    size: Size,
    writing: str,
    pose: np.ndarray,
    row: list[Shape],
    heights: tuple[float, float] | None,
    cut: bool,
) -> list[Placed]:
    """The shapes side by side on the sheet, as large and where the kind of writing has them."""
    shifts = _row_shifts(rng, row)
    points = np.concatenate([project(shape.points, shift) for shape, shift in zip(row, shifts)])
    height = max(place.tall_as(rng, writing, heights) * size[1], 8.0)
    centre = ((size[0] - 1) / 2, (size[1] - 1) / 2)
    _, _, wide, tall = extent(project(points, pose @ place.put(points, pose, centre, height)))
    height *= min(1.0, (size[0] - 2 * place.MARGIN) / wide, (size[1] - 2 * place.MARGIN) / tall)
    wide *= height / tall
    matrix = place.put(points, pose, place.aim_at(rng, writing, size, (wide, height)), height)
    if cut:
        seen = project(points, pose @ matrix)
        x, y, wide, tall = extent(seen + place.push_out(rng, seen, size))
        matrix = place.put(points, pose, (x + wide / 2, y + tall / 2), height)
    return [(shape, matrix @ shift) for shape, shift in zip(row, shifts)]


def _row_shifts(rng: np.random.Generator, row: list[Shape]) -> list[np.ndarray]:
    shifts, pen_x = [], 0.0
    for shape in row:
        left, _, wide, _ = extent(shape.points)
        dy = rng.normal(0, 0.06) if len(row) > 1 else 0.0
        shifts.append(np.array([[1, 0, pen_x - left], [0, 1, dy], [0, 0, 1]]))
        pen_x += wide + rng.uniform(0.3, 0.6)
    return shifts


def _beside(
    rng: np.random.Generator, size: Size, pose: np.ndarray, placed: list[Placed], others: list[Shape]
) -> list[Placed]:
    """The others in free places, further from the frame's middle than the first shape."""
    boxes = [_box(pose, *each) for each in placed]
    first, found = boxes[0], []
    for shape in others:
        tall = first[3] * shape.share * rng.uniform(0.75, 1.2)
        _, _, wide, high = extent(shape.points)
        spot = place.free_place(rng, boxes, size, (wide / max(high, 1e-6) * tall, tall), gap=0.3 * first[3])
        if spot is None or from_middle(spot, size) < 1.3 * from_middle(middle(first), size) + 4:
            continue
        found.append((shape, place.put(shape.points, pose, spot, tall)))
        boxes.append(_box(pose, *found[-1]))
    return found


def _sheet_rect(rng: np.random.Generator, choice: Choice, pose: np.ndarray, boxes: Sequence[Extent]) -> paper.Rect:
    """The sheet around everything written, its edges near or far."""
    bounded = paper.PAPER[choice.paper].bounded
    if choice.surround == "sheet only" and not bounded:
        return paper.EVERYWHERE
    x, y, wide, tall = union(boxes)
    inverse = np.linalg.inv(pose)
    corners = project(np.array([[x, y], [x + wide, y], [x + wide, y + tall], [x, y + tall]], float), inverse)
    left, top, width, height = extent(corners)
    near = rng.random(4) < (1.0 if bounded else 0.55)
    near[rng.integers(4)] = True
    gaps = np.where(near, rng.uniform(0.06, 0.35, 4), 9.0).tolist()
    return left - gaps[0], top - gaps[1], left + width + gaps[2], top + height + gaps[3]


def _conditions(rng: np.random.Generator, choice: Choice, size: Size, clear: Extent) -> tuple[Light, Lens]:
    light = shine(rng, choice.light, size[::-1], clear)
    lens = choose_lens(rng, choice.focus, choice.light, size[1])
    brightest = max(paper.PAPER[choice.paper].albedo)
    return replace(light, level=light.level / brightest**0.4), lens  # automatic exposure lifts dark paper


def _ink_albedo(rng: np.random.Generator, sheet: paper.Sheet, pen: Pen, choice: Choice) -> float:
    albedo = float(rng.uniform(*pen.albedo)) * sheet.albedo
    if sheet.dark:
        albedo = float(rng.uniform(0.6, 0.95))
    if choice.light == "low contrast":
        albedo += (sheet.albedo - albedo) * float(rng.uniform(0.4, 0.75))
    return albedo


def _write(rng: np.random.Generator, placed: Placed, pen: Pen, width: float, tall: float, albedo: float) -> Writing:
    """Ink of a pen `width` pixels wide on something `tall` pixels high."""
    shape, matrix = placed
    if shape.distance is not None:
        shape = with_gaps(rng, shape, min(0.6 * width / tall, 0.07)) if pen.gaps else shape
        edge = max(width, 1.0) if shape.thin else 0.0
        return Writing(matrix, albedo, pen.grain, widths=edge, distance=shape.distance, digit=shape.digit)
    widths = segment_widths(rng, shape.strokes, width, pen)
    return Writing(matrix, albedo, pen.grain, shape.strokes, widths, digit=shape.digit)


def _box(pose: np.ndarray, shape: Shape, matrix: np.ndarray) -> Extent:
    return extent(project(shape.points, pose @ matrix))
