"""Scenes that go by."""

import numpy as np

from pi_nn.scenes import draw_sequence


def sequence(seed=0, **wanted):
    return list(draw_sequence(np.random.default_rng(seed), (64, 48), **wanted))


def test_a_digit_is_held_up_and_then_taken_away():
    assert [digit for _, digit in sequence(digit=6, held=5, gone=3)] == [6] * 5 + [None] * 3


def test_a_held_scene_changes_little_and_its_end_much():
    frames = [frame.astype(int) for frame, _ in sequence(kind=("marker", "large", "even light"), held=4, gone=1)]
    assert 0 < np.abs(frames[0] - frames[1]).mean() < np.abs(frames[3] - frames[4]).mean()


def test_an_empty_sequence_has_no_digit():
    assert {digit for _, digit in sequence(kind="doodle", held=3)} == {None}


def test_a_flickering_lamp_moves_its_bands():
    frames = [frame.astype(int) for frame, _ in sequence(kind=("flicker", "empty paper"), held=2)]
    rows = [frame.mean(axis=1) / frame.mean() for frame in frames[:2]]
    assert np.abs(rows[0] - rows[1]).max() > 0.02


def test_the_same_seed_gives_the_same_sequence():
    for (one, _), (other, _) in zip(sequence(5), sequence(5)):
        assert np.array_equal(one, other)
