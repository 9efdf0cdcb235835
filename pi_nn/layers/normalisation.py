"""Batch normalisation: each channel with mean 0 and variance 1, then scaled and shifted."""

from typing import Any

import numpy as np

from pi_nn.layers.layer import Array, Layer, Rng, blocks


class BatchNorm(Layer):
    """y = scale (x - mean) / sqrt(variance + epsilon) + shift for each channel (Ioffe and Szegedy 2015).

    x is (N, C) or (N, C, H, W). While training, mean and variance are the batch's; predicting uses those that
    `learn_statistics` has collected.
    """

    trained = ("scale", "shift")
    measured = ("mean", "variance")
    epsilon = 1e-5

    def __init__(self, channels: int):
        self.scale, self.variance = np.ones((2, channels), np.float32)
        self.shift, self.mean = np.zeros((2, channels), np.float32)

    def config(self) -> dict[str, Any]:
        return {"channels": len(self.scale)}

    def forward(self, x: Array, rng: Rng = None) -> tuple[Array, Any]:
        mean, variance = (self.mean, self.variance) if rng is None else _mean_and_variance(x)
        factor = self.scale / np.sqrt(variance + self.epsilon)
        y = np.empty_like(x)
        _scaled(x, factor, self.shift - mean * factor, out=y)
        return y, (x, mean, variance)

    def backward(self, grad: Array, cache: Any) -> tuple[Array, list[Array]]:
        x, mean, variance = cache
        deviation, count = np.sqrt(variance + self.epsilon), x.size // x.shape[1]
        shift = _dot(grad, np.ones_like(grad[:1]))
        scale = (_dot(grad, x) - mean * shift) / deviation
        # dL/dx = scale/deviation (grad - mean(grad) - x̂ mean(grad x̂)), x̂ = (x - mean)/deviation: linear in grad and x
        factor = self.scale / deviation
        of_x = -factor * scale / deviation / count
        grad_x = np.empty_like(x)
        _scaled(x, of_x, -factor * shift / count - of_x * mean, out=grad_x)
        _add_scaled(grad, factor, out=grad_x)
        return grad_x, [scale, shift]

    def learn_statistics(self, cache: Any, rate: float = 0.05) -> None:
        """Move mean and variance towards those of the batch that the cache comes from."""
        _, mean, variance = cache
        self.mean += self.mean.dtype.type(rate) * (mean - self.mean)
        self.variance += self.variance.dtype.type(rate) * (variance - self.variance)

    def as_factor_and_offset(self) -> tuple[Array, Array]:
        """What predicting does, as y = factor x + offset: (C,) each."""
        factor = self.scale / np.sqrt(self.variance + self.epsilon)
        return factor, self.shift - self.mean * factor


def _mean_and_variance(x: Array) -> tuple[Array, Array]:
    """Of each channel, (C,) each; in two passes, because E[x²] - E[x]² loses digits."""
    count = x.size // x.shape[1]
    mean = _dot(x, np.ones_like(x[:1])) / count
    centred = (x[part] - _along(mean, x) for part in blocks(len(x)))
    return mean, sum(_dot(some, some) for some in centred) / count


# A few images at a time: what they need stays in the processor's cache, and no large array is made on the way.


def _scaled(x: Array, factor: Array, offset: Array, out: Array) -> None:
    """out = factor x + offset, factor and offset (C,)."""
    for part in blocks(len(x)):
        np.multiply(x[part], _along(factor, x), out=out[part])
        out[part] += _along(offset, x)


def _add_scaled(x: Array, factor: Array, out: Array) -> None:
    """out += factor x, factor (C,)."""
    for part in blocks(len(x)):
        out[part] += x[part] * _along(factor, x)


def _along(values: Array, x: Array) -> Array:
    """(C,) shaped to be combined with x along its channels."""
    return values.reshape(-1, *[1] * (x.ndim - 2)).astype(x.dtype, copy=False)


def _dot(a: Array, b: Array) -> Array:
    """Sum over a b for each channel, (C,), without writing the products."""
    a, b = (each.reshape(*each.shape[:2], -1) for each in np.broadcast_arrays(a, b))
    return np.einsum("nci,nci->nc", a, b).sum(axis=0)
