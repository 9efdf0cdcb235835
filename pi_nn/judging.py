"""Judging: scores against labels, counted."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from pi_nn.decision import best_digit, read_once

REFUSED = 10  # the last column of the confusion and, for what holds no digit, its last row
TOGETHER = 1000  # items of a slice

Judged = tuple[np.ndarray | None, int | None]
"""Scores (11,) of one picture, None if nothing was found in it, and its label, None if it holds no digit."""


def judge(results: Iterable[Judged], threshold: float) -> dict[str, Any]:
    """Counts over all results.

    accuracy: share of all whose highest of the ten digit scores is the label, whatever the threshold; where there
    is no digit, share that is refused. read_right, read_wrong and refused are at the threshold and sum to count.
    confusion: 11 rows, the digit that it is or, last, none; 11 columns, the digit read or, last, refused.
    """
    counts = {"count": 0, "accurate": 0, "read_right": 0, "read_wrong": 0, "refused": 0}
    confusion = np.zeros((REFUSED + 1, REFUSED + 1), int)
    for scores, label in results:
        digit = None if scores is None else read_once(scores, threshold)[0]
        counts["count"] += 1
        counts["accurate"] += accurate(scores, label, digit)
        counts["refused" if digit is None else "read_right" if digit == label else "read_wrong"] += 1
        confusion[REFUSED if label is None else label, REFUSED if digit is None else digit] += 1
    accuracy = counts.pop("accurate") / max(counts["count"], 1)
    return {**counts, "accuracy": accuracy, "threshold": threshold, "confusion": confusion.tolist()}


def accurate(scores: np.ndarray | None, label: int | None, digit: int | None) -> bool:
    """Whether the best digit is the label; where no digit is, whether none was read."""
    if label is None:
        return digit is None
    return scores is not None and best_digit(scores) == label


def in_slices(length: int) -> Iterator[slice]:
    """Slices that cover `length` items, so that a data set is never a float array as a whole."""
    return (slice(start, start + TOGETHER) for start in range(0, length, TOGETHER))
