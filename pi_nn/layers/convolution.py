"""Convolution, as matrix products, and pooling."""

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from pi_nn.layers.initial import drawn, he
from pi_nn.layers.layer import Array, Layer, Rng, blocks


def neighbours(x: Array, size: int, padding: int) -> Array:
    """For each pixel of the images the `size` ones from it to the right: (N, C, H, W) -> (N, C size, H w).

    They are a third of the patches of a 3 x 3 kernel ("im2col"): its three rows see the same, w values further on.
    """
    x = padded(x, padding)
    n, channels, height, width = x.shape
    w = width - size + 1
    columns = np.empty((n, channels, size, height, w), x.dtype)
    for right in range(size):
        columns[:, :, right] = x[..., right : right + w]
    return columns.reshape(n, channels * size, height * w)


def padded(x: Array, padding: int) -> Array:
    """The images (N, C, H, W) with so many zeros on all sides."""
    if not padding:
        return x
    n, channels, height, width = x.shape
    whole = np.zeros((n, channels, height + 2 * padding, width + 2 * padding), x.dtype)
    whole[..., padding:-padding, padding:-padding] = x
    return whole


class Conv2D(Layer):
    """y[f] = sum over c of W[f, c] * x[c] + b[f] (cross-correlation), x (N, C, H, W), W (F, C, size, size), b (F,).

    The image is padded with zeros on all sides; y is (N, F, H + 2 padding - size + 1, likewise).
    """

    def __init__(
        self, channels: int, filters: int, size: int = 3, padding: int = 0, bias: bool = True, rng: Rng = None
    ):
        self.weight = drawn(he, rng, (filters, channels, size, size))
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
        filters, channels, size, _ = self.weight.shape
        rows = grad.reshape(len(grad), filters, -1)  # (N, F, h w)
        weight = np.zeros((size, channels * size, filters), grad.dtype)  # BLAS is faster with the filters last
        for part in blocks(len(grad)):
            columns = neighbours(cache[part], size, self.padding)  # (n, C size, H w)
            for down, seen in enumerate(_seen_by_rows(columns, size, *grad.shape[2:])):
                weight[down] += (seen @ rows[part].swapaxes(1, 2)).sum(axis=0)
        bias = [rows.sum(axis=2).sum(axis=0)] if "bias" in self.trained else []
        return [weight.reshape(size, channels, size, filters).transpose(3, 1, 0, 2), *bias]


def correlate(x: Array, weight: Array, padding: int) -> Array:
    """(N, C, H, W) with kernels (F, C, size, size) -> (N, F, h, w): a matrix product for each row of the kernels."""
    if len(x) == 1:
        return correlate_one(x, weight, padding)
    filters, _, size, _ = weight.shape
    height, width = (length + 2 * padding - size + 1 for length in x.shape[2:])
    top, *below = weight.transpose(2, 0, 1, 3).reshape(size, filters, -1)  # the rows of the kernels, (F, C size)
    y = np.empty((len(x), filters, height * width), np.result_type(x, weight))
    for part in blocks(len(x)):
        at_top, *further_down = _seen_by_rows(neighbours(x[part], size, padding), size, height, width)
        np.matmul(top, at_top, out=y[part])
        for row, seen in zip(below, further_down, strict=True):
            y[part] += row @ seen
    return y.reshape(len(x), filters, height, width)


def correlate_one(x: Array, weight: Array, padding: int) -> Array:
    """The same of one image, (1, C, H, W), by one product: its patches are few enough to be made whole.

    What a product costs besides its multiplications counts here: a glyph takes a Pi Zero 2/3 of the instructions.
    """
    filters, _, size, _ = weight.shape
    patches = sliding_window_view(padded(x, padding)[0], (size, size), axis=(1, 2))  # (C, h, w, size, size)
    height, width = patches.shape[1:3]
    columns = patches.transpose(0, 3, 4, 1, 2).reshape(-1, height * width)
    return (weight.reshape(filters, -1) @ columns).reshape(1, filters, height, width)


def _seen_by_rows(columns: Array, size: int, height: int, width: int) -> list[Array]:
    """What each row of a kernel sees of `neighbours`, (N, C size, h w) each, as views."""
    return [columns[:, :, down * width : (down + height) * width] for down in range(size)]


class MaxPool2D(Layer):
    """The largest of each 2 x 2 pixels: (N, C, H, W) -> (N, C, H/2, W/2); H and W are even."""

    def forward(self, x: Array, rng: Rng = None) -> tuple[Array, Any]:
        rows = np.maximum(x[UPPER], x[LOWER])
        return np.maximum(rows[LEFT], rows[RIGHT]), (x, rows)

    def backward(self, grad: Array, cache: Any) -> tuple[Array, list[Array]]:
        x, rows = cache
        return _to_the_larger(_to_the_larger(grad, rows, LEFT, RIGHT), x, UPPER, LOWER), []


UPPER, LOWER = np.s_[:, :, ::2], np.s_[:, :, 1::2]
LEFT, RIGHT = np.s_[..., ::2], np.s_[..., 1::2]


def _to_the_larger(grad: Array, x: Array, first: Any, second: Any) -> Array:
    """dL/dx for maximum(x[first], x[second]); of equal ones the first takes all."""
    grad_x = np.empty_like(x)
    larger = x[first] >= x[second]
    np.multiply(grad, larger, out=grad_x[first])
    np.multiply(grad, ~larger, out=grad_x[second])
    return grad_x
