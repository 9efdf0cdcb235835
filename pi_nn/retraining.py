"""Fine-tuning: a network learns its owner's samples and keeps what it says of everything else.

Only the dense layers learn, the head. What comes before them, the eyes, sees strokes, of which every writing is made;
so what they make of a glyph is worked out once. A taught digit is often one that the network was trained to refuse: of
few samples it learns to take it only with a margin. Beside the samples the head sees glyphs that must not be forgotten:
of these its logits stay what they were (learning without forgetting, Li and Hoiem 2016, by squared differences as in
Buzzega et al. 2020). No files, no clock, nothing printed.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from math import isfinite
from typing import Any

import numpy as np

from pi_nn.augment import Distortion, distort
from pi_nn.errors import TrainingError
from pi_nn.glyphs import Glyphs
from pi_nn.layers import Dense
from pi_nn.losses import cross_entropy
from pi_nn.network import NOT_A_DIGIT, Network
from pi_nn.optimizers import Adam
from pi_nn.schedules import cosine

TOGETHER = 64  # glyphs that the eyes look at together


@dataclass(frozen=True)
class Plan:
    """Everything that a run depends on but the network and its data; chosen on MNIST's held-out writers."""

    epochs: int = 10  # passes over what must not be forgotten
    rate: float = 0.001
    batch_size: int = 64
    share: float = 0.25  # of each batch: the owner's samples
    keep: float = 4.0  # what half the squared change of other digits' logits weighs beside the loss on the samples
    keep_refused: float = 2.0  # and that of marks that are no digit
    margin: float = 8.0  # by which the logit of a taught digit is to be further above that of "no digit"
    taught: int = 320  # glyphs that the samples become, each by itself and distorted
    most_variants: int = 32  # of one sample
    rehearsed: int = 2000  # and those that must not be forgotten
    most_samples: int = 300  # the newest; so time and memory have an end
    distortion: Distortion = field(default_factory=Distortion)
    seed: int = 1

    def described(self) -> dict[str, Any]:
        """Its values, for a record."""
        return asdict(self)


def varied(glyphs: Glyphs, wanted: int, plan: Plan, stream: int) -> Glyphs:
    """Each glyph (float32) by itself and distorted, about `wanted` in all; another `stream` distorts otherwise."""
    rng = np.random.default_rng([plan.seed, 0, stream])
    variants = max(1, min(plan.most_variants, wanted // len(glyphs))) if len(glyphs) else 1
    others = [distort(glyphs.images, rng, plan.distortion) for _ in range(variants - 1)]
    return Glyphs(np.concatenate([glyphs.images, *others]), np.tile(glyphs.labels, variants))


def parted(network: Network) -> tuple[Network, Network]:
    """Eyes and head of a network, which keep its arrays: the layers before the first dense one, and the rest.

    What weighs the scores goes with the head. TrainingError if there is no dense layer.
    """
    first = next((i for i, layer in enumerate(network.layers) if isinstance(layer, Dense)), None)
    if first is None:
        raise TrainingError("the current model has no dense layer, which could learn: `pi-nn models` lists others")
    return Network(network.layers[:first]), Network(network.layers[first:], network.weighing, network.glance)


def joined(eyes: Network, head: Network) -> Network:
    """The whole again."""
    return Network([*eyes.layers, *head.layers], head.weighing, head.glance)


def seen(eyes: Network, images: np.ndarray) -> Iterator[np.ndarray]:
    """What the eyes make of glyphs float32 (N, 28, 28), in blocks: float32 (n, K)."""
    for start in range(0, len(images), TOGETHER):
        yield eyes.forward(images[start : start + TOGETHER])


class Retraining:
    """A head on its way.

    samples: features float32 (N, K) of the owner's samples, and their labels (N,); rehearsed: features (M, K) of what
    must not be forgotten, and theirs (M,).
    """

    def __init__(
        self,
        head: Network,
        samples: tuple[np.ndarray, np.ndarray],
        rehearsed: tuple[np.ndarray, np.ndarray],
        plan: Plan = Plan(),
    ) -> None:
        self.head, self.plan = deepcopy(head), plan
        self._features, self._labels = samples
        self._rehearsed, labels = rehearsed
        self._before = head.forward(self._rehearsed)
        self._keep = np.where(labels != NOT_A_DIGIT, plan.keep, plan.keep_refused).astype(np.float32)[:, None]  # (M, 1)
        self._optimizer = Adam(self.head.parameters())
        self.epochs = np.zeros(1, np.int64)
        self.curve = np.zeros((plan.epochs + 1, 2))

    @property
    def finished(self) -> bool:
        """Whether all epochs are done."""
        return bool(self.epochs[0] >= self.plan.epochs)

    def run_epoch(self) -> None:
        """One pass over what must not be forgotten, and as many samples as fit; TrainingError if it diverges.

        All that is random follows from the plan's seed and the epoch, so that a resumed run sees the same.
        """
        epoch = int(self.epochs[0])
        rng = np.random.default_rng([self.plan.seed, epoch + 1])
        order = rng.permutation(len(self._rehearsed))
        taught = max(1, round(self.plan.batch_size * self.plan.share))
        size = self.plan.batch_size - taught
        rate = cosine(self.plan.rate)
        for start in range(0, len(order), size):
            some = rng.integers(len(self._labels), size=taught)
            self._step(some, order[start : start + size], rate((epoch + start / len(order)) / self.plan.epochs))
        self.epochs += 1

    def _step(self, taught: np.ndarray, rehearsed: np.ndarray, rate: float) -> None:
        """Down the loss on the samples, and up no more than it must where the others' logits change."""
        inputs = np.concatenate([self._features[taught], self._rehearsed[rehearsed]])
        logits, caches = self.head.training_pass(inputs, None)
        labels = self._labels[taught]
        loss, slope = cross_entropy(self._handicapped(logits[: len(taught)], labels), labels)
        if not isfinite(loss):
            raise TrainingError(f"retraining diverged in epoch {self.epochs[0] + 1}: the loss is {loss}")
        change = logits[len(taught) :] - self._before[rehearsed]
        grad = np.concatenate([slope * len(taught), self._keep[rehearsed] * change]) / np.float32(len(inputs))
        self._optimizer.step(self.head.backward(grad, caches), rate)

    def _handicapped(self, logits: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """The logits as they count for the loss: "no digit" is given the margin against every digit."""
        harder = logits.copy()
        harder[labels != NOT_A_DIGIT, NOT_A_DIGIT] += self.plan.margin
        return harder

    def note(self, loss: float, held_out: float) -> None:
        """Of the head as it is now, for the curve."""
        self.curve[self.epochs[0]] = loss, held_out

    def state(self) -> dict[str, np.ndarray]:
        """The very arrays that a resumed run needs, by name, to be written or filled."""
        optimizer = {f"optimizer.{i}": array for i, array in enumerate(self._optimizer.state())}
        network = {f"head.{name}": array for name, array in self.head.arrays().items()}
        return {**network, **optimizer, "epochs": self.epochs, "curve": self.curve}
