"""Distortions keep a digit a digit, and framing puts it where MNIST has it."""

from dataclasses import replace

import numpy as np
import pytest

from pi_nn.augment import Distortion, centred, change_pen, distort, sample, smooth_field

STILL = Distortion(0, 0, 0, 0, elastic=0, pen=0, blur=0, tone=0, residue=0)


def bars(count=20):
    """Upright bars, 4 pixels wide."""
    images = np.zeros((count, 28, 28), np.float32)
    images[:, 5:23, 12:16] = 1
    return images


def rng():
    return np.random.default_rng(1)


def test_no_distortion_leaves_the_image():
    assert distort(bars(), rng(), STILL) == pytest.approx(bars(), abs=1e-6)


@pytest.mark.parametrize(
    "change",
    [{"rotation": 10}, {"shear": 0.2}, {"stretch": 0.1}, {"shift": 1}, {"elastic": 1}]
    + [{"pen": 1}, {"blur": 1}, {"tone": 1}, {"residue": 1}],
)
def test_each_distortion_changes_the_image_and_keeps_its_bounds(change):
    distorted = distort(bars(), rng(), replace(STILL, **change))
    assert np.abs(distorted - bars()).max(axis=(1, 2)).min() > 1e-3
    assert (distorted.dtype, distorted.min() >= 0, distorted.max() <= 1) == (np.float32, True, True)


@pytest.mark.parametrize("upright", [True, False])
def test_elastic_distortion_moves_along_rows_and_columns(upright):
    edges = bars() if upright else bars().swapaxes(1, 2)
    distorted = distort(edges, rng(), replace(STILL, elastic=1))
    assert np.abs(distorted - edges)[:, 10:18, 10:18].max() > 0.2


def test_the_same_generator_distorts_alike():
    assert (distort(bars(), rng(), Distortion()) == distort(bars(), rng(), Distortion())).all()


def test_images_of_a_batch_are_distorted_differently():
    first, second = distort(bars(2), rng(), Distortion())
    assert np.abs(first - second).max() > 0.1


def test_sampling_half_way_between_pixels_gives_their_mean():
    image = np.zeros((1, 28, 28), np.float32)
    image[0, 3, 4:6] = 1, 0.5
    assert sample(image, np.full((1, 1, 1), 3.0), np.full((1, 1, 1), 4.5))[0, 0, 0] == 0.75


def test_sampling_outside_gives_paper():
    places = np.array([[[-1.0, 28, 99]]])
    assert (sample(np.ones((1, 28, 28), np.float32), places, places) == 0).all()


def test_noise_fields_are_smooth_and_of_unit_size():
    field = smooth_field((500, 28, 28), rng(), 5)
    assert field.std() == pytest.approx(1, abs=0.05)
    assert np.abs(np.diff(field, axis=2)).mean() < 0.25


def test_a_pen_makes_some_strokes_thicker_and_some_thinner():
    ink = change_pen(bars(), rng(), 1.0).sum(axis=(1, 2))
    assert ink.min() < bars()[0].sum() < ink.max()


def test_centred_ink_has_mnists_framing():
    image = np.zeros((1, 28, 28), np.float32)
    image[0, 2:12, 1:5] = 1
    framed = centred(image)[0]
    rows = np.flatnonzero(framed.max(axis=1) > 0.5)
    assert rows[-1] - rows[0] + 1 == pytest.approx(20, abs=1)
    assert (framed.sum(axis=1) @ np.arange(28) / framed.sum()) == pytest.approx(13.5, abs=0.3)


def test_centring_nothing_gives_nothing():
    assert (centred(np.zeros((2, 28, 28), np.float32)) == 0).all()


def test_lessened_to_nothing_no_distortion_is_left():
    assert distort(bars(), rng(), Distortion().lessened(0)) == pytest.approx(bars(), abs=1e-6)


def test_lessened_by_half_every_strength_is_half():
    half = Distortion(rotation=10, elastic_grid=5).lessened(0.5)
    assert (half.rotation, half.pen, half.elastic_grid) == (5, Distortion().pen / 2, 5)
