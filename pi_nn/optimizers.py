"""How parameters move along their gradients. Every step changes the parameter arrays in place."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np

Arrays = Sequence[np.ndarray]


SWEPT_EVERY = 100  # steps
NOTHING = 1e-30
"""What is smaller is swept to 0. Means of a gradient that stays 0, a dead unit's, would go on shrinking to numbers so
tiny (denormals) that a processor is far slower with each of them; a step is the same without them."""


class Optimizer(ABC):
    """What moves parameters, whose arrays it is made with."""

    def __init__(self, parameters: Arrays):
        self.parameters = list(parameters)

    @abstractmethod
    def step(self, gradients: Arrays, rate: float) -> None:
        """Move once; gradients in the order of the parameters, whose arrays it may use for its own values."""

    @abstractmethod
    def state(self) -> list[np.ndarray]:
        """The arrays themselves that a resumed run needs, to be read or filled."""

    def _zeros(self) -> list[np.ndarray]:
        """An array like each parameter's."""
        return [np.zeros_like(p) for p in self.parameters]


class SGD(Optimizer):
    """v = momentum v - rate g; p = p + v (gradient descent with momentum)."""

    def __init__(self, parameters: Arrays, momentum: float = 0.0):
        super().__init__(parameters)
        self.momentum = momentum
        self.velocity = self._zeros() if momentum else []

    def step(self, gradients: Arrays, rate: float) -> None:
        if not self.momentum:
            for p, g in zip(self.parameters, gradients, strict=True):
                g *= rate  # p -= rate g without an array more, for which there is no room in the cache
                p -= g
            return
        for p, g, v in zip(self.parameters, gradients, self.velocity, strict=True):
            v *= self.momentum
            v -= rate * g
            p += v

    def state(self) -> list[np.ndarray]:
        return self.velocity


class Nesterov(Optimizer):
    """v = momentum v - rate g; p = p + momentum v - rate g: a step of where momentum leads (Sutskever et al. 2013)."""

    def __init__(self, parameters: Arrays, momentum: float = 0.9):
        super().__init__(parameters)
        self.momentum = momentum
        self.velocity = self._zeros()

    def step(self, gradients: Arrays, rate: float) -> None:
        for p, g, v in zip(self.parameters, gradients, self.velocity, strict=True):
            v *= self.momentum
            v -= rate * g
            p += self.momentum * v - rate * g

    def state(self) -> list[np.ndarray]:
        return self.velocity


class Adagrad(Optimizer):
    """s = s + g²; p = p - rate g / (sqrt(s) + ε): what has moved much moves less (Duchi et al. 2011)."""

    def __init__(self, parameters: Arrays, epsilon: float = 1e-8):
        super().__init__(parameters)
        self.epsilon = epsilon
        self.squares = self._zeros()

    def step(self, gradients: Arrays, rate: float) -> None:
        for p, g, s in zip(self.parameters, gradients, self.squares, strict=True):
            s += g * g
            p -= rate * g / (np.sqrt(s) + self.epsilon)

    def state(self) -> list[np.ndarray]:
        return self.squares


class RMSprop(Optimizer):
    """s = ρ s + (1-ρ) g²; p = p - rate g / (sqrt(s) + ε) (Tieleman and Hinton 2012)."""

    def __init__(self, parameters: Arrays, decay: float = 0.9, epsilon: float = 1e-8):
        super().__init__(parameters)
        self.decay, self.epsilon = decay, epsilon
        self.squares = self._zeros()

    def step(self, gradients: Arrays, rate: float) -> None:
        for p, g, s in zip(self.parameters, gradients, self.squares, strict=True):
            s += (1 - self.decay) * (g * g - s)
            p -= rate * g / (np.sqrt(s) + self.epsilon)

    def state(self) -> list[np.ndarray]:
        return self.squares


class Adadelta(Optimizer):
    """Δ = sqrt(d + ε) / sqrt(s + ε) g; p = p - rate Δ, s and d running means of g² and Δ² (Zeiler 2012; rate 1)."""

    def __init__(self, parameters: Arrays, decay: float = 0.95, epsilon: float = 1e-6):
        super().__init__(parameters)
        self.decay, self.epsilon = decay, epsilon
        self.squares = self._zeros()
        self.moves = self._zeros()

    def step(self, gradients: Arrays, rate: float) -> None:
        for p, g, s, d in zip(self.parameters, gradients, self.squares, self.moves, strict=True):
            s += (1 - self.decay) * (g * g - s)
            move = np.sqrt((d + self.epsilon) / (s + self.epsilon)) * g
            d += (1 - self.decay) * (move * move - d)
            p -= rate * move

    def state(self) -> list[np.ndarray]:
        return [*self.squares, *self.moves]


class AdamW(Optimizer):
    """Adam with decoupled weight decay (Loshchilov and Hutter 2019), on weights but not on biases and scales.

    m = β1 m + (1-β1) g;  v = β2 v + (1-β2) g²;  p = p - rate (m̂ / (sqrt(v̂) + ε) + decay p)
    """

    def __init__(self, parameters: Arrays, decay: float = 0.01, beta1: float = 0.9, beta2: float = 0.999):
        super().__init__(parameters)
        self.decay, self.beta1, self.beta2, self.epsilon = decay, beta1, beta2, 1e-8
        self.mean = self._zeros()
        self.square = self._zeros()
        self.steps = np.zeros(1, np.int64)

    def step(self, gradients: Arrays, rate: float) -> None:
        self.steps += 1
        steps = int(self.steps[0])
        grown1, grown2 = 1 - self.beta1**steps, 1 - self.beta2**steps  # m̂ = m / grown1: m and v began at zero
        for p, g, m, v in zip(self.parameters, gradients, self.mean, self.square, strict=True):
            m += (1 - self.beta1) * (g - m)
            v += (1 - self.beta2) * (g * g - v)
            if p.ndim > 1:
                p *= 1 - rate * self.decay
            p -= rate / grown1 * m / (np.sqrt(v / grown2) + self.epsilon)
        if steps % SWEPT_EVERY == 0:
            for mean in (*self.mean, *self.square):
                mean[np.abs(mean) < NOTHING] = 0

    def state(self) -> list[np.ndarray]:
        return [*self.mean, *self.square, self.steps]


class Adam(AdamW):
    """Adam (Kingma and Ba 2015): AdamW without the decay."""

    def __init__(self, parameters: Arrays, beta1: float = 0.9, beta2: float = 0.999):
        super().__init__(parameters, 0.0, beta1, beta2)


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
