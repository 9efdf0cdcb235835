"""Which frames are read again."""

import numpy as np
import pytest
from paper import ink, on_paper

from pi_nn.settings import Finder
from pi_nn.vision import Changes

PAPER = on_paper(ink("7"))
EMPTY = np.full_like(PAPER, 200)


def seen(*frames, **values):
    changes = Changes(Finder(**values))
    return [changes.seen_in(frame) for frame in frames]


def noisy(frame, seed, sigma=6.0):
    noise = np.random.default_rng(seed).normal(0, sigma, frame.shape)
    return np.clip(frame + noise, 0, 255).astype(np.uint8)


def test_the_first_frame_is_read_and_the_same_again_is_not():
    assert seen(PAPER, PAPER, PAPER) == [True, False, False]


def test_what_comes_and_what_goes_is_read():
    assert seen(EMPTY, PAPER, EMPTY) == [True, True, True]


@pytest.mark.parametrize("sigma", [1, 4, 12])
def test_noise_is_no_change(sigma):
    assert seen(*(noisy(PAPER, seed, sigma) for seed in range(6))) == [True] + 5 * [False]


def test_flicker_is_no_change():
    brighter = (PAPER * 1.06).astype(np.uint8)
    assert seen(noisy(PAPER, 0), noisy(brighter, 1)) == [True, False]


@pytest.mark.parametrize("height, width", [(24, 1.5), (60, 3), (150, 20)])
def test_a_digit_that_comes_is_a_change_in_noise_as_well(height, width):
    drawn = ink("1", height, width)
    assert seen(noisy(EMPTY, 0, 4), noisy(on_paper(drawn), 1, 4)) == [True, True]


def test_a_digit_that_moves_is_read_again():
    assert seen(PAPER, on_paper(ink("7"), corner=(40, 84))) == [True, True]


def test_what_changes_slowly_is_read_in_the_end():
    slowly = [on_paper(ink("7"), pen=200 - 3 * step) for step in range(12)]
    assert sum(seen(*slowly)) > 1


def test_a_digit_that_goes_while_all_else_changes_is_a_change():
    room = np.random.default_rng(1).integers(60, 140, (30, 40)).repeat(8, axis=0).repeat(8, axis=1).astype(np.uint8)
    other = np.random.default_rng(2).integers(60, 140, (30, 40)).repeat(8, axis=0).repeat(8, axis=1).astype(np.uint8)
    assert seen(room, other) == [True, True]


def test_a_dark_frame_after_a_bright_sheet_is_a_change():
    assert seen(PAPER, (EMPTY * 0.3).astype(np.uint8)) == [True, True]


def test_a_reading_is_used_for_so_many_frames():
    assert seen(*8 * [PAPER], still_frames=3) == [True, False, False, True, False, False, True, False]


def test_with_one_frame_every_frame_is_read():
    assert seen(*3 * [PAPER], still_frames=1) == [True, True, True]


def test_a_frame_of_another_shape_is_read():
    assert seen(PAPER, PAPER[:200], PAPER[:200]) == [True, True, False]


@pytest.mark.parametrize("shape", [(1, 1), (3, 500), (7, 7), (1000, 900)])
def test_frames_of_any_shape_are_compared(shape):
    frame = np.full(shape, 90, np.uint8)
    assert seen(frame, frame) == [True, False]
