"""Strokes, digits and the pens that draw them."""

import numpy as np
import pytest

from pi_nn.scenes.digits import draw_digit, variants
from pi_nn.scenes.pen import PENS, rasterise, segment_widths
from pi_nn.scenes.strokes import bounds, parse, smooth, unit_height

ALL = [(digit, variant) for digit in range(10) for variant in variants(digit)]


def seeded(seed=0):
    return np.random.default_rng(seed)


@pytest.mark.parametrize("digit, variant", ALL)
def test_a_digit_is_one_high_and_centred(digit, variant):
    left, top, right, bottom = bounds(draw_digit(seeded(), digit, variant))
    assert bottom - top == pytest.approx(1)
    assert top + bottom == pytest.approx(0) and left + right == pytest.approx(0)


@pytest.mark.parametrize("variant", variants(1))
def test_a_one_is_taller_than_wide(variant):
    for seed in range(20):
        left, top, right, bottom = bounds(draw_digit(seeded(seed), 1, variant))
        assert right - left < 0.95 * (bottom - top)


def test_no_two_drawings_of_a_digit_are_alike():
    rng = seeded()
    one, other = draw_digit(rng, 3, "round"), draw_digit(rng, 3, "round")
    assert len(one[0]) != len(other[0]) or not np.allclose(one[0], other[0], atol=0.01)


def test_a_curve_passes_through_its_control_points():
    points = parse("0,0 50,20 90,80 20,100")[0]
    curve = smooth(points)
    for point in points:
        assert np.hypot(*(curve - point).T).min() < 1e-9


def test_a_doubled_point_is_a_corner():
    curve = smooth(parse("0,0 100,0 100,0 100,100")[0])
    assert curve[:, 0].max() == 1 and curve[:, 1].min() == 0


def test_a_flat_shape_does_not_explode():
    left, _, right, _ = bounds(unit_height(parse("0,50 100,50")))
    assert right - left == pytest.approx(3)


def test_ink_reaches_half_the_width_to_either_side():
    ink = rasterise([np.array([[5.0, 10], [25, 10]])], 6, (20, 30))
    assert ink[:, 15].sum() == pytest.approx(6, abs=0.1)
    assert ink.max() == 1 and ink[0].max() == 0


def test_a_line_thinner_than_a_pixel_is_grey():
    ink = rasterise([np.array([[2.0, 10], [25, 10]])], 0.5, (20, 30))
    assert ink[:, 15].sum() == pytest.approx(0.5, abs=0.05)


def test_strokes_outside_the_picture_leave_no_ink():
    assert rasterise([np.array([[-50.0, -50], [-40, -60]])], 5, (20, 30)).max() == 0


@pytest.mark.parametrize("name", PENS)
def test_a_pens_widths_stay_near_what_was_asked(name):
    strokes = draw_digit(seeded(), 8)
    widths = segment_widths(seeded(), strokes, 10.0, PENS[name])
    assert len(widths) == sum(len(points) - 1 for points in strokes)
    assert widths.max() < 15 and widths.min() >= 0


def test_broken_strokes_have_gaps_and_others_have_none():
    strokes = draw_digit(seeded(), 8)
    assert (segment_widths(seeded(), strokes, 10.0, PENS["broken strokes"]) == 0).any()
    assert (segment_widths(seeded(), strokes, 10.0, PENS["marker"]) > 0).all()
