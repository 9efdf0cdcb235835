"""The dense layer: every output sees every input."""

from typing import Any

from pi_nn.layers.initial import Initial, drawn, he, zeros
from pi_nn.layers.layer import Array, Layer, Rng


class Dense(Layer):
    """y = x W + b; x (N, inputs), W (inputs, outputs), b (outputs,) unless bias is False.

    `initial` and `initial_bias` draw the first weights with rng (see `layers.initial`); without rng all are zero.
    """

    def __init__(
        self,
        inputs: int,
        outputs: int,
        rng: Rng = None,
        bias: bool = True,
        initial: Initial = he,
        initial_bias: Initial = zeros,
    ):
        self.weight = drawn(initial, rng, (inputs, outputs))
        if bias:
            self.bias = drawn(initial_bias, rng, (1, outputs))[0]
        self.trained = ("weight", "bias") if bias else ("weight",)

    def config(self) -> dict[str, Any]:
        inputs, outputs = self.weight.shape
        return {"inputs": inputs, "outputs": outputs, "bias": "bias" in self.trained}

    def forward(self, x: Array, rng: Rng = None) -> tuple[Array, Array]:
        y = x @ self.weight
        if "bias" in self.trained:
            y += self.bias
        return y, x

    def backward(self, grad: Array, cache: Array) -> tuple[Array, list[Array]]:
        return grad @ self.weight.T, self.gradients(grad, cache)

    def gradients(self, grad: Array, cache: Array) -> list[Array]:
        bias = [grad.sum(axis=0)] if "bias" in self.trained else []
        # For one sample it is an outer product, at which multiplying is four times as fast as BLAS.
        return [cache.T * grad if len(grad) == 1 else cache.T @ grad, *bias]
