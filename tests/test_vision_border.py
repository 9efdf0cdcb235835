"""How ink meets the frame's border, as numbers."""

import numpy as np
import pytest

from pi_nn.settings import Finder
from pi_nn.vision.border import DEPTHS, FREE, contact
from pi_nn.vision.cutting import cut_ink
from pi_nn.vision.finder import stages

ROWS, COLUMNS = np.mgrid[:240, :320]


def met_by(inked):
    """The contact of the shape of ink, bool (240, 320), that has most of the border: amount, deeper, strokes, way."""
    frame = np.where(inked, 40, 210).astype(np.uint8)
    found = (each for stage in stages(frame, Finder()) for each in stage.candidates)
    shape = max(found, key=lambda each: each.border)
    amount, *deeper, strokes, way = contact(cut_ink(frame, shape, Finder())[0], shape)
    return amount, dict(zip(DEPTHS, deeper, strict=True)), strokes, way


def box(rows, columns):
    inked = np.zeros((240, 320), bool)
    inked[rows, columns] = True
    return inked


def ring(row, column):
    away = np.hypot(ROWS - row, COLUMNS - column)
    return (away > 41) & (away < 50)


def test_what_is_free_of_the_border_meets_nothing():
    assert met_by(ring(120, 160)) == (0, dict.fromkeys(DEPTHS, 0), 0, 0) and set(FREE) == {0}


LEGS = box(slice(60), slice(100, 108)) | box(slice(60), slice(150, 158)) | box(slice(52, 60), slice(100, 158))


def test_strokes_that_cross_the_border_are_counted_and_go_on_as_they_are():
    amount, deeper, strokes, way = met_by(LEGS)
    assert strokes == 2 and amount == pytest.approx(2, abs=0.7)
    assert deeper[1.0] == pytest.approx(0, abs=0.2) and way < 0.2


def test_an_arc_that_touches_the_border_is_one_stroke_and_parts_further_inside():
    _, deeper, strokes, _ = met_by(ring(49, 160))
    assert strokes == 1 and deeper[0.25] > deeper[2.0]


def test_the_end_of_a_slanting_stroke_moves_along_the_border():
    slanting = (np.abs(COLUMNS - ROWS - 100) < 6) & (ROWS < 100)
    assert met_by(slanting)[3] == pytest.approx(1, abs=0.4)


@pytest.mark.parametrize("turns", range(4))
def test_every_side_of_the_frame_is_a_border(turns):
    frame = np.where(np.rot90(LEGS, turns), 40, 210).astype(np.uint8)
    shape = next(iter(stages(frame, Finder()))).candidates[0]
    assert contact(cut_ink(frame, shape, Finder())[0], shape)[-2] == 2
