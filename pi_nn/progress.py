"""How far the retraining is, or how the last one ended: one small file, `progress.json`, for whoever watches."""

import json
import time
from dataclasses import asdict, dataclass, field, fields
from math import isfinite
from pathlib import Path
from typing import Any

from pi_nn import files

RUNNING, TAKEN, REFUSED, FAILED, INTERRUPTED = "running", "taken", "refused", "failed", "interrupted"
STATES = (RUNNING, TAKEN, REFUSED, FAILED, INTERRUPTED)
STILL = 60.0
"""Seconds without anything new after which what ran was killed; on a Pi Zero an epoch takes a fifth of that."""
_NAME = "progress.json"
_LARGEST = 100_000  # bytes


@dataclass(frozen=True)
class Progress:
    """state: one of STATES; what was interrupted goes on where it was when it is started again.

    doing: what is done now, in a few words. epoch, epochs: how many of them are done. seconds_left: an estimate, or
    None. curve: for each epoch, and before the first one, the loss on what is learnt and the loss on the samples that
    are held out. reason: why it ended so, a line. model: the number of the model that was taken. time: seconds.
    """

    state: str = RUNNING
    doing: str = ""
    epoch: int = 0
    epochs: int = 0
    seconds_left: float | None = None
    curve: list[list[float]] = field(default_factory=list)
    reason: str = ""
    model: int | None = None
    time: float = 0.0


def write(folder: Path, progress: Progress) -> None:
    """Let it be known, with the present time; OSError if it cannot."""
    record = {**asdict(progress), "time": time.time()}
    files.swap(folder / _NAME, json.dumps(record).encode())


def read(folder: Path) -> Progress | None:
    """The latest; None where nothing was ever retrained, or what stands there is damaged."""
    try:
        record = json.loads(files.read_small(folder / _NAME, _LARGEST))
        progress = Progress(**{each.name: _KINDS[each.name](record[each.name]) for each in fields(Progress)})
    except (OSError, ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return None
    if progress.state == RUNNING and abs(time.time() - progress.time) > STILL:
        return Progress(**{**asdict(progress), "state": INTERRUPTED, "seconds_left": None})
    return progress


def _state(value: Any) -> str:
    return STATES[STATES.index(value)]


def _number(value: Any) -> float:
    if not isfinite(value):
        raise ValueError("no number")
    return float(value)


def _optional(value: Any) -> float | None:
    return None if value is None else _number(value)


def _curve(values: Any) -> list[list[float]]:
    return [[_number(one), _number(other)] for one, other in values]


_KINDS: dict[str, Any] = {
    "state": _state,
    "doing": str,
    "epoch": int,
    "epochs": int,
    "seconds_left": _optional,
    "curve": _curve,
    "reason": str,
    "model": lambda value: None if value is None else int(value),
    "time": _number,
}
