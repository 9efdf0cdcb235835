"""Gradient descent over a table of examples: full batch, stochastic or mini-batch, until it is time to stop.

It serves the networks of the texts; the shipped one, which learns from distorted glyphs, is fitted by `training`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf, isfinite

import numpy as np

from pi_nn.bfgs import minimise
from pi_nn.errors import TrainingError
from pi_nn.losses import Loss
from pi_nn.network import Network
from pi_nn.optimizers import SGD, Optimizer
from pi_nn.schedules import Schedule

TOGETHER = 256  # examples that are prepared at once, so that a large table is never a float array as a whole

Tell = Callable[[float], None]
BatchSize = int | None | Callable[[int], int | None]


@dataclass(frozen=True)
class Examples:
    """Inputs (N, ...) of any dtype, targets (N, K) or the labels (N,) again, and labels (N,) if there are classes."""

    inputs: np.ndarray
    targets: np.ndarray
    labels: np.ndarray | None = None
    pictures: np.ndarray | None = None  # (N, h, w), where the inputs themselves are none to look at

    def __len__(self) -> int:
        return len(self.inputs)


def as_it_is(inputs: np.ndarray) -> np.ndarray:
    """Inputs that need no preparing."""
    return inputs


def to_nobody(share: float) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Plan:
    """How a network is fitted; everything that a run depends on but its examples, first weights and seed."""

    epochs: int
    loss: Loss
    schedule: Schedule
    batch_size: BatchSize = 1  # None: all at once; a function gives it for each epoch, from 0 on
    optimizer: Callable[[list[np.ndarray]], Optimizer] = SGD
    quasi_newton: bool = False  # BFGS on all at once in place of the optimizer; `epochs` is its most iterations
    l2: float = 0.0  # adds l2/2 sum W² to the loss, of weights and not of biases
    prepare: Callable[[np.ndarray], np.ndarray] = as_it_is  # stored inputs -> what the network takes
    vary: Callable[[np.ndarray, np.random.Generator], np.ndarray] | None = None  # (B, ...) -> (B, V, ...), V variants
    shuffle: bool = True
    patience: int | None = None  # epochs without a better validation before it stops
    precision: float | None = None  # a change of the cost, from epoch to epoch, small enough to stop

    def batch_size_in(self, epoch: int) -> int | None:
        """Examples per step, None for all of them; TrainingError for what is no number of them."""
        size = self.batch_size(epoch) if callable(self.batch_size) else self.batch_size
        if size is not None and (not isinstance(size, int | np.integer) or size < 1):
            raise TrainingError(f"batch_size is {size} in epoch {epoch + 1}; it must be 1 or more, or None for all")
        return size


class Descent:
    """A network on its way down: its optimizer, the epochs done, their costs, and the best weights so far."""

    def __init__(self, network: Network, plan: Plan, seed: int = 1):
        self.network, self.plan, self.seed = network, plan, seed
        self.optimizer = plan.optimizer(network.parameters())
        self.epochs = np.zeros(1, np.int64)
        self.all_costs = np.zeros(plan.epochs)
        self.best = [array.copy() for array in network.arrays().values()] if plan.patience is not None else []
        self.best_error = np.full(1, 1e300)  # finite, because a checkpoint holds finite values alone
        self.best_epoch = np.zeros(1, np.int64)
        self.settled = np.zeros(1, np.int64)

    @property
    def costs(self) -> np.ndarray:
        """The mean loss of each epoch done."""
        return self.all_costs[: self.epochs[0]]

    @property
    def finished(self) -> bool:
        """Whether all epochs are done, the cost changes no more, or validation got no better for long enough."""
        waited = self.plan.patience is not None and self.epochs[0] - self.best_epoch[0] > self.plan.patience
        return bool(self.epochs[0] >= self.plan.epochs or self.settled[0] or waited)

    def run_epoch(self, examples: Examples, tell: Tell = to_nobody) -> float:
        """One pass over the examples; its mean loss. TrainingError if it diverges.

        tell: is given the share of the whole run that is done, before each step.
        """
        if self.plan.quasi_newton:
            return self._run_quasi_newton(examples)
        epoch, total, seen = int(self.epochs[0]), 0.0, 0
        rng = np.random.default_rng([self.seed, epoch])
        with np.errstate(over="ignore", invalid="ignore"):  # it is looked for, below
            for inputs, targets, progress in batches(examples, self.plan, epoch, rng):
                share = (epoch + progress) / self.plan.epochs
                tell(share)
                total += self.step(inputs, targets, self.plan.schedule(share), rng) * len(inputs)
                seen += len(inputs)
            self._note_cost(total / seen)
        if not all(np.isfinite(array).all() for array in self.network.arrays().values()):
            raise TrainingError(f"training diverged in epoch {epoch + 1}: weights overflow; lower the learning rate")
        return float(self.costs[-1])

    def step(self, inputs: np.ndarray, targets: np.ndarray, rate: float, rng: np.random.Generator | None) -> float:
        """Forward, backward, one move; the loss before it."""
        if rate < 0:
            raise TrainingError(f"the learning rate is {rate:g} in epoch {self.epochs[0] + 1}; it must not be below 0")
        loss, gradients, caches = self._loss_and_gradients(inputs, targets, rng)
        self.optimizer.step(gradients, rate)
        self.network.learn_statistics(caches)
        return loss

    def _loss_and_gradients(
        self, inputs: np.ndarray, targets: np.ndarray, rng: np.random.Generator | None
    ) -> tuple[float, list[np.ndarray], list]:
        outputs, caches = self.network.training_pass(inputs, rng)
        loss, grad = self.plan.loss(outputs, targets)
        gradients = self.network.backward(grad, caches)
        if self.plan.l2:
            loss += add_l2(self.plan.l2, self.network.parameters(), gradients)
        if not isfinite(loss):
            epoch = self.epochs[0] + 1
            raise TrainingError(f"training diverged in epoch {epoch}: the loss is {loss}; lower the learning rate")
        return loss, gradients, caches

    def _run_quasi_newton(self, examples: Examples) -> float:
        inputs = self.plan.prepare(examples.inputs)
        with np.errstate(over="ignore", invalid="ignore"):  # it is looked for, in the loss
            costs = minimise(
                self.network, lambda: self._loss_and_gradients(inputs, examples.targets, None)[:2], self.plan.epochs
            )
        self.all_costs[: len(costs)] = costs
        self.epochs[0], self.settled[0] = len(costs), 1
        return costs[-1] if costs else inf

    def _note_cost(self, cost: float) -> None:
        epoch, precision = int(self.epochs[0]), self.plan.precision
        self.all_costs[epoch] = cost
        if precision is not None and epoch and abs(cost - self.all_costs[epoch - 1]) < precision:
            self.settled[0] = 1
        self.epochs += 1

    def run(self, learn: Examples, validate: Examples | None = None, tell: Tell = to_nobody) -> Iterator[float]:
        """All epochs that are left; yields the cost after each. In the end the best weights are in the network."""
        while not self.finished:
            cost = self.run_epoch(learn, tell)
            if validate is not None and self.best:
                self.note_validation(1 - accuracy(self.network, self.plan, validate))
            yield cost
        self.take_best()

    def note_validation(self, error: float) -> None:
        """Keep the weights if they do best so far on examples not learnt from, and the plan stops by that."""
        if error < self.best_error[0]:
            self.best_error[0], self.best_epoch[0] = error, self.epochs[0]
            for kept, array in zip(self.best, self.network.arrays().values(), strict=True):
                kept[...] = array

    def take_best(self) -> None:
        """Put the best weights back, if there was validation."""
        if self.best and self.best_epoch[0]:
            for kept, array in zip(self.best, self.network.arrays().values(), strict=True):
                array[...] = kept

    def state(self) -> dict[str, np.ndarray]:
        """The very arrays that a resumed run needs, by name, to be written or filled."""
        lists = {"optimizer": self.optimizer.state(), "best": self.best}
        named = {f"{part}.{i}": array for part, arrays in lists.items() for i, array in enumerate(arrays)}
        names = "epochs", "all_costs", "best_error", "best_epoch", "settled"
        network = {f"network.{name}": array for name, array in self.network.arrays().items()}
        return {**network, **named, **{name: getattr(self, name) for name in names}}


Batch = tuple[np.ndarray, np.ndarray, float]


def batches(examples: Examples, plan: Plan, epoch: int, rng: np.random.Generator) -> Iterator[Batch]:
    """One epoch: every example once, and each of its variants, in batches; with the share that was before each."""
    size = plan.batch_size_in(epoch) or len(examples)
    order = rng.permutation(len(examples)) if plan.shuffle else np.arange(len(examples))
    together = size * max(1, TOGETHER // size)
    for start in range(0, len(order), together):
        chosen = order[start : start + together]
        inputs, targets = plan.prepare(examples.inputs[chosen]), examples.targets[chosen]
        if plan.vary is not None:
            varied = plan.vary(inputs, rng)
            inputs, targets = varied.reshape(-1, *inputs.shape[1:]), np.repeat(targets, varied.shape[1], axis=0)
        for first in range(0, len(inputs), size):
            progress = (start + first / len(inputs) * len(chosen)) / len(order)
            yield inputs[first : first + size], targets[first : first + size], progress


def add_l2(l2: float, parameters: list[np.ndarray], gradients: list[np.ndarray]) -> float:
    """l2/2 sum W² over the weights (not biases), whose slope l2 W is added to the gradients in place."""
    penalty = 0.0
    for p, gradient in zip(parameters, gradients, strict=True):
        if p.ndim > 1:
            penalty += float((p * p).sum())
            gradient += l2 * p
    return l2 / 2 * penalty


def outputs(network: Network, plan: Plan, inputs: np.ndarray) -> np.ndarray:
    """What the network gives for stored inputs, (N, K)."""
    parts = range(0, len(inputs), TOGETHER)
    with np.errstate(over="ignore", invalid="ignore"):  # weights may be as large as there are numbers
        return np.concatenate([network.forward(plan.prepare(inputs[i : i + TOGETHER])) for i in parts])


def accuracy(network: Network, plan: Plan, examples: Examples) -> float:
    """The share of examples whose highest output is that of their label."""
    return float((outputs(network, plan, examples.inputs).argmax(axis=1) == examples.labels).mean())
