"""Looking inside a network."""

import numpy as np
import pytest

from pi_nn import model_file
from pi_nn.errors import ModelError
from pi_nn.inside import backquery, first_weights, hidden_values, imagined
from pi_nn.layers import Conv2D, Dense, Flatten, ReLU, Reshape, Sigmoid
from pi_nn.network import Network

RNG = np.random.default_rng(1)


def sigmoids(bias=False):
    return Network([Dense(9, 4, RNG, bias=bias), Sigmoid(), Dense(4, 3, RNG, bias=bias), Sigmoid()])


def test_backquery_goes_the_books_way_back():
    network = sigmoids()
    into, out = network.parameters()
    logits = np.log(0.01 / 0.99) * np.array([1, -1, 1])
    hidden = out @ logits
    hidden = 0.01 + 0.98 * (hidden - hidden.min()) / (hidden.max() - hidden.min())
    inputs = into @ np.log(hidden / (1 - hidden))
    expected = 0.01 + 0.98 * (inputs - inputs.min()) / (inputs.max() - inputs.min())
    assert backquery(network, 1) == pytest.approx(expected, abs=1e-6)


def test_a_class_that_the_network_has_not_is_refused():
    with pytest.raises(ModelError, match="has 3 outputs and none for 3"):
        backquery(sigmoids(), 3)


def test_backquery_is_within_what_an_input_can_be():
    picture = backquery(sigmoids(bias=True), 2)
    assert (picture.min(), picture.max()) == (pytest.approx(0.01), pytest.approx(0.99))


def test_backquery_finds_the_weights_of_a_single_layer():
    layer = Dense(4, 2, bias=False)
    layer.weight[:] = [[1, 0], [0, 1], [1, 0], [0, 1]]
    assert backquery(Network([layer, Sigmoid()]), 0) == pytest.approx([0.99, 0.01, 0.99, 0.01])


def test_backquery_takes_a_bias_off_before_it_goes_through_the_weights():
    layer = Dense(2, 2)
    layer.weight[:] = np.eye(2)
    layer.bias[:] = [10, 0]
    assert backquery(Network([layer, Sigmoid()]), 0) == pytest.approx([0.01, 0.99])  # 4.6 - 10 against -4.6


def test_other_layers_cannot_be_asked_backwards():
    with pytest.raises(ModelError, match="sigmoids"):
        backquery(Network([Dense(9, 3), ReLU()]), 0)


def test_first_weights_are_a_picture_for_each_unit():
    network = sigmoids()
    pictures = first_weights(network)
    assert pictures.shape == (4, 3, 3)
    assert (pictures[2].ravel() == network.parameters()[0][:, 2]).all()


def test_first_weights_of_a_convolution_are_its_kernels():
    conv = Conv2D(1, 5, rng=RNG)
    assert (first_weights(Network([Reshape((1, 6, 6)), conv])) == conv.weight[:, 0]).all()


def test_first_weights_of_other_inputs_are_no_picture():
    with pytest.raises(ModelError, match="no square"):
        first_weights(Network([Dense(7, 2)]))


def test_hidden_values_are_maps_and_bars():
    layers = Reshape((1, 4, 4)), Conv2D(1, 3, rng=RNG), ReLU(), Flatten(), Dense(12, 5, RNG)
    shapes = [each.shape for each in hidden_values(Network(layers), RNG.random((1, 16)).astype(np.float32))]
    assert shapes == [(1, 4, 4), (3, 2, 2), (3, 2, 2), (1, 1, 12), (1, 1, 5)]


def test_a_network_is_sure_of_the_digits_that_it_imagines():
    network, _ = model_file.load()
    glyphs = imagined(network)
    assert glyphs.shape == (10, 28, 28) and glyphs.min() >= 0 and glyphs.max() <= 1
    assert network.predict_many(glyphs).argmax(axis=1).tolist() == list(range(10))


def test_what_a_network_imagines_is_the_same_each_time():
    network, _ = model_file.load()
    assert (imagined(network, 3) == imagined(network, 3)).all()
