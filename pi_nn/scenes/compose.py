"""Composing a scene with writing: what is written on which sheet, with which pen, in what light."""

from dataclasses import replace

import numpy as np

from pi_nn.scenes import paper, place
from pi_nn.scenes.boxes import Extent, middle, union
from pi_nn.scenes.kinds import Choice
from pi_nn.scenes.layout import Placed, Size, place_beside, place_row, sheet_rect
from pi_nn.scenes.legible import legible
from pi_nn.scenes.light import Light, shine
from pi_nn.scenes.pen import PENS, Pen, segment_widths
from pi_nn.scenes.room import fingers, room
from pi_nn.scenes.sensor import Lens, choose_lens
from pi_nn.scenes.shapes import Shape, with_gaps
from pi_nn.scenes.stage import Stage, Writing


def compose(
    rng: np.random.Generator,
    size: Size,
    choice: Choice,
    row: list[Shape],
    others: list[Shape],
    heights: tuple[float, float] | None = None,
) -> Stage:
    """A stage with a row of shapes written on it (its first writings), others beside them where there is room.

    heights: the row's height as a share of the frame's, at least and at most.
    """
    pose = place.tilt(rng, choice.writing, size)
    placed = place_row(rng, size, choice, pose, row, heights)
    placed += place_beside(rng, size, pose, placed, others)
    boxes = [each.box for each in placed]
    sheet = paper.lay(rng, choice.paper, sheet_rect(rng, choice, pose, boxes))
    light, lens = _conditions(rng, choice, size, union(boxes[: len(row)]))
    pen = PENS[choice.pen]
    albedo = _ink_albedo(rng, sheet, pen, choice)
    albedo, light, lens = legible(sheet.albedo, albedo, placed[0].width, light, lens, middle(boxes[0]))
    writings = tuple(_write(rng, each, pen, albedo) for each in placed)
    hands = fingers(rng, size[::-1], boxes) if choice.surround == "hand holding" else []
    skin = float(rng.uniform(0.25, 0.75))
    return Stage(size, pose, sheet, room(rng, size[::-1]), light, lens, writings, tuple(hands), skin)


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


def _write(rng: np.random.Generator, placed: Placed, pen: Pen, albedo: float) -> Writing:
    shape, width = placed.shape, placed.width
    if shape.distance is not None:
        shape = with_gaps(rng, shape, min(0.4 * width / placed.box[3], 0.035)) if pen.gaps else shape
        edge = max(width, 1.0) if shape.thin else 0.0
        return Writing(placed.matrix, albedo, pen.grain, widths=edge, distance=shape.distance, digit=shape.digit)
    widths = segment_widths(rng, shape.strokes, width, pen)
    return Writing(placed.matrix, albedo, pen.grain, shape.strokes, widths, digit=shape.digit)
