"""A chain of layers as one network."""

import numpy as np
import pytest
from gradients import largest_error, numeric_gradient

from pi_nn.layers import BatchNorm, Conv2D, Dense, Dropout, Flatten, MaxPool2D, ReLU, Reshape, Sigmoid
from pi_nn.losses import cross_entropy
from pi_nn.network import Network


def small(seed=1):
    rng = np.random.default_rng(seed)
    layers = [Conv2D(1, 2, bias=False, rng=rng), BatchNorm(2), MaxPool2D(), ReLU(), Conv2D(2, 3, rng=rng), BatchNorm(3)]
    layers += [ReLU(), Flatten(), Dense(3 * 121, 6, rng), BatchNorm(6), Sigmoid(), Dropout(0.2), Dense(6, 11, rng)]
    return Network([Reshape((1, 28, 28)), *layers])


def trained_a_little(network):
    rng = np.random.default_rng(2)
    for array in network.arrays().values():
        array += rng.normal(0, 0.1, array.shape).astype(array.dtype)
    return network


def glyphs(count, seed=3):
    return np.random.default_rng(seed).random((count, 28, 28), dtype=np.float32)


def test_gradients_of_a_whole_network_are_its_losss_derivatives():
    rng = np.random.default_rng(4)
    layers = [Conv2D(1, 2, rng=rng), BatchNorm(2), ReLU(), Flatten(), Dense(32, 5, rng), Sigmoid(), Dense(5, 3, rng)]
    network = Network([Reshape((1, 6, 6)), *layers]).astype(np.float64)
    x, labels = rng.normal(0, 1, (4, 36)), rng.integers(3, size=4)
    logits, caches = network.training_pass(x, rng)
    gradients = network.backward(cross_entropy(logits, labels)[1], caches)
    for array, gradient in zip(network.parameters(), gradients, strict=True):
        numeric = numeric_gradient(lambda: cross_entropy(network.training_pass(x, rng)[0], labels)[0], array)
        assert largest_error(gradient, numeric) < 1e-5


def test_predicting_changes_nothing():
    network = trained_a_little(small())
    before = {name: array.copy() for name, array in network.arrays().items()}
    first, second = network.predict_many(glyphs(5)), network.predict_many(glyphs(5))
    assert (first == second).all()
    assert all((before[name] == array).all() for name, array in network.arrays().items())


def test_scores_are_eleven_float32_that_sum_to_one():
    scores = small().predict(glyphs(1)[0])
    assert (scores.shape, scores.dtype) == ((11,), np.float32)
    assert scores.sum() == pytest.approx(1, abs=1e-5)


def test_a_glyph_may_come_as_a_row():
    network, glyph = small(), glyphs(1)[0]
    assert (network.predict(glyph) == network.predict(glyph.ravel())).all()


def test_many_at_once_score_as_each_alone():
    network, some = trained_a_little(small()), glyphs(300)
    alone = np.stack([network.predict(glyph) for glyph in some[[0, 255, 256, 299]]])
    assert network.predict_many(some)[[0, 255, 256, 299]] == pytest.approx(alone, abs=1e-6)


def test_no_glyphs_give_no_scores():
    assert small().predict_many(glyphs(0)).shape == (0, 11)


def test_folding_leaves_the_logits_as_they_are():
    network = trained_a_little(small()).astype(np.float64)
    folded, x = network.folded(), glyphs(20).astype(np.float64)
    assert not [layer for layer in folded.layers if isinstance(layer, BatchNorm | Dropout)]
    assert folded.forward(x) == pytest.approx(network.forward(x), abs=1e-10)


def test_the_same_seed_gives_the_same_weights_and_another_seed_others():
    one, same, other = (np.concatenate([p.ravel() for p in small(seed).parameters()]) for seed in (1, 1, 2))
    assert (one == same).all()
    assert (one != other).any()


def with_weighing(network):
    """The network with one that takes all on the border for no digit."""
    correction = Dense(1 + 11, 11)
    correction.weight[0, 10] = 20
    network.weighing = Network([correction])
    return network


def test_scores_are_weighed_with_how_the_glyph_stands_where_that_is_known():
    network, glyph = with_weighing(small()), glyphs(1)[0]
    free, cut = (network.predict(glyph, np.array([border], np.float32)) for border in (0, 1))
    assert free == pytest.approx(network.predict(glyph), abs=1e-5)
    assert cut[10] > 0.99


def test_a_network_without_weighing_does_without():
    glyph = glyphs(1)[0]
    assert (small().predict(glyph, np.ones(1, np.float32)) == small().predict(glyph)).all()


def test_a_network_without_a_glance_gives_everything_its_chance():
    assert small().chance(np.zeros(3, np.float32)) == 1


def test_folding_and_other_dtypes_keep_the_small_networks():
    network = with_weighing(small())
    network.glance = Network([Dense(3, 2, np.random.default_rng(1))])
    chance = network.chance(np.ones(3))
    network = network.folded().astype(np.float64)
    assert network.weighing.dtype == network.glance.dtype == np.float64
    assert network.chance(np.ones(3)) == pytest.approx(chance) != 0.5
    assert network.predict(glyphs(1)[0], np.ones(1))[10] > 0.99
