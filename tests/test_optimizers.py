"""Steps along gradients: against the formulas by hand."""

import numpy as np
import pytest

from pi_nn.optimizers import SGD, Adadelta, Adagrad, Adam, AdamW, Average, Nesterov, RMSprop


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


def test_a_gradient_that_has_died_leaves_no_numbers_that_are_slow_for_being_tiny():
    adam = AdamW([np.ones(1, np.float32)])
    adam.step([np.ones(1, np.float32)], 0.01)
    for _ in range(1000):
        adam.step([np.zeros(1, np.float32)], 0.01)
    assert adam.mean[0][0] == 0


# Two steps of 0.1 from 1 along the gradients 0.5 and 0.25, worked out by hand from each method's formula.
BY_HAND = {
    Nesterov: 1 - 0.05 * 1.9 - (0.05 * 0.81 + 0.025 * 1.9),
    Adagrad: 1 - 0.1 - 0.1 * 0.25 / 0.3125**0.5,
    RMSprop: 1 - 0.1 * 0.5 / 0.025**0.5 - 0.1 * 0.25 / 0.02875**0.5,
    Adam: 1 - 0.1 - 0.1 * (0.07 / 0.19) / (0.00031225 / 0.001999) ** 0.5,
}


@pytest.mark.parametrize("kind", BY_HAND)
def test_two_steps_are_those_of_the_formula(kind):
    p = np.ones(1)
    optimizer = kind([p])
    for gradient in (0.5, 0.25):
        optimizer.step([np.array([gradient])], 0.1)
    assert p[0] == pytest.approx(BY_HAND[kind], abs=1e-6)


def test_adadelta_steps_by_its_formula():
    p, s, d, by_hand = np.ones(1), 0.0, 0.0, 1.0
    adadelta = Adadelta([p], epsilon=0.01)
    for gradient in (0.5, 0.25):
        adadelta.step([np.array([gradient])], 1.0)
        s = 0.95 * s + 0.05 * gradient**2
        move = ((d + 0.01) / (s + 0.01)) ** 0.5 * gradient
        d, by_hand = 0.95 * d + 0.05 * move**2, by_hand - move
    assert p[0] == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("kind", "rate"),
    [
        (lambda p: SGD(p, 0.9), 0.02),
        (Nesterov, 0.02),
        (Adagrad, 0.5),
        (lambda p: Adadelta(p, epsilon=1e-3), 1.0),
        (RMSprop, 0.01),
        (Adam, 0.02),
        (AdamW, 0.02),
    ],
)
def test_each_finds_the_bottom_of_a_bowl(kind, rate):
    p = np.array([3.0, -2.0])
    optimizer = kind([p])
    for _ in range(600):
        optimizer.step([2 * p], rate)
    assert p == pytest.approx([0, 0], abs=0.02)


@pytest.mark.parametrize("kind", [lambda p: SGD(p, 0.9), Nesterov, Adagrad, Adadelta, RMSprop, Adam, AdamW])
def test_a_filled_state_goes_on_as_the_optimizer_it_came_from(kind):
    p, q = np.ones(2), np.ones(2)
    first, second = kind([p]), kind([q])
    first.step([np.array([0.5, -3.0])], 0.1)
    q[...] = p
    for array, saved in zip(second.state(), first.state(), strict=True):
        array[...] = saved
    for optimizer in (first, second):
        optimizer.step([np.array([1.0, 2.0])], 0.1)
    assert (p == q).all()


def test_an_average_follows_slowly():
    average = Average([np.zeros(1)], decay=0.9)
    for _ in range(300):
        average.update([np.ones(1)])
    average.update([np.zeros(1)])
    assert average.arrays[0][0] == pytest.approx(0.9)
