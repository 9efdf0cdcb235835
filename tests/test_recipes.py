"""The recipe of the shipped network, and the glyphs drawn for it."""

import numpy as np
import pytest

from pi_nn import model_file
from pi_nn.glyphs import Glyphs
from pi_nn.layers import Conv2D, Dense
from pi_nn.network import NOT_A_DIGIT
from pi_nn.recipes import shipped
from pi_nn.recipes.drawn import bitmaps, drawn_bitmaps, drawn_digits, drawn_things


def multiply_adds(network):
    """Of one glyph: each weight of a convolution is used at every pixel of its output."""
    x, count = np.zeros((1, 28, 28), np.float32), 0
    for layer in network.layers:
        x, _ = layer.forward(x)
        if isinstance(layer, Conv2D | Dense):
            count += layer.weight.size * (x[0, 0].size if x.ndim == 4 else 1)
    return count


def test_the_shipped_network_gives_eleven_scores_within_a_pi_zeros_means():
    network = shipped.network(np.random.default_rng(1)).folded()
    assert network.predict(np.zeros((28, 28))).shape == (11,)
    assert multiply_adds(network) <= 1_500_000


def test_the_packaged_file_has_at_most_200_kb():
    assert model_file.PACKAGED.stat().st_size <= 200_000


def test_its_learning_rate_ends_at_zero():
    assert shipped.recipe(3).schedule(1) == pytest.approx(0)


def test_drawn_digits_have_their_label_and_are_framed():
    samples = drawn_digits(30, np.random.default_rng(1))
    assert (samples.images.shape, samples.images.dtype) == ((30, 28, 28), np.uint8)
    assert set(samples.labels) <= set(range(10))
    assert samples.images.max(axis=(1, 2)).min() > 100


def test_drawn_things_are_no_digit_and_kinds_can_be_left_out():
    samples = drawn_things(20, np.random.default_rng(1), ["letters", "noise"])
    assert (samples.labels == NOT_A_DIGIT).all()
    again = drawn_things(20, np.random.default_rng(1), ["letters"])
    assert (samples.images[4::5] != again.images[4::5]).any()


def ring():
    """A narrow 0 in MNIST's frame."""
    image = np.zeros((28, 28), np.uint8)
    image[4:24, 9:19] = 255
    image[7:21, 12:16] = 0
    return image


def test_bitmaps_are_the_same_digits_stretched_by_chance():
    samples = bitmaps(Glyphs(np.stack([ring()] * 20), np.zeros(20, np.int64)), np.random.default_rng(1))
    widths = [np.ptp(np.flatnonzero(image.max(axis=0) > 100)) for image in samples.images]
    assert min(widths) < 13 and max(widths) > 16 and not samples.labels.any()


def test_a_bare_stroke_is_not_stretched_to_a_block():
    stroke = np.zeros((28, 28), np.uint8)
    stroke[4:24, 13:15] = 255
    samples = bitmaps(Glyphs(np.stack([stroke] * 20), np.ones(20, np.int64)), np.random.default_rng(1))
    assert max(np.ptp(np.flatnonzero(image.max(axis=0) > 100)) for image in samples.images) < 8


def test_drawn_digits_become_bitmaps_too():
    samples = drawn_bitmaps(30, np.random.default_rng(1))
    assert samples.images.shape == (30, 28, 28) and set(samples.labels) <= set(range(10))
    shares = [(image > 250).sum() / (image > 30).sum() for image in samples.images]
    assert np.median(shares) > 0.15  # of drawn digits that stay smooth it is 0.02


def test_for_few_images_little_is_drawn():
    few = Glyphs(np.zeros((250, 28, 28), np.uint8), np.zeros(250, np.int64))
    digits, things, _, _, scenes = shipped.extra_samples(1, few)
    assert (len(digits().labels), len(things().labels), scenes.args[1]) == (100, 100, 200)


def test_in_the_second_part_of_a_run_other_glyphs_are_drawn():
    few = Glyphs(np.zeros((250, 28, 28), np.uint8), np.zeros(250, np.int64))
    (first, *_), (again, *_), (second, *_) = (shipped.extra_samples(1, few, part) for part in (0, 0, 1))
    assert (first().images == again().images).all() and (again().images != second().images).any()
    assert [shipped.part_of(epoch, shipped.EPOCHS) for epoch in (0, 43, 44, 65)] == [0, 0, 1, 1]


def test_for_all_of_mnist_all_is_drawn():
    many = Glyphs(np.zeros((55_000, 1, 1), np.uint8), np.zeros(55_000, np.int64))
    _, things, coarse, drawn_coarse, *scenes = shipped.extra_samples(1, many)
    assert (len(coarse.args[0]), drawn_coarse.args[0]) == (10_000, 8000)
    assert things.args[0] == 20_000 and sum(job.args[1] for job in scenes) == 40_000
