"""Glyphs of a data set as shapes, and their thinning."""

import numpy as np
import pytest

from pi_nn.scenes.shapes import from_ink, from_middle_lines, with_gaps
from pi_nn.scenes.thinning import thin


def bar(width=4):
    ink = np.zeros((28, 28))
    ink[4:24, 12 : 12 + width] = 1
    return ink


def filled_six():
    y, x = np.mgrid[:28, :28]
    return np.maximum(bar(2), (x - 16) ** 2 + (y - 19) ** 2 < 26)


def test_a_glyph_keeps_its_shape_when_it_is_enlarged():
    width, height = np.ptp(from_ink(bar()).points, axis=0)
    assert width / height == pytest.approx(4 / 20, abs=0.05)


def test_boldness_makes_strokes_wider():
    assert np.ptp(from_ink(bar(), 0.5).points[:, 0]) > np.ptp(from_ink(bar(), 0).points[:, 0])


def test_an_empty_glyph_is_refused():
    with pytest.raises(ValueError, match="no ink"):
        from_ink(np.zeros((28, 28)))


def test_thinning_leaves_one_pixel_wide_lines():
    lines = thin(bar(5) > 0)
    assert (lines.sum(axis=1) <= 1).all()
    assert lines.sum() >= 14


def test_thinning_keeps_a_ring_a_ring():
    y, x = np.mgrid[-20:21, -20:21]
    radius = np.hypot(x, y)
    lines = thin((radius > 10) & (radius < 17))
    assert not lines[radius < 9].any() and lines.sum() > 50


def test_middle_lines_lie_in_the_middle_of_the_stroke():
    shape = from_middle_lines(bar())
    assert shape.thin
    assert np.abs(shape.points[:, 0]).max() < 0.05


def test_a_filled_loop_is_taken_as_it_is():
    assert not from_middle_lines(filled_six()).thin


def test_gaps_take_ink_away():
    shape = from_ink(bar())
    broken = with_gaps(np.random.default_rng(0), shape, 0.1)
    assert (broken.distance > 0).sum() < (shape.distance > 0).sum()
