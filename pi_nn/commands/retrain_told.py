"""How far a retraining is, told to who watches the terminal and to who reads `progress.json`."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from pi_nn import card, progress
from pi_nn.commands import runs
from pi_nn.commands.common import complain
from pi_nn.progress import Progress

_EVERY = 1.0  # seconds between two writings of the file


class Told:
    """Counts work, in units of a glyph that the eyes look at; a context manager around all of it."""

    def __init__(self, folder: Path, epochs: int) -> None:
        self._folder = folder
        self._progress = Progress(epochs=epochs)
        self._units = self._done = 0.0
        self._began = time.monotonic()
        self._written = -_EVERY
        self._writes = True
        self._bar: Any = None

    def __enter__(self) -> "Told":
        self._bar = runs.bar()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._bar.close()

    def expect(self, units: float) -> None:
        """So much more is to be done."""
        self._units += units
        self._bar.total = self._units

    def doing(self, what: str) -> None:
        """From now on this is done."""
        self._bar.set_description(what)
        self._tell(True, doing=what)

    def did(self, units: float) -> None:
        """So much of it is done."""
        self._done += units
        self._bar.update(units)
        self._tell(False, seconds_left=self._seconds_left())

    def learnt(self, epoch: int, curve: list[list[float]]) -> None:
        """So many epochs are done."""
        self._tell(True, epoch=epoch, curve=curve)

    def ended(self, state: str, reason: str, model: int | None = None) -> None:
        """It is over."""
        self._tell(True, state=state, reason=reason, model=model, seconds_left=None, doing="")

    def say(self, line: str) -> None:
        """A line for who watches the terminal, and for the journal."""
        self._bar.clear()
        print(line, flush=True)

    def _seconds_left(self) -> float:
        passed = time.monotonic() - self._began
        return round(passed / max(self._done, 1e-9) * max(0.0, self._units - self._done), 1)

    def _tell(self, at_once: bool, **changes: Any) -> None:
        self._progress = replace(self._progress, **changes)
        if not at_once and time.monotonic() - self._written < _EVERY:
            return
        self._written = time.monotonic()
        try:
            progress.write(self._folder, self._progress)
        except OSError as error:
            if self._writes:
                complain(f"{self._folder}: how far it is cannot be told there: {card.explained(error)}")
            self._writes = False
