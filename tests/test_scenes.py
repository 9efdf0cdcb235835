"""Scenes: frames of which we know what they show."""

import numpy as np
import pytest

from pi_nn.scenes import EMPTIES, FORMS, KINDS, draw_scene


def seeded(seed=0):
    return np.random.default_rng(seed)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn_for_many_seeds_as_whole_grey_frames(kind):
    for seed in range(20):
        scene = draw_scene(seeded(seed), size=(96, 64), kind=kind)
        assert scene.frame.shape == (64, 96)
        assert scene.frame.dtype == np.uint8
        assert kind in scene.kinds or scene.kinds.count("alone") == 1  # no room beside


def test_the_same_seed_draws_the_same_scene():
    one, other = draw_scene(seeded(7)), draw_scene(seeded(7))
    assert np.array_equal(one.frame, other.frame)
    assert one.box == other.box and one.digit == other.digit and one.kinds == other.kinds


def test_another_seed_draws_another_scene():
    assert not np.array_equal(draw_scene(seeded(7)).frame, draw_scene(seeded(8)).frame)


@pytest.mark.parametrize("size", [(32, 32), (33, 47), (160, 120), (240, 320), (641, 480)])
def test_any_size_can_be_asked_for(size):
    assert draw_scene(seeded(), size=size).frame.shape == size[::-1]


@pytest.mark.parametrize("kind", EMPTIES)
def test_empty_scenes_have_no_digit_and_no_box(kind):
    scene = draw_scene(seeded(1), kind=kind)
    assert scene.digit is None and scene.box is None and scene.boxes == ()
    assert scene.kind == kind


def test_the_box_contains_the_ink():
    for seed in range(30):
        scene = draw_scene(seeded(seed), kind=("even light", "white", "sheet only", "alone", "marker", "sharp"))
        x, y, width, height = scene.box
        dark = scene.frame < 0.7 * np.median(scene.frame)
        inside = dark[max(y - 2, 0) : y + height + 2, max(x - 2, 0) : x + width + 2]
        assert inside.sum() == dark.sum() > 0


def test_the_box_is_no_larger_than_the_ink():
    for seed in range(30):
        scene = draw_scene(seeded(seed), kind=("even light", "white", "sheet only", "alone", "marker", "sharp"))
        x, y, _, height = scene.box
        dark = scene.frame < 0.8 * np.median(scene.frame)
        for edge in (dark[y : y + 3], dark[y + height - 3 : y + height], dark[:, x : x + 3].T):
            assert edge.any()


@pytest.mark.parametrize("share", [0.1, 0.4, 0.85])
def test_a_digit_is_as_high_as_asked_for(share):
    for seed in range(10):
        scene = draw_scene(seeded(seed), kind=("alone", "felt pen"), digit=3, height=(share, share))
        assert scene.box[3] == pytest.approx(share * 240, rel=0.12, abs=8)


def test_a_digit_asked_for_is_the_digit_of_the_scene():
    for digit in range(10):
        assert draw_scene(seeded(digit), kind="alone", digit=digit).digit == digit


def test_a_form_asks_for_its_digit():
    for form, (digit, _) in FORMS.items():
        assert draw_scene(seeded(2), kind=(form, "alone")).digit == digit


def test_a_form_of_another_digit_is_refused():
    with pytest.raises(ValueError, match="crossed 7"):
        draw_scene(seeded(), kind="crossed 7", digit=3)


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="moonlight"):
        draw_scene(seeded(), kind="moonlight")


def test_two_kinds_of_one_group_are_refused():
    with pytest.raises(ValueError, match="dim"):
        draw_scene(seeded(), kind=("dim", "bright"))


def test_a_given_ink_is_what_is_written():
    ink = np.zeros((28, 28), np.float32)
    ink[4:24, 4:7] = ink[21:24, 4:20] = 1  # an L, as no stroke of ours is
    plain = ("even light", "white", "sheet only", "alone", "sharp", "marker", "perspective")
    scene = draw_scene(seeded(3), kind=plain, digit=5, ink=ink, height=(0.6, 0.6))
    x, y, width, height = scene.box
    dark = scene.frame[y : y + height, x : x + width] < 0.6 * np.median(scene.frame)
    assert scene.digit == 5
    assert dark[: height // 2, width // 2 :].mean() < 0.02
    assert dark[-height // 10 :].mean() > 0.5


def test_a_number_has_its_digits_from_left_to_right():
    scene = draw_scene(seeded(4), kind="number")
    lefts = [box[0] for box in scene.boxes]
    assert len(scene.digits) == len(scene.boxes) >= 2
    assert lefts == sorted(lefts)


def test_digits_beside_are_further_from_the_middle():
    for seed in range(20):
        scene = draw_scene(seeded(seed), kind="digits beside", digit=4)
        assert scene.digit == 4


def test_a_touching_digit_reaches_the_frames_edge():
    for seed in range(10):
        x, y, width, height = draw_scene(seeded(seed), kind=("touching the edge", "alone", "marker")).box
        assert min(x, y, 320 - x - width, 240 - y - height) <= 3
