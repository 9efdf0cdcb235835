"""Activations: what each unit makes of its sum, element by element (softmax: of all sums of a sample)."""

import numpy as np

from pi_nn.errors import TrainingError
from pi_nn.layers.layer import Array, Layer, Rng


class Linear(Layer):
    """y = x."""

    def forward(self, x: Array, rng: Rng = None) -> tuple[Array, None]:
        return x, None

    def backward(self, grad: Array, cache: None) -> tuple[Array, list[Array]]:
        return grad, []


class Step(Layer):
    """y = 1 where x >= 0, else 0: the first neurons. Its slope is 0 wherever it has one, so nothing learns by it."""

    def forward(self, x: Array, rng: Rng = None) -> tuple[Array, None]:
        return (x >= 0).astype(x.dtype), None

    def backward(self, grad: Array, cache: None) -> tuple[Array, list[Array]]:
        raise TrainingError("a step has no slope to learn by; train with Sigmoid and put Step in its place afterwards")


class ReLU(Layer):
    """y = max(x, 0)."""

    def forward(self, x: Array, rng: Rng = None) -> tuple[Array, Array]:
        y = np.maximum(x, 0)
        return y, y

    def backward(self, grad: Array, cache: Array) -> tuple[Array, list[Array]]:
        return grad * (cache > 0), []


class Tanh(Layer):
    """y = tanh(x)."""

    def forward(self, x: Array, rng: Rng = None) -> tuple[Array, Array]:
        y = np.tanh(x)
        return y, y

    def backward(self, grad: Array, cache: Array) -> tuple[Array, list[Array]]:
        return grad * (1 - cache * cache), []


class Sigmoid(Layer):
    """The logistic function y = 1 / (1 + exp(-x)), written with tanh, which cannot overflow."""

    def forward(self, x: Array, rng: Rng = None) -> tuple[Array, Array]:
        y = (np.tanh(x / 2) + 1) / 2
        return y, y

    def backward(self, grad: Array, cache: Array) -> tuple[Array, list[Array]]:
        return grad * cache * (1 - cache), []


class Softmax(Layer):
    """y = exp(x) / sum exp(x) over each sample's outputs (N, K), for a loss that is not taken from logits."""

    def forward(self, x: Array, rng: Rng = None) -> tuple[Array, Array]:
        powers = np.exp(x - x.max(axis=-1, keepdims=True))
        y = powers / powers.sum(axis=-1, keepdims=True)
        return y, y

    def backward(self, grad: Array, cache: Array) -> tuple[Array, list[Array]]:
        return cache * (grad - (grad * cache).sum(axis=-1, keepdims=True)), []
