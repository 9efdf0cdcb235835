"""Ink for training."""

import numpy as np
import pytest

from pi_nn.scenes import NO_DIGIT_KINDS, sample_digit_ink, sample_no_digit_ink


def seeded(seed=0):
    return np.random.default_rng(seed)


@pytest.mark.parametrize("kind", (*NO_DIGIT_KINDS, "look-alikes"))
def test_every_kind_gives_ink_from_0_to_1(kind):
    for seed in range(20):
        ink = sample_no_digit_ink(seeded(seed), kind)
        assert ink.dtype == np.float32 and ink.ndim == 2
        assert ink.min() >= 0 and 0.3 <= ink.max() <= 1


def test_a_letter_like_a_digit_can_be_asked_for_by_name():
    tall, round_one = (sample_no_digit_ink(seeded(3), letter) > 0.5 for letter in "lO")
    assert np.ptp(np.flatnonzero(tall.any(axis=0))) < 0.5 * np.ptp(np.flatnonzero(round_one.any(axis=0)))


@pytest.mark.parametrize("digit", range(10))
def test_a_digits_ink_is_whole_within_its_picture(digit):
    for seed in range(5):
        ink = sample_digit_ink(seeded(seed), digit)
        rim = np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]])
        assert rim.max() < 0.2 and ink.max() > 0.5


def test_the_same_seed_gives_the_same_ink():
    assert np.array_equal(sample_digit_ink(seeded(3), 5), sample_digit_ink(seeded(3), 5))
    assert np.array_equal(sample_no_digit_ink(seeded(3)), sample_no_digit_ink(seeded(3)))


def test_ruled_lines_are_never_one_upright_line():
    for seed in range(200):
        ink = sample_no_digit_ink(seeded(seed), "ruled lines") > 0.5
        rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
        assert np.ptp(columns) + 1 > 0.3 * (np.ptp(rows) + 1)
