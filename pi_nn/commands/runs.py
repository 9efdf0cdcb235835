"""What every training has that somebody starts: its lines and bar, what it goes on from, and how it came about."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from tqdm import tqdm

from pi_nn import model_file
from pi_nn.errors import ModelError, TrainingError


class Resumable(Protocol):
    """A training as it is kept."""

    epochs: np.ndarray

    def state(self) -> dict[str, np.ndarray]:
        """The very arrays that a resumed run needs, by name."""


def say(line: str) -> None:
    """To people: standard error, at once."""
    print(line, file=sys.stderr, flush=True)


def bar(what: str = "", before: float = 0.0) -> tqdm:
    """How much of a run is done, 0 to 1, and `before` this start; in a terminal alone."""
    form = "{desc}: {percentage:3.0f}%|{bar}| {elapsed}, {remaining} left"
    looks: dict[str, Any] = {"disable": None, "leave": False, "smoothing": 0, "mininterval": 0.5, "bar_format": form}
    return tqdm(desc=what, total=1, initial=before, **looks)


def resume(fit: Resumable, checkpoint: Path, record: dict[str, Any]) -> None:
    """Fill the fit from a checkpoint of this very run; where there is none, try whether one can be written."""
    try:
        found = model_file.resume(checkpoint, fit.state(), record)
    except ModelError as error:
        what, _, _ = str(error).partition(";")  # what follows is advice for models
        raise TrainingError(f"{what}; remove it to begin anew") from error
    if found:
        say(f"resuming after epoch {fit.epochs[0]} from {checkpoint}")
    else:
        model_file.write_arrays(checkpoint, fit.state(), record)  # better now than after an hour


def circumstances(command: str) -> dict[str, str]:
    """When, how and with what it was trained, for a record; where the files were does not matter."""
    return {"date": datetime.now(UTC).date().isoformat(), "command": command, "numpy": np.__version__}
