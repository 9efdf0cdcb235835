"""What a network's error is, and its gradient at the network's output."""

import numpy as np


def softmax(logits: np.ndarray) -> np.ndarray:
    """exp(z) / sum exp(z) over the last axis; the largest logit is taken off first, so nothing overflows."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def cross_entropy(logits: np.ndarray, labels: np.ndarray, smoothing: float = 0.0) -> tuple[float, np.ndarray]:
    """Mean of -sum(t log softmax(z)) over the samples, and its gradient (softmax(z) - t) / N.

    logits (N, K), labels (N,) ints. Target t: 1 at the label, of which `smoothing` is spread over all K classes.
    """
    count, classes = logits.shape
    target = np.full(logits.shape, smoothing / classes, logits.dtype)
    target[np.arange(count), labels] += 1 - smoothing
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_scores = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -float((target * log_scores).sum()) / count
    return loss, (np.exp(log_scores) - target) / count
