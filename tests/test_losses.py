"""Softmax and cross-entropy."""

import numpy as np
import pytest
from gradients import largest_error, numeric_gradient

from pi_nn.losses import cross_entropy, softmax


def test_softmax_sums_to_one_and_does_not_overflow():
    scores = softmax(np.array([[1e4, 0, -1e4], [1, 1, 1]], np.float32))
    assert scores == pytest.approx(np.array([[1, 0, 0], [1 / 3] * 3]))


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_the_gradient_is_the_derivative_of_the_loss(smoothing):
    rng = np.random.default_rng(1)
    logits, labels = rng.normal(0, 2, (4, 5)), rng.integers(5, size=4)
    _, gradient = cross_entropy(logits, labels, smoothing)
    numeric = numeric_gradient(lambda: cross_entropy(logits, labels, smoothing)[0], logits)
    assert largest_error(gradient, numeric) < 1e-6


def test_undecided_scores_cost_log_of_the_number_of_classes():
    assert cross_entropy(np.zeros((3, 11)), np.array([0, 5, 10]))[0] == pytest.approx(np.log(11))


def test_a_certain_error_costs_a_finite_amount():
    loss, gradient = cross_entropy(np.array([[1e4, 0]], np.float32), np.array([1]))
    assert loss == pytest.approx(1e4)
    assert gradient.tolist() == [[1, -1]]
