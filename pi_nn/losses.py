"""What a network's error is, and its gradient at the network's output.

The losses of squares take outputs y and targets t, both (N, K), and return the loss and its gradient (N, K).
"""

from collections.abc import Callable

import numpy as np

Loss = Callable[[np.ndarray, np.ndarray], tuple[float, np.ndarray]]


def sum_of_squares(outputs: np.ndarray, targets: np.ndarray) -> tuple[float, np.ndarray]:
    """Sum of (y - t)² over all outputs of all samples; its gradient is 2 (y - t)."""
    error = outputs - targets
    return float((error * error).sum()), 2 * error


def half_squares(outputs: np.ndarray, targets: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean over the samples of ½ sum (y - t)²; its gradient is (y - t) / N."""
    error = outputs - targets
    return float((error * error).sum()) / (2 * len(error)), error / len(error)


def mean_squares(outputs: np.ndarray, targets: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean over the samples of sum (y - t)²; its gradient is 2 (y - t) / N."""
    error = outputs - targets
    return float((error * error).sum()) / len(error), 2 * error / len(error)


def root_mean_square(outputs: np.ndarray, targets: np.ndarray) -> tuple[float, np.ndarray]:
    """sqrt(mean squares); its gradient is (y - t) / (N loss), and 0 where nothing is wrong."""
    square, slope = mean_squares(outputs, targets)
    loss = square**0.5
    return loss, slope / (2 * loss) if loss else np.zeros_like(slope)


def softmax(logits: np.ndarray) -> np.ndarray:
    """exp(z) / sum exp(z) over the last axis; the largest logit is taken off first, so nothing overflows."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def cross_entropy(logits: np.ndarray, labels: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean of -sum(t log softmax(z)) over the samples, and its gradient (softmax(z) - t) / N.

    logits (N, K), labels (N,) ints; t is 1 at the label and 0 elsewhere.
    """
    count = len(logits)
    target = np.zeros_like(logits)
    target[np.arange(count), labels] = 1
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_scores = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -float((target * log_scores).sum()) / count
    return loss, (np.exp(log_scores) - target) / count
