"""Dropout, which keeps units from relying on each other."""

from typing import Any

from pi_nn.layers.layer import Array, Layer, Rng


class Dropout(Layer):
    """While training, each value is dropped with probability `rate` and the others grow to keep the mean."""

    def __init__(self, rate: float):
        self.rate = rate

    def config(self) -> dict[str, Any]:
        return {"rate": self.rate}

    def forward(self, x: Array, rng: Rng = None) -> tuple[Array, Any]:
        if rng is None:
            return x, 1
        kept = (rng.random(x.shape) >= self.rate).astype(x.dtype) / (1 - self.rate)
        return x * kept, kept

    def backward(self, grad: Array, cache: Any) -> tuple[Array, list[Array]]:
        return grad * cache, []
