"""The gradient check: backward's gradients against central differences, for every parameter of any network."""

from collections.abc import Callable

import numpy as np

from pi_nn.losses import Loss
from pi_nn.network import Network

STEP = 2e-5
CORRECT = 1e-6  # a relative error up to which a gradient in float64 is right; a slip is off by far more
ZERO = 1e-4  # of the error: smaller gradients are near the noise of the differences, and measured against this


def relative_errors(network: Network, loss: Loss, inputs: np.ndarray, targets: np.ndarray) -> dict[str, float]:
    """The largest relative error of each parameter array, by name; the network is in float64 (else ValueError).

    Error of one parameter: |g - n| / max(|g|, |n|, 1e-4 max(E, 1)), n = (E(p + h) - E(p - h)) / 2h, h = 2e-5. Dropout
    and batch normalisation act as while training, dropout with the same units dropped each time.
    """
    if network.dtype != np.float64:
        raise ValueError(f"differences need float64, the network has {network.dtype}: network.astype(np.float64)")

    def outputs_and_caches() -> tuple[np.ndarray, list]:
        return network.training_pass(inputs, np.random.default_rng(1))

    outputs, caches = outputs_and_caches()
    error, grad = loss(outputs, targets)
    gradients, zero = network.backward(grad, caches), ZERO * max(error, 1)
    names = [f"{i}.{name}" for i, layer in enumerate(network.layers) for name in layer.trained]
    return {
        name: _largest(gradient, central_differences(lambda: loss(outputs_and_caches()[0], targets)[0], array), zero)
        for name, array, gradient in zip(names, network.parameters(), gradients, strict=True)
    }


def central_differences(error: Callable[[], float], array: np.ndarray, step: float = STEP) -> np.ndarray:
    """dE/dp for every element p of the array, which error() reads and which is as before afterwards."""
    gradient = np.zeros_like(array)
    for place in np.ndindex(array.shape):
        kept = array[place]
        array[place] = kept + step
        above = error()
        array[place] = kept - step
        gradient[place] = (above - error()) / (2 * step)
        array[place] = kept
    return gradient


def _largest(gradient: np.ndarray, numeric: np.ndarray, zero: float) -> float:
    size = np.maximum(np.maximum(np.abs(gradient), np.abs(numeric)), zero)
    return float((np.abs(gradient - numeric) / size).max())
