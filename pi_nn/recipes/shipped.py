"""The network that pi_nn ships: two pairs of 3x3 convolutions, 60 k parameters, 1.46 M multiply-adds a glyph."""

from collections.abc import Callable
from functools import partial

import numpy as np

from pi_nn.layers import BatchNorm, Conv2D, Dense, Dropout, Flatten, Layer, MaxPool2D, ReLU, Reshape
from pi_nn.network import Network
from pi_nn.optimizers import AdamW
from pi_nn.recipes.drawn import drawn_digits, drawn_things, from_scenes
from pi_nn.schedules import one_cycle
from pi_nn.training import Recipe, Samples

EPOCHS = 26
LEARNING_RATE = 0.006
WEIGHT_DECAY = 0.05
SCENES_A_JOB = 500
DRAWN_DIGITS, DRAWN_THINGS, SCENES = 20000, 16000, 18000
FULL = 50_000  # images to learn from; for fewer, less is drawn, in proportion


def network(rng: np.random.Generator) -> Network:
    """(N, 28, 28) -> logits (N, 11), with He's initial weights."""
    return Network(
        [
            Reshape((1, 28, 28)),
            *_pair(1, 12, rng),  # (N, 12, 12, 12)
            *_pair(12, 24, rng),  # (N, 24, 4, 4)
            Flatten(),
            Dense(24 * 4 * 4, 128, rng),
            ReLU(),
            Dropout(0.3),
            Dense(128, 11, rng),
        ]
    )


def _pair(channels: int, filters: int, rng: np.random.Generator) -> list[Layer]:
    """Two convolutions; pooling before the last ReLU gives what pooling after it would, and is faster."""
    return [
        Conv2D(channels, filters, bias=False, rng=rng),
        BatchNorm(filters),
        ReLU(),
        Conv2D(filters, filters, bias=False, rng=rng),
        BatchNorm(filters),
        MaxPool2D(),
        ReLU(),
    ]


def extra_samples(seed: int, digits: Samples) -> list[Callable[[], Samples]]:
    """What MNIST does not have, as jobs that may run side by side: the same seed gives the same samples.

    Drawn digits with every pen, all sorts of things that are no digit, and what the finder makes of scenes with
    `digits` and with drawn ones.
    """
    share = min(1.0, len(digits.labels) / FULL)
    scenes = round(share * SCENES)
    jobs: list[Callable[[], Samples]] = [
        partial(drawn_digits, round(share * DRAWN_DIGITS), np.random.default_rng([seed, 2, 0])),
        partial(drawn_things, round(share * DRAWN_THINGS), np.random.default_rng([seed, 2, 1])),
    ]
    for job, tries in enumerate(np.diff([*range(0, scenes, SCENES_A_JOB), scenes])):
        rng = np.random.default_rng([seed, 3, job])
        some = rng.choice(len(digits.labels), min(int(tries), len(digits.labels)), replace=False)
        jobs.append(partial(from_scenes, int(tries), rng, digits.images[some], digits.labels[some]))
    return jobs


def described() -> dict[str, int]:
    """How many samples are drawn, for a record."""
    return {"drawn_digits": DRAWN_DIGITS, "drawn_things": DRAWN_THINGS, "scenes": SCENES}


def optimizer(of: Network) -> AdamW:
    """Adam with decoupled weight decay."""
    return AdamW(of.parameters(), decay=WEIGHT_DECAY)


def recipe(epochs: int = EPOCHS, seed: int = 1) -> Recipe:
    """One cycle of the learning rate over all epochs."""
    return Recipe(epochs=epochs, schedule=one_cycle(LEARNING_RATE), seed=seed)
