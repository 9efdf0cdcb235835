"""Every layer's backward pass is the derivative of its forward pass."""

import numpy as np
import pytest
from gradients import largest_error, numeric_gradient

from pi_nn import layers
from pi_nn.errors import TrainingError
from pi_nn.layers import (
    BatchNorm,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    Linear,
    MaxPool2D,
    ReLU,
    Reshape,
    Sigmoid,
    Softmax,
    Step,
    Tanh,
)


def _case(layer, *shape):
    return pytest.param(layer, shape, id=f"{type(layer).__name__}-{'x'.join(map(str, shape))}")


def _rng():
    return np.random.default_rng(7)


CASES = [
    _case(Dense(5, 4, _rng()), 3, 5),
    _case(Conv2D(2, 3, rng=_rng()), 2, 2, 6, 5),
    _case(Conv2D(2, 3, padding=1, rng=_rng()), 2, 2, 5, 6),
    _case(Conv2D(1, 2, size=5, padding=1, bias=False, rng=_rng()), layers.BLOCK + 1, 1, 6, 6),
    _case(MaxPool2D(), 2, 3, 4, 6),
    _case(ReLU(), 4, 5),
    _case(Dense(5, 4, _rng(), bias=False), 3, 5),
    _case(Sigmoid(), 4, 5),
    _case(Tanh(), 4, 5),
    _case(Linear(), 4, 5),
    _case(Softmax(), 4, 5),
    _case(Reshape((1, 2, 3)), 4, 6),
    _case(Flatten(), 4, 2, 3),
    _case(Dropout(0.4), 5, 6),
    _case(BatchNorm(3), 8, 3),
    _case(BatchNorm(3), layers.BLOCK + 2, 3, 4, 2),
]


def _in_float64(layer):
    rng = np.random.default_rng(3)
    for name in layer.trained:
        value = getattr(layer, name).astype(np.float64)
        setattr(layer, name, value + rng.normal(0, 0.3, value.shape))
    return layer


def _loss(layer, x, direction):
    return float((layer.forward(x, np.random.default_rng(5))[0] * direction).sum())


@pytest.mark.parametrize(("layer", "shape"), CASES)
def test_backward_is_the_derivative_of_forward(layer, shape):
    layer, rng = _in_float64(layer), np.random.default_rng(11)
    x = rng.normal(0, 1, shape)
    y, cache = layer.forward(x, np.random.default_rng(5))
    direction = rng.normal(0, 1, y.shape)
    grad_x, gradients = layer.backward(direction, cache)
    arrays = [x] + [getattr(layer, name) for name in layer.trained]
    for array, gradient in zip(arrays, [grad_x, *gradients], strict=True):
        numeric = numeric_gradient(lambda: _loss(layer, x, direction), array)
        assert largest_error(gradient, numeric) < 1e-6


def test_the_gradient_check_catches_an_error_of_a_thousandth():
    layer, x = _in_float64(Dense(5, 4, _rng())), _rng().normal(0, 1, (3, 5))
    y, cache = layer.forward(x)
    wrong = layer.backward(np.ones_like(y), cache)[0] * 1.001
    numeric = numeric_gradient(lambda: _loss(layer, x, np.ones_like(y)), x)
    assert largest_error(wrong, numeric) > 5e-4


@pytest.mark.parametrize("images", [1, 2])
def test_convolution_is_the_sum_of_its_definition(images):
    layer, x = Conv2D(2, 3, padding=1, rng=_rng()), _rng().normal(0, 1, (images, 2, 5, 6)).astype(np.float32)
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    one = (padded[-1, :, 2:5, 3:6] * layer.weight[2]).sum() + layer.bias[2]
    assert layer.forward(x)[0][-1, 2, 2, 3] == pytest.approx(one, rel=1e-5)


def test_of_equal_pixels_one_takes_the_pooled_gradient():
    layer, x = MaxPool2D(), np.ones((1, 1, 2, 2))
    _, cache = layer.forward(x)
    grad_x, _ = layer.backward(np.full((1, 1, 1, 1), 3.0), cache)
    assert grad_x.ravel().tolist() == [3, 0, 0, 0]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sigmoid_does_not_overflow(dtype):
    with np.errstate(all="raise"):
        y, _ = Sigmoid().forward(np.array([[-1e30, -1e4, 0, 1e4, 1e30]], dtype))
    assert y.tolist() == [[0, 0, 0.5, 1, 1]]


@pytest.mark.parametrize("x", [0.3, np.array([0.3]), np.full((2, 3), 0.3)])
def test_sigmoid_takes_a_number_a_row_or_a_matrix(x):
    assert Sigmoid().forward(x)[0] == pytest.approx(1 / (1 + np.exp(-0.3)))


def test_a_step_is_on_from_zero_upwards():
    assert Step().forward(np.array([[-1e-9, 0.0, 2.0]]))[0].tolist() == [[0, 1, 1]]


def test_nothing_learns_by_a_step():
    with pytest.raises(TrainingError, match="no slope"):
        Step().backward(np.ones((1, 3)), None)


def test_softmax_sums_to_one_for_any_sums():
    y, _ = Softmax().forward(np.array([[1e4, 0, -1e4], [1, 1, 1]], np.float32))
    assert y == pytest.approx(np.array([[1, 0, 0], [1 / 3] * 3]))


def test_dropout_passes_everything_when_predicting():
    x = np.ones((4, 50), np.float32)
    assert (Dropout(0.5).forward(x)[0] == x).all()


def test_dropout_keeps_the_mean_when_training():
    y, _ = Dropout(0.3).forward(np.ones((100, 1000), np.float32), _rng())
    assert y.mean() == pytest.approx(1, abs=0.02)
    assert (y == 0).mean() == pytest.approx(0.3, abs=0.02)


def test_batch_normalisation_makes_mean_0_and_variance_1_while_training():
    x = _rng().normal(50, 3, (40, 2, 6, 6)).astype(np.float32)
    y, _ = BatchNorm(2).forward(x, _rng())
    assert y.mean(axis=(0, 2, 3)) == pytest.approx([0, 0], abs=1e-3)
    assert y.var(axis=(0, 2, 3)) == pytest.approx([1, 1], abs=1e-3)


def test_batch_normalisation_predicts_with_the_statistics_it_has_learnt():
    x = _rng().normal(5, 2, (500, 2)).astype(np.float32)
    layer = BatchNorm(2)
    for _ in range(200):
        layer.learn_statistics(layer.forward(x, _rng())[1])
    assert layer.forward(x)[0] == pytest.approx(layer.forward(x, _rng())[0], abs=1e-3)


@pytest.mark.parametrize(("layer", "shape"), CASES)
def test_the_output_keeps_the_dtype_of_the_parameters(layer, shape):
    fresh = type(layer)(**layer.config())
    y, cache = fresh.forward(np.ones(shape, np.float32), np.random.default_rng(5))
    grad_x, gradients = fresh.backward(np.ones_like(y), cache)
    assert {array.dtype for array in (y, grad_x, *gradients)} == {np.dtype(np.float32)}
