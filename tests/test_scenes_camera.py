"""Paper, light and sensor of the scenes."""

import numpy as np
import pytest

from pi_nn.scenes import paper
from pi_nn.scenes.kinds import LIGHTS
from pi_nn.scenes.legible import LEAST_CONTRAST, legible, visible
from pi_nn.scenes.light import Light, illuminate, shine
from pi_nn.scenes.sensor import Lens, blur, expose, jpeg_blocks

SHAPE = (60, 80)


def seeded(seed=0):
    return np.random.default_rng(seed)


def even(level=200.0):
    return Light(level, np.ones(SHAPE, np.float32))


def grid():
    v, u = np.mgrid[-0.5:0.5:60j, -0.66:0.66:80j].astype(np.float32)
    return u, v


@pytest.mark.parametrize("name", LIGHTS)
def test_light_is_a_positive_factor_in_single_precision(name):
    for seed in range(20):
        light = shine(seeded(seed), name, SHAPE)
        assert light.field.shape == SHAPE and light.field.dtype == np.float32
        assert light.field.min() > 0 and light.field.max() < 1.3


def test_a_gradient_darkens_one_side_by_half_or_more():
    field = shine(seeded(), "gradient", SHAPE).field
    assert field.min() <= 0.52 * field.max()


def test_a_shadow_has_a_hard_edge():
    field = shine(seeded(1), "shadow edge", (240, 320)).field
    steps = np.abs(np.diff(field, axis=1)).max(), np.abs(np.diff(field, axis=0)).max()
    assert max(steps) > 0.05


def test_glare_stays_off_what_must_be_read():
    for seed in range(30):
        light = shine(seeded(seed), "glare", SHAPE, clear=(36.0, 26.0, 8.0, 8.0))
        assert light.glare[30, 40] < 0.6 * light.glare.max()


def test_white_paper_in_even_light_has_the_lights_level():
    assert illuminate(np.full(SHAPE, 0.5, np.float32), even(200)).mean() == pytest.approx(100)


@pytest.mark.parametrize("name", paper.PAPER)
def test_paper_is_as_bright_as_its_sort(name):
    low, high = paper.PAPER[name].albedo
    for seed in range(10):
        assert low <= paper.lay(seeded(seed), name, paper.EVERYWHERE).albedo <= high


def test_rules_of_lined_paper_lie_and_those_of_squared_paper_cross():
    u, v = grid()
    lined = paper.albedo(seeded(), paper.Sheet(paper.EVERYWHERE, 0.9, 0, "lined", depth=0.3), u, v, 1 / 60)
    squared = paper.albedo(seeded(), paper.Sheet(paper.EVERYWHERE, 0.9, 0, "squared", depth=0.3), u, v, 1 / 60)
    assert np.ptp(lined, axis=1).max() == 0 and np.ptp(lined, axis=0).max() > 0.05
    assert np.ptp(squared, axis=1).max() > 0.01


def test_a_sheet_covers_its_rectangle_and_nothing_else():
    u, v = grid()
    cover = paper.cover(paper.Sheet((-0.2, -0.1, 0.2, 0.1), 0.9, 0), u, v, 1 / 60)
    assert cover.mean() == pytest.approx(0.4 * 0.2 / 1.32, rel=0.1)


def test_noise_is_as_strong_as_the_lens_says():
    frame = expose(seeded(), np.full(SHAPE, 128, np.float32), Lens(noise=5))
    assert frame.std() == pytest.approx(5, rel=0.05)


def test_blur_keeps_the_light():
    picture = np.zeros(SHAPE, np.float32)
    picture[30, 40] = 1000
    assert blur(picture, Lens(soft=2, motion=(5, 3))).sum() == pytest.approx(1000, rel=0.01)


def test_motion_blurs_along_its_direction_alone():
    picture = np.zeros(SHAPE, np.float32)
    picture[30, 40] = 1
    blurred = blur(picture, Lens(soft=0, motion=(6, 0)))
    assert (blurred[30] > 0).sum() == 7 and (blurred > 0).sum() == 7


def test_jpeg_of_best_quality_changes_little_and_of_worst_much():
    picture = seeded().uniform(60, 200, (50, 70)).astype(np.float32)
    assert np.abs(jpeg_blocks(picture, 100) - picture).max() < 3
    assert np.abs(jpeg_blocks(picture, 5) - picture).mean() > 15


def test_jpeg_keeps_a_flat_block_flat():
    picture = np.full((8, 8), 100, np.float32)
    assert np.ptp(jpeg_blocks(picture, 10)) < 1e-3


def test_the_middle_of_a_wide_stroke_stays_dark_and_of_a_thin_one_fades():
    assert visible(10, Lens(soft=1)) > 0.99
    assert visible(1, Lens(soft=2)) < 0.25


def test_faint_writing_is_made_legible():
    ink, light, lens = legible(0.9, 0.85, 2.0, even(150), Lens(soft=3, noise=9), (40, 30))
    assert (0.9 - ink) * visible(2.0, lens) * light.level >= 0.99 * LEAST_CONTRAST
    assert lens.noise < LEAST_CONTRAST / 4


def test_clear_writing_is_left_as_it_is():
    before = (0.1, even(), Lens())
    assert legible(0.9, 0.1, 5.0, even(), Lens(), (40, 30))[0::2] == before[0::2]
