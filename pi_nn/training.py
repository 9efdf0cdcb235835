"""Fitting: mini-batches of distorted glyphs in, steps along the gradient out. No files, no clock, nothing printed."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, fields
from math import isfinite
from typing import Any

import numpy as np

from pi_nn.augment import Distortion, distort
from pi_nn.errors import TrainingError
from pi_nn.glyphs import Glyphs
from pi_nn.judging import in_slices
from pi_nn.junk import Kind, junk
from pi_nn.losses import cross_entropy
from pi_nn.network import NOT_A_DIGIT, Network
from pi_nn.optimizers import Average, Optimizer
from pi_nn.schedules import Schedule


@dataclass(frozen=True)
class Recipe:
    """Everything that a run depends on but its data and its first weights."""

    epochs: int
    schedule: Schedule
    batch_size: int = 128
    junk_share: float = 0.08  # of each batch: made-up glyphs that are no digit
    decay: float = 0.998  # of the averaged weights, a step
    kept: float = 0.0  # the share of the run after which they are kept, to be averaged with those at its end
    distortion: Distortion = field(default_factory=Distortion)
    settling: float = 0.0  # the share of the run in which the distortions lessen to half
    settled: float = 1.0  # the share of the run after which they have
    seed: int = 1

    def distortion_in(self, epoch: int) -> Distortion:
        """How strongly glyphs are distorted in that epoch."""
        late = epoch / self.epochs - (self.settled - self.settling)
        if late <= 0 or not self.settling:
            return self.distortion
        return self.distortion.lessened(1 - min(late / self.settling, 1) / 2)

    @property
    def kept_after(self) -> int:
        """The epochs after which the averaged weights are kept; 0: never."""
        return round(self.kept * self.epochs)

    def described(self) -> dict[str, Any]:
        """Its plain values, and the learning rate at ten points of the run, for a record."""
        rates = [round(self.schedule(tenth / 10), 9) for tenth in range(10)]
        others = [each.name for each in fields(self) if each.name not in ("schedule", "distortion")]
        plain = {name: getattr(self, name) for name in others}
        return {**plain, "distortion": asdict(self.distortion), "rates": rates}


Batch = tuple[np.ndarray, np.ndarray]


def batches(glyphs: Glyphs, recipe: Recipe, epoch: int, made_of: dict[str, Kind] | None = None) -> Iterator[Batch]:
    """One epoch: each glyph (uint8) once, in a new order and newly distorted, with made-up junk: (B, 28, 28) and (B,).

    made_of: the kinds of junk, by default all. All that is random follows from the recipe's seed and the epoch, so that
    a resumed run sees the same.
    """
    rng = np.random.default_rng([recipe.seed, epoch, 0])
    order = rng.permutation(len(glyphs))
    digits = glyphs.labels < NOT_A_DIGIT
    size, how = per_batch(recipe), recipe.distortion_in(epoch)
    for start in range(0, len(order), size):
        chosen = order[start : start + size]
        images = glyphs.images[chosen].astype(np.float32) / 255
        labels = glyphs.labels[chosen].astype(np.int64)
        some = digits[chosen]
        made_up = junk(junk_per_batch(recipe), images[some], labels[some], rng, made_of)
        images = distort(np.concatenate([images, made_up]), rng, how)
        yield images, np.concatenate([labels, np.full(len(made_up), NOT_A_DIGIT)])


def junk_per_batch(recipe: Recipe) -> int:
    """How many glyphs of a batch are made up."""
    return round(recipe.batch_size * recipe.junk_share)


def per_batch(recipe: Recipe) -> int:
    """How many glyphs of a batch are those learnt from."""
    return recipe.batch_size - junk_per_batch(recipe)


def batches_per_epoch(glyphs: Glyphs, recipe: Recipe) -> int:
    """The number of steps in an epoch."""
    return -(-len(glyphs) // per_batch(recipe))


class Fit:
    """A network being fitted: its optimizer, its averaged weights, and the epochs done."""

    def __init__(self, network: Network, optimizer: Optimizer, recipe: Recipe):
        self.network, self.optimizer, self.recipe = network, optimizer, recipe
        self.average = Average(list(network.arrays().values()), recipe.decay)
        self.kept = [array.copy() for array in self.average.arrays] if recipe.kept_after else []
        self.epochs = np.zeros(1, np.int64)
        self.costs = np.zeros(recipe.epochs)  # the mean loss of each epoch

    def run_epoch(self, epoch_batches: Iterable[Batch], steps: int) -> Iterator[float]:
        """Take `steps` batches, one step each; yields each step's loss. TrainingError if it diverges."""
        epoch = int(self.epochs[0])
        rng = np.random.default_rng([self.recipe.seed, epoch, 1])
        losses = []
        for step, (images, labels) in enumerate(epoch_batches):
            rate = self.recipe.schedule((epoch + step / steps) / self.recipe.epochs)
            losses.append(self.step(images, labels, rate, rng))
            yield losses[-1]
        self.costs[epoch] = np.mean(losses)
        self.epochs += 1
        if self.epochs[0] == self.recipe.kept_after:
            self.kept = [array.copy() for array in self.average.arrays]

    def step(self, images: np.ndarray, labels: np.ndarray, rate: float, rng: np.random.Generator) -> float:
        """Forward, backward, one move of the parameters; the loss before it."""
        logits, caches = self.network.training_pass(images, rng)
        loss, grad = cross_entropy(logits, labels)
        if not isfinite(loss):
            raise TrainingError(f"training diverged in epoch {self.epochs[0] + 1}: the loss is {loss}; lower the rate")
        self.optimizer.step(self.network.backward(grad, caches), rate)
        self.network.learn_statistics(caches)
        self.average.update(list(self.network.arrays().values()))
        return loss

    def averaged(self, network: Network) -> Network:
        """`network`, of the same layers, filled with the averaged weights: the one to judge and to keep."""
        ends = [self.average.arrays] + ([self.kept] if 0 < self.recipe.kept_after < self.epochs[0] else [])
        for array, *averages in zip(network.arrays().values(), *ends, strict=True):
            array[...] = sum(averages) / len(ends)
        return network

    def state(self) -> dict[str, np.ndarray]:
        """The very arrays that a resumed run needs, by name, to be written or filled."""
        parts = {"optimizer": self.optimizer.state(), "average": self.average.state(), "kept": self.kept}
        named = {f"{part}.{i}": array for part, arrays in parts.items() for i, array in enumerate(arrays)}
        named |= {"epochs": self.epochs, "costs": self.costs}
        return {**{f"network.{name}": array for name, array in self.network.arrays().items()}, **named}


def error_rate(network: Network, digits: Glyphs) -> float:
    """The share of digits (uint8) whose highest of the ten digit scores is not the label."""
    parts = (digits.images[part].astype(np.float32) / 255 for part in in_slices(len(digits)))
    scores = np.concatenate([network.predict_many(part) for part in parts])
    return float(np.mean(scores[:, :10].argmax(axis=1) != digits.labels))
