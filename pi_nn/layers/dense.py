"""The dense layer: every output sees every input."""

from typing import Any

import numpy as np

from pi_nn.layers.layer import Array, Layer, Rng, he_normal


class Dense(Layer):
    """y = x W + b; x (N, inputs), W (inputs, outputs), b (outputs,)."""

    trained = ("weight", "bias")

    def __init__(self, inputs: int, outputs: int, rng: Rng = None):
        self.weight = he_normal(rng, (inputs, outputs), inputs)
        self.bias = np.zeros(outputs, np.float32)

    def config(self) -> dict[str, Any]:
        inputs, outputs = self.weight.shape
        return {"inputs": inputs, "outputs": outputs}

    def forward(self, x: Array, rng: Rng = None) -> tuple[Array, Array]:
        return x @ self.weight + self.bias, x

    def backward(self, grad: Array, cache: Array) -> tuple[Array, list[Array]]:
        return grad @ self.weight.T, self.gradients(grad, cache)

    def gradients(self, grad: Array, cache: Array) -> list[Array]:
        return [cache.T @ grad, grad.sum(axis=0)]
