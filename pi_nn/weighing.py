"""Learning from how glyphs stand in their frames: what it says of a network's scores, and what it says alone."""

from itertools import pairwise

import numpy as np

from pi_nn.layers import Dense, ReLU
from pi_nn.losses import cross_entropy
from pi_nn.network import NOT_A_DIGIT, Network, evidence, logs
from pi_nn.optimizers import AdamW
from pi_nn.schedules import one_cycle
from pi_nn.vision.standing import stances

HIDDEN, HIDDEN_OF_GLANCE = (128, 48), (32, 16)
EPOCHS = 40
BATCH = 256
LEARNING_RATE = 0.003
WEIGHT_DECAY = 0.1


def learnt_weighing(scores: np.ndarray, standings: np.ndarray, labels: np.ndarray, rng: np.random.Generator) -> Network:
    """The small network that makes the scores, weighed, of what these glyphs are likeliest: see `network.weighed`.

    scores: float32 (N, 11), what the network says of glyphs that it has not practised on. standings: float32 (N, T).
    labels: (N,), 0 to 10. It begins by correcting nothing: the last layer's weights are zero.
    """
    return _learnt(HIDDEN, evidence(scores, standings), logs(scores), labels, rng)


def learnt_glance(standings: np.ndarray, labels: np.ndarray, rng: np.random.Generator) -> Network:
    """The smaller network that says of stances whether these glyphs, (N,) labels 0 to 10, are digits: logits (N, 2)."""
    start = np.zeros((len(labels), 2), np.float32)
    return _learnt(HIDDEN_OF_GLANCE, stances(standings), start, (labels != NOT_A_DIGIT).astype(int), rng)


def _learnt(
    hidden: tuple[int, ...], inputs: np.ndarray, start: np.ndarray, labels: np.ndarray, rng: np.random.Generator
) -> Network:
    """A network for inputs (N, T) in whatever units; start: (N, K), the logits to be corrected."""
    mean, spread = inputs.mean(axis=0), inputs.std(axis=0) + np.float32(1e-3)
    first, second = (Dense(*sizes, rng) for sizes in pairwise((inputs.shape[1], *hidden)))
    network = Network([first, ReLU(), second, ReLU(), Dense(hidden[-1], start.shape[1])])
    _fit(network, (inputs - mean) / spread, start, labels, rng)
    first.weight /= spread[:, None]
    first.bias -= mean @ first.weight
    return network


def _fit(network: Network, inputs: np.ndarray, start: np.ndarray, labels: np.ndarray, rng: np.random.Generator) -> None:
    """Mini-batches, AdamW, one cycle of the learning rate."""
    optimizer, rate_at = AdamW(network.parameters(), WEIGHT_DECAY), one_cycle(LEARNING_RATE)
    for epoch in range(EPOCHS):
        order = rng.permutation(len(labels))
        for begin in range(0, len(order), BATCH):
            some = order[begin : begin + BATCH]
            correction, caches = network.training_pass(inputs[some], rng)
            _, grad = cross_entropy(start[some] + correction, labels[some])
            progress = (epoch + begin / len(order)) / EPOCHS
            optimizer.step(network.backward(grad, caches), rate_at(progress))
