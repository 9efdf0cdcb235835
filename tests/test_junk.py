"""Glyphs that are no digit."""

import numpy as np
import pytest
from handwriting import glyphs

from pi_nn.junk import KINDS, junk


@pytest.fixture(scope="module")
def digits():
    images, labels = glyphs()
    return images[:500].astype(np.float32) / 255, labels[:500]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_gives_as_many_glyphs_as_asked_for(kind, digits):
    made = KINDS[kind](7, *digits, np.random.default_rng(1))
    assert made.shape == (7, 28, 28)
    assert 0 <= made.min() <= made.max() <= 1


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_glyphs_of_a_kind_are_alike(kind, digits):
    made = KINDS[kind](5, *digits, np.random.default_rng(1))
    assert len(np.unique(made.reshape(5, -1), axis=0)) >= 3


def test_a_mixture_is_float32_and_follows_the_generator(digits):
    first, second = (junk(30, *digits, np.random.default_rng(2)) for _ in range(2))
    assert (first.shape, first.dtype) == ((30, 28, 28), np.float32)
    assert (first == second).all()


def test_kinds_can_be_left_out(digits):
    made = junk(50, *digits, np.random.default_rng(2), {"lying": KINDS["lying"]})
    others = np.rot90(digits[0], 1, axes=(1, 2)), np.rot90(digits[0], 3, axes=(1, 2))
    assert all(np.abs(np.concatenate(others) - glyph).max(axis=(1, 2)).min() < 1e-6 for glyph in made)


def test_digits_that_turned_may_be_others_are_not_laid_down(digits):
    risky = np.isin(digits[1], (0, 1, 2, 6, 8, 9))
    made = KINDS["lying"](9, digits[0][risky], digits[1][risky], np.random.default_rng(2))
    assert not made.any()


def test_a_batch_without_digits_still_gives_junk():
    made = junk(40, np.zeros((0, 28, 28), np.float32), np.zeros(0, int), np.random.default_rng(2))
    assert made.shape == (40, 28, 28)
