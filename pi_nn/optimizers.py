"""How parameters move along their gradients. Every step changes the parameter arrays in place."""

from collections.abc import Sequence

import numpy as np

Arrays = Sequence[np.ndarray]


class SGD:
    """v = momentum v - rate g; p = p + v (gradient descent with momentum)."""

    def __init__(self, parameters: Arrays, momentum: float = 0.0):
        self.parameters = list(parameters)
        self.momentum = momentum
        self.velocity = [np.zeros_like(p) for p in self.parameters]

    def step(self, gradients: Arrays, rate: float) -> None:
        """Move once; gradients in the order of the parameters."""
        for p, g, v in zip(self.parameters, gradients, self.velocity, strict=True):
            v *= self.momentum
            v -= rate * g
            p += v

    def state(self) -> list[np.ndarray]:
        """The arrays themselves that a resumed run needs, to be read or filled."""
        return self.velocity


class AdamW:
    """Adam with decoupled weight decay (Loshchilov and Hutter 2019), on weights but not on biases and scales.

    m = β1 m + (1-β1) g;  v = β2 v + (1-β2) g²;  p = p - rate (m̂ / (sqrt(v̂) + ε) + decay p)
    """

    def __init__(self, parameters: Arrays, decay: float = 0.01, beta1: float = 0.9, beta2: float = 0.999):
        self.parameters = list(parameters)
        self.decay, self.beta1, self.beta2, self.epsilon = decay, beta1, beta2, 1e-8
        self.mean = [np.zeros_like(p) for p in self.parameters]
        self.square = [np.zeros_like(p) for p in self.parameters]
        self.steps = np.zeros(1, np.int64)

    def step(self, gradients: Arrays, rate: float) -> None:
        """Move once; gradients in the order of the parameters."""
        self.steps += 1
        steps = int(self.steps[0])
        grown1, grown2 = 1 - self.beta1**steps, 1 - self.beta2**steps  # m̂ = m / grown1: m and v began at zero
        for p, g, m, v in zip(self.parameters, gradients, self.mean, self.square, strict=True):
            m += (1 - self.beta1) * (g - m)
            v += (1 - self.beta2) * (g * g - v)
            if p.ndim > 1:
                p *= 1 - rate * self.decay
            p -= rate / grown1 * m / (np.sqrt(v / grown2) + self.epsilon)

    def state(self) -> list[np.ndarray]:
        """The arrays themselves that a resumed run needs, to be read or filled."""
        return [*self.mean, *self.square, self.steps]


class Average:
    """An exponential average of arrays: a = a + (1 - decay) (p - a), with a faster start."""

    def __init__(self, arrays: Arrays, decay: float):
        self.decay = decay
        self.arrays = [array.copy() for array in arrays]
        self.steps = np.zeros(1, np.int64)

    def update(self, arrays: Arrays) -> None:
        """Take the newest values in."""
        self.steps += 1
        steps = int(self.steps[0])
        decay = min(self.decay, (1 + steps) / (10 + steps))
        for average, newest in zip(self.arrays, arrays, strict=True):
            average += (1 - decay) * (newest - average)

    def state(self) -> list[np.ndarray]:
        """The arrays themselves that a resumed run needs, to be read or filled."""
        return [*self.arrays, self.steps]
