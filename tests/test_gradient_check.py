"""The check of gradients, and that it checks."""

import numpy as np
import pytest

from pi_nn.gradient_check import CORRECT, relative_errors
from pi_nn.layers import BatchNorm, Conv2D, Dense, Dropout, Flatten, MaxPool2D, ReLU, Reshape, Sigmoid, Softmax, Tanh
from pi_nn.losses import cross_entropy, half_squares, mean_squares
from pi_nn.network import Network


def network(*layers):
    return Network(layers).astype(np.float64)


def dense(inputs, outputs, bias=True):
    return Dense(inputs, outputs, np.random.default_rng(inputs), bias=bias)


RNG = np.random.default_rng(1)
INPUTS, TARGETS, LABELS = RNG.normal(0, 1, (6, 36)), RNG.random((6, 3)), RNG.integers(3, size=6)


def conv_network():
    conv = Conv2D(1, 2, padding=1, rng=np.random.default_rng(3))
    rest = MaxPool2D(), ReLU(), Flatten(), dense(18, 5), BatchNorm(5), Tanh(), Dropout(0.3), dense(5, 3)
    return network(Reshape((1, 6, 6)), conv, *rest)


@pytest.mark.parametrize(
    ("checked", "loss", "targets"),
    [
        (network(dense(36, 5), Sigmoid(), dense(5, 3), Sigmoid()), half_squares, TARGETS),
        (network(dense(36, 5, bias=False), Tanh(), dense(5, 3), Softmax()), mean_squares, TARGETS),
        (conv_network(), cross_entropy, LABELS),
    ],
)
def test_every_parameter_of_a_network_passes(checked, loss, targets):
    errors = relative_errors(checked, loss, INPUTS, targets)
    assert len(errors) == len(checked.parameters())
    assert max(errors.values()) < CORRECT


class OffByAThousandth(Dense):
    """A dense layer with one gradient 0.1 % too large."""

    def gradients(self, grad, cache):
        weight, bias = super().gradients(grad, cache)
        weight[2, 1] *= 1.001
        return [weight, bias]


def test_an_error_of_a_thousandth_in_one_weight_is_caught():
    broken = network(OffByAThousandth(36, 5, np.random.default_rng(36)), Sigmoid(), dense(5, 3))
    errors = relative_errors(broken, half_squares, INPUTS, TARGETS)
    assert errors["0.weight"] == pytest.approx(1e-3, rel=0.02)
    assert errors["2.weight"] < CORRECT


def test_gradients_that_are_zero_are_not_divided_by():
    dead = network(dense(36, 5), ReLU(), dense(5, 3))
    dead.layers[0].bias -= 1e3
    with np.errstate(all="raise"):
        assert relative_errors(dead, half_squares, INPUTS, TARGETS)["0.weight"] == 0


def test_a_network_in_float32_is_refused():
    with pytest.raises(ValueError, match="float64"):
        relative_errors(Network([Dense(36, 3)]), half_squares, INPUTS, TARGETS)


def test_checking_leaves_the_network_as_it_was():
    checked = conv_network()
    before = [array.copy() for array in checked.parameters()]
    relative_errors(checked, cross_entropy, INPUTS, LABELS)
    assert all((one == other).all() for one, other in zip(before, checked.parameters(), strict=True))
