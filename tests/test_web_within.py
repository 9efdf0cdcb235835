"""Inside the network, as pictures."""

import numpy as np
import pytest
from browsing import opened

from pi_nn import model_file, self_test
from pi_nn.layers import Conv2D, Dense, Reshape, Sigmoid
from pi_nn.network import Network
from pi_nn.web import within

RNG = np.random.default_rng(1)


@pytest.fixture(scope="module")
def shipped():
    return model_file.load()[0]


@pytest.fixture(scope="module")
def sigmoids():
    return Network([Reshape((784,)), Dense(784, 5, RNG), Sigmoid(), Dense(5, 11, RNG), Sigmoid()])


def first_convolution(network):
    return next(layer for layer in network.layers if isinstance(layer, Conv2D))


def test_every_layer_that_computes_is_shown(shipped):
    told = within.seen_by_layers(shipped, self_test.glyphs()[3])
    names = [type(layer).__name__ for layer in shipped.layers]
    assert [each["name"] for each in told] == [name for name in names if name not in ("Flatten", "Reshape")]
    assert all(opened(each["picture"]) and each["words"] for each in told)


def test_the_maps_of_a_layer_lie_beside_each_other(shipped):
    told = within.seen_by_layers(shipped, self_test.glyphs()[3])
    maps, _, size, _ = first_convolution(shipped).weight.shape
    side = 28 - size + 1
    assert opened(told[0]["picture"]).size == (maps * side + maps - 1, side)


def test_units_are_in_rows(shipped):
    *_, hidden, _, last = within.seen_by_layers(shipped, self_test.glyphs()[3])
    rows = -(-shipped.layers[-1].weight.shape[0] // 32)
    assert opened(hidden["picture"]).size == (32, rows) and opened(last["picture"]).size == (11, 1)


def test_first_weights_are_a_picture_each(shipped):
    pictures, (maps, _, *size) = within.first_weights(shipped), first_convolution(shipped).weight.shape
    assert len(pictures) == maps and opened(pictures[0]).size == tuple(size)


def test_weights_that_make_no_picture_are_none():
    assert within.first_weights(Network([Dense(7, 11, RNG)])) == []


def test_sigmoids_are_asked_backwards(sigmoids):
    told = within.digits(Network(sigmoids.layers[1:]))
    assert told["way"] == "backwards" and [opened(each).size for each in told["pictures"]] == [(28, 28)] * 10


def test_any_other_network_is_climbed(shipped):
    told = within.digits(shipped)
    assert told["way"] == "uphill" and len(told["pictures"]) == 10
