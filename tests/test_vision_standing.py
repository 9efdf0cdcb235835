"""How a shape stands in its frame, as numbers."""

import numpy as np
import pytest

from pi_nn.settings import Finder
from pi_nn.vision import find_glyphs, likely_glyphs
from pi_nn.vision.finder import stages
from pi_nn.vision.standing import (
    ALONE,
    CUT,
    DOT,
    LENGTH,
    LITTLE,
    MEASURES,
    crowd,
    dot,
    neighbours,
    stance,
    stances,
    standing,
)


def bar(*others, top=60, size=(240, 320)):
    """The most prominent shape of a frame with an upright bar and other boxes (rows, columns) of ink."""
    frame = np.full(size, 210, np.uint8)
    for rows, columns in ((slice(top, top + 100), slice(150, 160)), *others):
        frame[rows, columns] = 40
    return next(iter(stages(frame, Finder()))).candidates[0]


def stands(candidate):
    return standing(stance(candidate, Finder()), candidate, candidate.mask.astype(np.float32))


def measure(name, candidate):
    return stands(candidate)[MEASURES.index(name)]


def test_there_is_a_finite_number_for_each_measure():
    found = stands(bar())
    assert found.shape == (len(MEASURES),) and found.dtype == np.float32 and np.isfinite(found).all()


def test_a_stance_is_the_standing_without_what_only_the_cut_ink_shows_and_what_might_mislead_a_glance():
    of_the_cut = {name for name in MEASURES if name.startswith(("ink", "way")) or "strokes on" in name}
    assert {*MEASURES[CUT]} == of_the_cut and MEASURES[LENGTH] == "stroke length over size"
    assert MEASURES[DOT].startswith("size of the largest dot")
    shape = bar(top=0)
    assert (stance(shape, Finder()) == stances(stands(shape)[None])[0]).all()
    assert measure("stroke length over size", shape) == pytest.approx(1, abs=0.2)


def test_other_ink_beside_a_shape_is_counted():
    beside = bar((slice(60, 160), slice(176, 186)))  # in the view of half the size four columns are near enough
    assert crowd(bar(), Finder()) == 0
    assert crowd(beside, Finder()) == pytest.approx(50 * 4 / (74 * 29 - 50 * 5), rel=0.05)
    assert measure("other ink around, as a log", beside) == pytest.approx(np.log(LITTLE + crowd(beside, Finder())))


def test_of_what_stands_beside_it_gap_and_size_are_measured():
    beside = bar((slice(80, 110), slice(184, 194)), (slice(100, 224), slice(300, 310)))
    gap, size, close = neighbours(beside)
    assert np.exp(gap) == pytest.approx(24 / 100, abs=0.03)
    assert np.exp(size) == pytest.approx(30 / 100, abs=0.03) and close == pytest.approx(30 / 100, abs=0.03)


def test_specks_and_its_own_pieces_are_no_neighbours():
    assert neighbours(bar()) == neighbours(bar((slice(100, 106), slice(175, 181)))) == ALONE
    assert neighbours(bar((slice(90, 100), slice(160, 230))))[0] == ALONE[0]


def test_the_dot_of_an_exclamation_mark_is_seen():
    below = bar((slice(184, 194), slice(148, 158)))
    assert dot(below) == pytest.approx(10 / 100, abs=0.03)
    assert measure(MEASURES[DOT], below) == np.float32(dot(below))
    above = bar((slice(100, 104), slice(140, 144)), (slice(30, 36), slice(156, 162)), top=60)
    assert dot(above) == pytest.approx(6 / 100, abs=0.03)


@pytest.mark.parametrize("rows, places", [((110, 120), (180, 190)), ((184, 194), (190, 200)), ((220, 230), (150, 160))])
def test_what_is_beside_it_or_far_away_is_no_dot(rows, places):
    assert dot(bar((slice(*rows), slice(*places)))) == dot(bar()) == 0


def test_what_is_large_is_no_dot():
    assert dot(bar((slice(180, 230), slice(150, 158)))) == 0


def test_ink_on_the_border_is_among_the_measures():
    assert measure("ink on the border over stroke width", bar()) == 0
    assert measure("ink on the border over stroke width", bar(top=0)) == pytest.approx(1, abs=0.5)


def test_what_crosses_the_middle_is_not_away_from_it():
    assert measure("distance from the frame's middle, in frames", bar()) == 0
    assert measure("distance from the frame's middle, in frames", bar(top=10)) == pytest.approx(5 / 120)


def test_the_kind_of_ink_is_said():
    shape = bar()
    assert measure("1 where the ink is dark", shape) == 1
    assert measure("1 where found at the faint threshold", shape._replace(share=Finder().faint_share)) == 1
    assert measure("1 where found at the bold threshold", shape) == 0


def test_a_digit_that_is_held_up_has_its_standing():
    frame = np.full((240, 320), 210, np.uint8)
    frame[60:160, 150:160] = 40
    assert next(likely_glyphs(frame)).standing.shape == (len(MEASURES),)


def test_one_of_several_digits_on_a_page_has_none():
    frame = np.full((240, 320), 210, np.uint8)
    for left in (100, 150, 200):
        frame[60:100, left : left + 6] = 40
    assert [glyph.standing for glyph in find_glyphs(frame)] == [None] * 3
