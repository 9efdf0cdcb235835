"""What every layer is, and how a batch is taken in blocks.

A layer holds parameters only. `forward(x, rng)` returns its output and a cache, which the caller keeps and hands to
`backward(grad, cache)`. `rng` is given while training and is None while predicting, which then changes nothing.
Shapes: N images, C channels of an input, F of an output, H x W pixels; arrays keep the dtype of the parameters.
"""

from abc import ABC, abstractmethod
from typing import Any

import numpy as np

Array = np.ndarray
Rng = np.random.Generator | None

BLOCK = 16  # images handled together: what they need stays in the processor's cache


class Layer(ABC):
    """A step of a network. `trained` names its parameters, `measured` the statistics it has seen."""

    trained: tuple[str, ...] = ()
    measured: tuple[str, ...] = ()

    def config(self) -> dict[str, Any]:
        """The arguments that make a layer of the same shape."""
        return {}

    @abstractmethod
    def forward(self, x: Array, rng: Rng = None) -> tuple[Array, Any]:
        """The output for x, and what `backward` will need."""

    @abstractmethod
    def backward(self, grad: Array, cache: Any) -> tuple[Array, list[Array]]:
        """From dL/d(output): dL/d(input), and dL/d(parameter) for each of `trained`."""

    def gradients(self, grad: Array, cache: Any) -> list[Array]:
        """dL/d(parameter) alone, as a network's first layer needs it."""
        return self.backward(grad, cache)[1]


def blocks(count: int) -> list[slice]:
    """Slices of at most BLOCK images that cover count images."""
    return [slice(start, start + BLOCK) for start in range(0, count, BLOCK)]
