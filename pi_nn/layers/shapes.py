"""The same values in another shape."""

from typing import Any

from pi_nn.layers.layer import Array, Layer, Rng


class Reshape(Layer):
    """Each sample in another shape: (N, ...) -> (N, *shape)."""

    def __init__(self, shape: tuple[int, ...] | list[int]):
        self.shape = tuple(shape)

    def config(self) -> dict[str, Any]:
        return {"shape": list(self.shape)}

    def forward(self, x: Array, rng: Rng = None) -> tuple[Array, tuple[int, ...]]:
        return x.reshape(len(x), *self.shape), x.shape

    def backward(self, grad: Array, cache: tuple[int, ...]) -> tuple[Array, list[Array]]:
        return grad.reshape(cache), []


class Flatten(Reshape):
    """Each sample as one row: (N, C, H, W) -> (N, C H W)."""

    def __init__(self) -> None:
        super().__init__((-1,))

    def config(self) -> dict[str, Any]:
        return {}
