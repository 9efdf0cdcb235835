"""What the recipes of "Make Your Own Neural Network" (Rashid 2016) share: its network, its rule, its scaling."""

from collections.abc import Callable
from typing import Any

import numpy as np

from pi_nn.descent import Plan
from pi_nn.layers import Dense, Layer, Sigmoid
from pi_nn.layers.initial import Initial, fan_out
from pi_nn.losses import half_squares
from pi_nn.network import Network
from pi_nn.recipes.system import System, mnist_task, one_hot
from pi_nn.schedules import constant

SOURCE = "Make Your Own Neural Network"
TASK = mnist_task(one_hot(0.01, 0.99))


class BookNetwork(Network):
    """Dense and activation in turn, with the book's rule: errors go back through the weights without the slope.

    The error of a hidden unit is the sum of w (t - y), where the gradient of squares has w (t - y) y (1 - y). The
    last layer's step is exact, the others' are longer than the gradient's (4.6 to 4.9 times in the book's example).
    """

    def backward(self, grad: np.ndarray, caches: list[Any]) -> list[np.ndarray]:
        """From the errors at the outputs: each layer's gradients, in the order of the parameters."""
        gradients: list[np.ndarray] = []
        for i in range(len(self.layers) - 2, -1, -2):
            dense, activation = self.layers[i], self.layers[i + 1]
            assert isinstance(dense, Dense)
            delta, _ = activation.backward(grad, caches[i + 1])
            gradients = dense.gradients(delta, caches[i]) + gradients
            if i:
                grad = grad @ dense.weight.T
        return gradients


def network(
    hidden: int, exact: bool = False, initial: Initial = fan_out, activation: Callable[[], Layer] = Sigmoid
) -> Callable[[np.random.Generator], Network]:
    """784-hidden-10 without bias; as the book's code has it, N(0, 1 / units of the layer that a weight leads to).

    `exact` has the gradient of the squared error in place of the book's rule; the activation may be another, as Tanh.
    """

    def made(rng: np.random.Generator) -> Network:
        into, out = (Dense(*shape, rng, bias=False, initial=initial) for shape in ((784, hidden), (hidden, 10)))
        return (Network if exact else BookNetwork)([into, activation(), out, activation()])

    return made


def scaled(images: np.ndarray) -> np.ndarray:
    """0 to 255 -> float32 from 0.01 to 1: an input of 0 would leave its weights as they are."""
    inputs = images.astype(np.float32)
    inputs /= np.float32(255)
    inputs *= np.float32(0.99)
    inputs += np.float32(0.01)
    return inputs


def system(hidden: int, learning_rate: float, epochs: int, **more: Any) -> System:
    """One update per record, in the order of the file; targets 0.01 and 0.99."""
    plan = {"loss": half_squares, "schedule": constant(learning_rate), "shuffle": False, "prepare": scaled}
    texts = {name: more.pop(name) for name in ("what", "source", "published", "ours")}
    made, task = more.pop("network", None) or network(hidden), more.pop("task", TASK)
    return System(
        **texts,
        data="mnist",
        network=made,
        task=task,
        plan=Plan(epochs=epochs, **{**plan, **more}),
    )
