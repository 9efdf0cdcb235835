"""BFGS: all examples at once, with steps that learn the error's curvature (`scipy.optimize`)."""

from collections.abc import Callable

import numpy as np

from pi_nn.network import Network

ErrorAndGradients = Callable[[], tuple[float, list[np.ndarray]]]


def minimise(network: Network, error_and_gradients: ErrorAndGradients, iterations: int = 200) -> list[float]:
    """Move the network's parameters to a minimum of the error; returns the error after each iteration."""
    from scipy.optimize import minimize

    parameters = network.parameters()
    errors: list[float] = []

    def at(flat: np.ndarray) -> tuple[float, np.ndarray]:
        _unflatten(flat, parameters)
        error, gradients = error_and_gradients()
        return error, flattened(gradients)

    def note(flat: np.ndarray) -> None:
        errors.append(at(flat)[0])

    found = minimize(
        at, flattened(parameters), jac=True, method="BFGS", callback=note, options={"maxiter": iterations, "gtol": 1e-8}
    )
    _unflatten(found.x, parameters)
    return errors


def flattened(arrays: list[np.ndarray]) -> np.ndarray:
    """All values in one row, float64."""
    return np.concatenate([array.ravel() for array in arrays]).astype(np.float64)


def _unflatten(flat: np.ndarray, arrays: list[np.ndarray]) -> None:
    parts = np.split(flat, np.cumsum([array.size for array in arrays])[:-1])
    for array, part in zip(arrays, parts, strict=True):
        array[...] = part.reshape(array.shape)
