from dataclasses import replace

import numpy as np
import pytest

from pi_nn.settings import Finder
from pi_nn.vision.finder import stages
from pi_nn.vision.odds import crowd, digit_odds, terms


def bar(*others, top=60, size=(240, 320)):
    """The most prominent shape of a frame with an upright bar and other boxes (rows, columns) of ink."""
    frame = np.full(size, 210, np.uint8)
    for rows, columns in ((slice(top, top + 100), slice(150, 160)), *others):
        frame[rows, columns] = 40
    return next(iter(stages(frame, Finder()))).candidates[0]


def test_no_weights_are_even_odds():
    assert digit_odds(bar(), Finder(odds=(0.0,) * 7)) == 1


def test_other_ink_beside_a_shape_speaks_against_it():
    beside = (slice(60, 160), slice(175, 185))
    assert crowd(bar(), Finder()) == 0 < crowd(bar(beside), Finder())
    assert digit_odds(bar(beside), Finder()) < digit_odds(bar(), Finder())


def test_ink_on_the_border_speaks_against_it():
    assert digit_odds(bar(top=0), Finder()) < digit_odds(bar(), Finder())


def test_a_bare_stroke_has_lower_odds_than_a_wide_shape():
    shape = bar()
    assert digit_odds(shape, Finder()) < digit_odds(shape._replace(width=shape.height // 2), Finder())


def test_the_log_of_the_odds_is_the_weighted_sum():
    finder = replace(Finder(), odds=(0.5, 1.0, -2.0, -3.0, -4.0, -5.0, -6.0))
    expected = np.dot(finder.odds, terms(bar(), finder))
    assert np.log(digit_odds(bar(), finder)) == pytest.approx(expected)


def test_a_part_of_a_more_prominent_shape_has_lower_odds():
    shape = bar()
    assert digit_odds(shape._replace(inner=True), Finder()) < digit_odds(shape, Finder())
