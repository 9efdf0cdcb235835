"""Learning to weigh a network's scores with how a glyph stands in its frame, see `network.weighed`."""

from itertools import pairwise

import numpy as np

from pi_nn.layers import Dense, ReLU
from pi_nn.losses import cross_entropy
from pi_nn.network import Network, evidence, logs
from pi_nn.optimizers import AdamW
from pi_nn.schedules import one_cycle

HIDDEN = (128, 48)
EPOCHS = 40
BATCH = 256
LEARNING_RATE = 0.003
WEIGHT_DECAY = 0.1


def learnt_weighing(scores: np.ndarray, standings: np.ndarray, labels: np.ndarray, rng: np.random.Generator) -> Network:
    """The small network that makes the weighed scores of what these glyphs are likeliest.

    scores: float32 (N, 11), what the network says of glyphs that it has not practised on. standings: float32 (N, T).
    labels: (N,), 0 to 10. It begins by correcting nothing: the last layer's weights are zero.
    """
    inputs = evidence(scores, standings)
    mean, spread = inputs.mean(axis=0), inputs.std(axis=0) + np.float32(1e-3)
    first, second = (Dense(*sizes, rng) for sizes in pairwise((inputs.shape[1], *HIDDEN)))
    weighing = Network([first, ReLU(), second, ReLU(), Dense(HIDDEN[-1], scores.shape[1])])
    _fit(weighing, (inputs - mean) / spread, logs(scores), labels, rng)
    first.weight /= spread[:, None]
    first.bias -= mean @ first.weight
    return weighing


def _fit(
    weighing: Network, inputs: np.ndarray, start: np.ndarray, labels: np.ndarray, rng: np.random.Generator
) -> None:
    """Mini-batches, AdamW, one cycle of the learning rate; start: (N, 11), the logits to be corrected."""
    optimizer, rate_at = AdamW(weighing.parameters(), WEIGHT_DECAY), one_cycle(LEARNING_RATE)
    for epoch in range(EPOCHS):
        order = rng.permutation(len(labels))
        for begin in range(0, len(order), BATCH):
            some = order[begin : begin + BATCH]
            correction, caches = weighing.training_pass(inputs[some], rng)
            _, grad = cross_entropy(start[some] + correction, labels[some])
            progress = (epoch + begin / len(order)) / EPOCHS
            optimizer.step(weighing.backward(grad, caches), rate_at(progress))
