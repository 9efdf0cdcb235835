"""The network that pi_nn ships: two pairs of 3x3 convolutions, 35 k parameters, 1.4 M multiply-adds a glyph."""

import numpy as np

from pi_nn.layers import BatchNorm, Conv2D, Dense, Dropout, Flatten, Layer, MaxPool2D, ReLU, Reshape
from pi_nn.network import Network
from pi_nn.optimizers import AdamW
from pi_nn.recipes.drawn import drawn_digits, drawn_things
from pi_nn.schedules import one_cycle
from pi_nn.training import Recipe, Samples

EPOCHS = 40
LEARNING_RATE = 0.006
WEIGHT_DECAY = 0.05
DRAWN_DIGITS, DRAWN_THINGS = 5000, 12000


def network(rng: np.random.Generator) -> Network:
    """(N, 28, 28) -> logits (N, 11), with He's initial weights."""
    return Network(
        [
            Reshape((1, 28, 28)),
            *_pair(1, 12, rng),  # (N, 12, 12, 12)
            *_pair(12, 24, rng),  # (N, 24, 4, 4)
            Flatten(),
            Dense(24 * 4 * 4, 64, rng),
            ReLU(),
            Dropout(0.3),
            Dense(64, 11, rng),
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


def extra_samples(rng: np.random.Generator) -> Samples:
    """What MNIST does not have: drawn digits with every pen, and all sorts of things that are no digit."""
    return drawn_digits(DRAWN_DIGITS, rng) + drawn_things(DRAWN_THINGS, rng)


def optimizer(of: Network) -> AdamW:
    """Adam with decoupled weight decay."""
    return AdamW(of.parameters(), decay=WEIGHT_DECAY)


def recipe(epochs: int = EPOCHS, seed: int = 1) -> Recipe:
    """One cycle of the learning rate over all epochs."""
    return Recipe(epochs=epochs, schedule=one_cycle(LEARNING_RATE), seed=seed)
