"""Softmax, cross-entropy and the losses of squares."""

import numpy as np
import pytest
from gradients import largest_error, numeric_gradient

from pi_nn.losses import cross_entropy, half_squares, mean_squares, root_mean_square, softmax, sum_of_squares

SQUARES = [sum_of_squares, half_squares, mean_squares, root_mean_square]


def test_softmax_sums_to_one_and_does_not_overflow():
    scores = softmax(np.array([[1e4, 0, -1e4], [1, 1, 1]], np.float32))
    assert scores == pytest.approx(np.array([[1, 0, 0], [1 / 3] * 3]))


def test_the_gradient_is_the_derivative_of_the_loss():
    rng = np.random.default_rng(1)
    logits, labels = rng.normal(0, 2, (4, 5)), rng.integers(5, size=4)
    _, gradient = cross_entropy(logits, labels)
    numeric = numeric_gradient(lambda: cross_entropy(logits, labels)[0], logits)
    assert largest_error(gradient, numeric) < 1e-6


def test_undecided_scores_cost_log_of_the_number_of_classes():
    assert cross_entropy(np.zeros((3, 11)), np.array([0, 5, 10]))[0] == pytest.approx(np.log(11))


def test_a_certain_error_costs_a_finite_amount():
    loss, gradient = cross_entropy(np.array([[1e4, 0]], np.float32), np.array([1]))
    assert loss == pytest.approx(1e4)
    assert gradient.tolist() == [[1, -1]]


@pytest.mark.parametrize("loss", SQUARES)
def test_the_gradients_of_squares_are_their_derivatives(loss):
    rng = np.random.default_rng(1)
    outputs, targets = rng.normal(0, 2, (2, 4, 5))
    numeric = numeric_gradient(lambda: loss(outputs, targets)[0], outputs)
    assert largest_error(loss(outputs, targets)[1], numeric) < 1e-6


@pytest.mark.parametrize(("loss", "value"), [*zip(SQUARES, [16, 8, 16, 4])])
def test_the_visual_introductions_one_output(loss, value):
    assert loss(np.array([[1.0]]), np.array([[5.0]]))[0] == pytest.approx(value)


@pytest.mark.parametrize(("loss", "value"), [*zip(SQUARES, [17, 8.5, 17, 17**0.5])])
def test_the_visual_introductions_two_outputs(loss, value):
    assert loss(np.array([[1.0, 2.0]]), np.array([[5.0, 3.0]]))[0] == pytest.approx(value)


@pytest.mark.parametrize(("loss", "value"), [*zip(SQUARES, [34, 8.5, 17, 17**0.5])])
def test_a_sum_grows_with_the_samples_and_a_mean_does_not(loss, value):
    assert loss(np.array([[1.0, 2.0]] * 2), np.array([[5.0, 3.0]] * 2))[0] == pytest.approx(value)


def test_where_nothing_is_wrong_the_root_has_no_slope():
    assert root_mean_square(np.ones((2, 3)), np.ones((2, 3)))[1].tolist() == np.zeros((2, 3)).tolist()
