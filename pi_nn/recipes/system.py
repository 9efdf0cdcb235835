"""What a recipe says: data, network, plan, what is published, and how the result is judged."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from pi_nn.descent import Examples, Plan, accuracy
from pi_nn.network import Network

Rng = np.random.Generator
Source = tuple[np.ndarray, np.ndarray]
Sources = Mapping[str, Source]
"""A data set's parts, (inputs, labels) each: "mnist" has train and test, "digits" has all."""


@dataclass(frozen=True)
class Task:
    """Examples to learn from, to judge with, and to stop by."""

    learn: Examples
    test: Examples
    validate: Examples | None = None


def mnist_task(targets: Callable[[np.ndarray], np.ndarray]) -> Callable[[Sources, Rng], Task]:
    """MNIST as it is divided: 60,000 to learn from, 10,000 to judge with; images (N, 784) stay bytes."""

    def task(sources: Sources, rng: Rng) -> Task:
        parts = (sources["train"], sources["test"])
        return Task(*(Examples(images.reshape(len(images), -1), targets(labels), labels) for images, labels in parts))

    return task


def test_accuracy(network: Network, plan: Plan, task: Task) -> dict[str, float]:
    """The share of the test examples that are classified rightly."""
    return {"accuracy": accuracy(network, plan, task.test)}


@dataclass(frozen=True)
class System:
    """One of the texts' networks, or one of ours beside it."""

    what: str
    source: str  # which text, and where in it
    published: str  # the figure that the text gives
    ours: str  # measured with the seeds 1, 2, 3: pi-nn train NAME --seed SEED
    data: str  # "mnist", "digits", or "none" where the recipe itself holds the examples
    network: Callable[[Rng], Network]  # with its first weights
    task: Callable[[Sources, Rng], Task]
    plan: Plan
    figures: Callable[[Network, Plan, Task], dict[str, float]] = test_accuracy


def one_hot(low: float, high: float, classes: int = 10) -> Callable[[np.ndarray], np.ndarray]:
    """Labels (N,) -> targets float32 (N, classes): `high` at the label and `low` elsewhere."""

    def encoded(labels: np.ndarray) -> np.ndarray:
        targets = np.full((len(labels), classes), low, np.float32)
        targets[np.arange(len(labels)), labels] = high
        return targets

    return encoded


def as_classes(labels: np.ndarray) -> np.ndarray:
    """Labels as cross-entropy takes them."""
    return labels.astype(np.int64)


def bytes_to_one(images: np.ndarray) -> np.ndarray:
    """0 to 255 -> float32 from 0 to 1."""
    return images.astype(np.float32) / 255
