"""Steps along gradients: against the formulas by hand."""

import numpy as np
import pytest

from pi_nn.optimizers import SGD, AdamW, Average


def test_plain_gradient_descent_takes_rate_times_gradient_off():
    p = np.array([1.0, 2.0])
    SGD([p]).step([np.array([10.0, -10.0])], 0.1)
    assert p.tolist() == [0, 3]


def test_momentum_carries_a_step_on():
    p = np.zeros(1)
    sgd = SGD([p], momentum=0.9)
    for _ in range(2):
        sgd.step([np.ones(1)], 1.0)
    assert p[0] == pytest.approx(-1 - 1.9)


def test_adams_first_step_is_as_long_as_the_rate_whatever_the_gradient():
    p = np.zeros(3)
    AdamW([p], decay=0).step([np.array([1e-3, -5.0, 70.0])], 0.01)
    assert p == pytest.approx([-0.01, 0.01, -0.01], rel=1e-4)


def test_weight_decay_shrinks_weights_but_not_biases():
    weight, bias = np.ones((1, 1)), np.ones(1)
    AdamW([weight, bias], decay=0.5).step([np.zeros((1, 1)), np.zeros(1)], 0.1)
    assert (weight[0, 0], bias[0]) == (pytest.approx(0.95), 1)


@pytest.mark.parametrize("kind", [lambda p: SGD(p, 0.9), lambda p: AdamW(p)])
def test_each_finds_the_bottom_of_a_bowl(kind):
    p = np.array([3.0, -2.0])
    optimizer = kind([p])
    for _ in range(500):
        optimizer.step([2 * p], 0.02)
    assert p == pytest.approx([0, 0], abs=0.02)


def test_an_average_follows_slowly():
    average = Average([np.zeros(1)], decay=0.9)
    for _ in range(300):
        average.update([np.ones(1)])
    average.update([np.zeros(1)])
    assert average.arrays[0][0] == pytest.approx(0.9)
