"""The demo camera's pictures."""

from itertools import islice

import numpy as np

from pi_nn.scenes import demo_scenes


def first(count, seed=0, size=(64, 48)):
    return list(islice(demo_scenes(seed, size), count))


def test_frames_are_grey_and_of_the_size_asked_for():
    for frame, _ in first(3, size=(80, 60)):
        assert frame.shape == (60, 80) and frame.dtype == np.uint8


def test_the_same_seed_gives_the_same_frames():
    for (one, digit), (other, again) in zip(first(30), first(30)):
        assert np.array_equal(one, other) and digit == again


def test_all_ten_digits_are_held_up_within_the_first_ten():
    shown = {digit for _, digit in first(10 * 24)}
    assert shown == {*range(10), None}


def test_a_digit_is_held_for_16_frames_and_then_there_is_nothing_for_6_to_8():
    digits = [digit for _, digit in first(24)]
    assert len(set(digits[:16])) == 1 and digits[0] is not None
    assert digits[16:22] == [None] * 6
    assert digits.index(None) == 16


def test_the_hand_trembles_but_little():
    frames = [frame.astype(int) for frame, _ in first(16, size=(320, 240))]
    assert not np.array_equal(frames[0], frames[1])
    assert np.abs(frames[0] - frames[1]).mean() < 12
