"""Convolution, as one matrix product for each image, and pooling."""

from typing import Any

import numpy as np

from pi_nn.layers.layer import Array, Layer, Rng, blocks, he_normal


def patches(x: Array, size: int, padding: int) -> Array:
    """Every size x size patch of the images as a column: (N, C, H, W) -> (N, C size², h w), "im2col"."""
    if padding:
        x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(x, (size, size), axis=(2, 3))  # (N, C, h, w, size, size)
    n, c, h, w = windows.shape[:4]
    return windows.transpose(0, 1, 4, 5, 2, 3).reshape(n, c * size * size, h * w)


class Conv2D(Layer):
    """y[f] = sum over c of W[f, c] * x[c] + b[f] (cross-correlation), x (N, C, H, W), W (F, C, size, size), b (F,).

    The image is padded with zeros on all sides; y is (N, F, H + 2 padding - size + 1, likewise).
    """

    def __init__(
        self, channels: int, filters: int, size: int = 3, padding: int = 0, bias: bool = True, rng: Rng = None
    ):
        self.weight = he_normal(rng, (filters, channels, size, size), channels * size * size)
        if not 0 <= padding < size:
            raise ValueError(f"padding {padding} must be less than the size {size}")
        self.padding = padding
        if bias:
            self.bias = np.zeros(filters, np.float32)
        self.trained = ("weight", "bias") if bias else ("weight",)

    def config(self) -> dict[str, Any]:
        filters, channels, size, _ = self.weight.shape
        bias = "bias" in self.trained
        return {"channels": channels, "filters": filters, "size": size, "padding": self.padding, "bias": bias}

    def forward(self, x: Array, rng: Rng = None) -> tuple[Array, Array]:
        y = correlate(x, self.weight, self.padding)
        if "bias" in self.trained:
            y += self.bias[:, None, None]
        return y, x

    def backward(self, grad: Array, cache: Array) -> tuple[Array, list[Array]]:
        # Each input pixel went through every weight once: its gradient is a convolution with the kernel turned round.
        turned = self.weight[:, :, ::-1, ::-1].swapaxes(0, 1)  # (C, F, size, size)
        size = self.weight.shape[2]
        return correlate(grad, turned, size - 1 - self.padding), self.gradients(grad, cache)

    def gradients(self, grad: Array, cache: Array) -> list[Array]:
        n, filters = grad.shape[:2]
        rows = grad.reshape(n, filters, -1)  # (N, F, h w)
        weight = np.zeros((self.weight[0].size, filters), grad.dtype)  # (C size², F): BLAS is faster this way round
        for part in blocks(n):
            columns = patches(cache[part], self.weight.shape[2], self.padding)  # (n, C size², h w)
            weight += (columns @ rows[part].swapaxes(1, 2)).sum(axis=0)
        bias = [rows.sum(axis=2).sum(axis=0)] if "bias" in self.trained else []
        return [weight.T.reshape(self.weight.shape), *bias]


def correlate(x: Array, weight: Array, padding: int) -> Array:
    """(N, C, H, W) with kernels (F, C, size, size) -> (N, F, h, w): one matrix product for each image."""
    filters, _, size, _ = weight.shape
    height, width = (length + 2 * padding - size + 1 for length in x.shape[2:])
    kernels = weight.reshape(filters, -1)  # (F, C size²)
    y = np.empty((len(x), filters, height * width), np.result_type(x, weight))
    for part in blocks(len(x)):
        np.matmul(kernels, patches(x[part], size, padding), out=y[part])
    return y.reshape(len(x), filters, height, width)


class MaxPool2D(Layer):
    """The largest of each 2 x 2 pixels: (N, C, H, W) -> (N, C, H/2, W/2); H and W are even."""

    def forward(self, x: Array, rng: Rng = None) -> tuple[Array, Any]:
        a, b, c, d = _corners(x)
        y = np.maximum(np.maximum(a, b), np.maximum(c, d))
        return y, (x, y)

    def backward(self, grad: Array, cache: Any) -> tuple[Array, list[Array]]:
        x, y = cache
        grad_x = np.zeros_like(x)
        free = np.ones(y.shape, bool)  # where no pixel has taken the gradient yet: of equal ones the first takes it
        for pixel, grad_pixel in zip(_corners(x), _corners(grad_x), strict=True):
            largest = (pixel == y) & free
            np.multiply(grad, largest, out=grad_pixel)
            free &= ~largest
        return grad_x, []


def _corners(x: Array) -> list[Array]:
    """Views of the four pixels of each 2 x 2."""
    return [x[:, :, row::2, column::2] for row in (0, 1) for column in (0, 1)]
