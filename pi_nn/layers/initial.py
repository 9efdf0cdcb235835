"""How weights begin: functions of the generator and the shape, which is (inputs, outputs) of a dense layer."""

from collections.abc import Callable
from math import prod

import numpy as np

from pi_nn.errors import SettingsError
from pi_nn.layers.layer import Array, Rng

Shape = tuple[int, ...]
Initial = Callable[[np.random.Generator, Shape], Array]


def drawn(initial: Initial, rng: Rng, shape: Shape) -> Array:
    """First weights, float32; zeros without rng. SettingsError where there would be none."""
    if rng is None:
        return np.zeros(shape, np.float32)
    if 0 in shape:
        raise SettingsError(f"a layer with weights {shape} has none; give it a unit at least")
    return initial(rng, shape).astype(np.float32)


def zeros(rng: np.random.Generator, shape: Shape) -> Array:
    """All zero: right for biases; hidden units that begin with equal weights stay equal for ever."""
    return np.zeros(shape)


def uniform(low: float, high: float) -> Initial:
    """U[low, high): the pathway tutorial's is U[0, 1), the book's first one U[-0.5, 0.5)."""
    return lambda rng, shape: rng.uniform(low, high, shape)


def normal(deviation: float = 1.0) -> Initial:
    """N(0, deviation²): the visual introduction's has deviation 1."""
    return lambda rng, shape: rng.normal(0, deviation, shape)


def fan_in(rng: np.random.Generator, shape: Shape) -> Array:
    """N(0, 1 / inputs): a unit's sum is as large as one input, however many there are (LeCun et al. 1998)."""
    return rng.normal(0, shape[0] ** -0.5, shape)


def fan_in_uniform(rng: np.random.Generator, shape: Shape) -> Array:
    """U within 1 / sqrt(inputs) of zero, the book's rule of thumb."""
    return rng.uniform(-(shape[0] ** -0.5), shape[0] ** -0.5, shape)


def fan_out(rng: np.random.Generator, shape: Shape) -> Array:
    """N(0, 1 / outputs): what the book's code does, where its text says inputs."""
    return rng.normal(0, shape[1] ** -0.5, shape)


def he(rng: np.random.Generator, shape: Shape) -> Array:
    """N(0, 2 / inputs), which keeps a signal's size through ReLU (He et al. 2015); kernels are (F, C, size, size)."""
    inputs = shape[0] if len(shape) == 2 else prod(shape[1:])
    return rng.normal(0, np.sqrt(2 / inputs), shape)


def glorot(rng: np.random.Generator, shape: Shape) -> Array:
    """U within sqrt(6 / (inputs + outputs)) of zero, for tanh and logistic units (Glorot and Bengio 2010)."""
    limit = np.sqrt(6 / (shape[0] + shape[1]))
    return rng.uniform(-limit, limit, shape)
