"""How weights begin."""

import numpy as np
import pytest

from pi_nn.errors import SettingsError
from pi_nn.layers import Dense, initial
from pi_nn.network import Network


def drawn(how, shape=(400, 250)):
    return how(np.random.default_rng(1), shape)


@pytest.mark.parametrize(
    ("how", "deviation"),
    [
        (initial.normal(), 1),
        (initial.normal(0.3), 0.3),
        (initial.fan_in, 0.05),
        (initial.fan_out, 250**-0.5),
        (initial.he, 0.005**0.5),
        (initial.fan_in_uniform, 0.05 / 3**0.5),
        (initial.glorot, (2 / 650) ** 0.5),
        (initial.uniform(-0.5, 0.5), 12**-0.5),
    ],
)
def test_weights_have_the_spread_of_the_formula_around_zero(how, deviation):
    weights = drawn(how)
    assert weights.std() == pytest.approx(deviation, rel=0.01)
    assert weights.mean() == pytest.approx(0, abs=0.02 * deviation)


@pytest.mark.parametrize(("how", "limit"), [(initial.glorot, (6 / 650) ** 0.5), (initial.fan_in_uniform, 0.05)])
def test_uniform_weights_reach_their_limit_and_no_further(how, limit):
    assert np.abs(drawn(how)).max() == pytest.approx(limit, rel=1e-3)
    assert np.abs(drawn(how)).max() <= limit


def test_the_tutorials_weights_and_biases_are_from_0_to_1():
    layer = Dense(64, 30, np.random.default_rng(1), initial=initial.uniform(0, 1), initial_bias=initial.uniform(0, 1))
    both = np.concatenate([layer.weight.ravel(), layer.bias])
    assert 0 <= both.min() < 0.05 and 0.95 < both.max() < 1
    assert layer.bias.std() > 0.1


def test_biases_begin_at_zero_and_need_not_be():
    assert not Dense(3, 2, np.random.default_rng(1)).bias.any()
    assert Dense(3, 2, bias=False).trained == ("weight",)


def test_a_layer_of_no_units_is_refused():
    with pytest.raises(SettingsError, match=r"a layer with weights \(3, 0\) has none"):
        Dense(3, 0, np.random.default_rng(1))


def test_a_layer_without_bias_is_a_matrix_alone():
    layer = Dense(3, 2, np.random.default_rng(1), bias=False)
    assert (layer.forward(np.eye(3, dtype=np.float32))[0] == layer.weight).all()
    assert Network([Dense(**layer.config())]).parameters()[0].shape == (3, 2)
