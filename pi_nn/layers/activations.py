"""Activations: what each unit makes of its sum, element by element."""

import numpy as np

from pi_nn.layers.layer import Array, Layer, Rng


class ReLU(Layer):
    """y = max(x, 0)."""

    def forward(self, x: Array, rng: Rng = None) -> tuple[Array, Array]:
        y = np.maximum(x, 0)
        return y, y

    def backward(self, grad: Array, cache: Array) -> tuple[Array, list[Array]]:
        return grad * (cache > 0), []


class Sigmoid(Layer):
    """y = 1 / (1 + exp(-x)), written with tanh, which cannot overflow."""

    def forward(self, x: Array, rng: Rng = None) -> tuple[Array, Array]:
        y = (np.tanh(x / 2) + 1) / 2
        return y, y

    def backward(self, grad: Array, cache: Array) -> tuple[Array, list[Array]]:
        return grad * cache * (1 - cache), []
