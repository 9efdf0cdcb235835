"""The models of an appliance: numbered files, and which of them is current, switched in one step.

In the folder lie 0001.npz, 0002.npz ... and the text `current`: the numbers taken so far, newest first ("3 1").
Number 0 is the packaged model. A number is taken up only when its model passes the self-test; who reads gets the
first of those numbers whose model is whole, so that there is always one.
"""

import fcntl
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from pi_nn import files, model_file, self_test
from pi_nn.errors import ModelError
from pi_nn.network import Network

PACKAGED = 0
KEPT = 20
"""Models beside those that were current lately; older ones make room."""
_REMEMBERED = 5
_HIGHEST = 9999
_NAME = re.compile(r"([0-9]{4})\.npz")

Stamp = tuple[int, int, int]
"""Of a file's content, cheaply: it differs when the file was replaced."""


class Loaded(NamedTuple):
    """A model in use: its number, and why those before it in line were refused, one line each."""

    network: Network
    record: dict[str, Any]
    number: int
    refused: list[str]


def load_tested(path: Path | None) -> tuple[Network, dict[str, Any]]:
    """The network and record of a file (None: the packaged one); ModelError names the file that is no good."""
    network, record = model_file.load(path)
    if fault := self_test.fault(network):
        raise ModelError(f"{path or model_file.PACKAGED}: fails its self-test: {fault}; choose another model")
    return network, record


class ModelStore:
    """The models in a folder, which need not be there as long as nothing is added."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self._current = self.folder / "current"

    def numbers(self) -> list[int]:
        """Of all models in the folder, rising."""
        names = os.listdir(self.folder) if self.folder.is_dir() else []
        return sorted(int(found[1]) for found in map(_NAME.fullmatch, names) if found)

    def path(self, number: int) -> Path:
        """Where that model lies or would lie."""
        return self.folder / f"{number:04d}.npz" if number else model_file.PACKAGED

    def history(self) -> list[int]:
        """The numbers taken so far, the current one first; ModelError if that text is damaged."""
        try:
            return parsed(files.read_small(self._current, 1000))
        except FileNotFoundError:
            return [PACKAGED]
        except PermissionError as error:
            raise ModelError(f"{self._current}: {_explained(error)}") from error
        except (OSError, ValueError) as error:
            raise ModelError(f"{self._current}: names no model ({error}); `pi-nn models --use N` mends it") from error

    def stamp(self) -> Stamp | None:
        """Changes when another model becomes current; None while there is no choice."""
        try:
            found = os.stat(self._current)
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size

    def load(self) -> Loaded:
        """The current model, or the nearest before it that is whole; ModelError if not even the packaged one is."""
        refused: list[str] = []
        for number in self._line(refused):
            try:
                return Loaded(*load_tested(self.path(number) if number else None), number, refused)
            except ModelError as error:
                refused.append(str(error))
        raise ModelError(f"no model is whole: {refused[-1]}")

    def _line(self, refused: list[str]) -> list[int]:
        """The numbers in the order in which they are tried: the history; without it the newest first."""
        try:
            line = self.history()
        except ModelError as error:
            refused.append(str(error))
            line = self._newest_first()
        return [*line, PACKAGED]

    def _newest_first(self) -> list[int]:
        try:
            return self.numbers()[::-1]
        except OSError:  # not even the folder can be read
            return []

    def add(self, network: Network, record: dict[str, Any]) -> int:
        """Keep a network under a new number, which is not current yet: its number."""
        with self._locked():
            number = self._free()
            model_file.save(self.path(number), network, record)
            self._make_room(number)
        return number

    def use(self, number: int) -> None:
        """Make a model current, if it passes the self-test; ModelError if not, and nothing has changed."""
        self.require(number)
        load_tested(self.path(number) if number else None)
        with self._locked():
            self._switch([number, *(each for each in self._known() if each != number)])

    def require(self, number: int) -> None:
        """ModelError if there is no model of this number."""
        if number != PACKAGED and number not in self.numbers():
            raise ModelError(f"there is no model {number}: `pi-nn models` lists them")

    def rollback(self) -> int:
        """Make the model current again that was it before: its number."""
        with self._locked():
            _, *before = self._known() or [PACKAGED]
            for place, number in enumerate(before):
                if self._is_whole(number):
                    self._switch(before[place:])
                    return number
        raise ModelError("there is no model to go back to: `pi-nn models` lists what can be used")

    def place(self, models: dict[int, bytes], history: list[int], put: Callable[[bytes, Path], None]) -> None:
        """Take in model files from elsewhere, under their own numbers or free ones, and what was current there.

        put: writes such a file.
        """
        with self._locked():
            numbers = {PACKAGED: PACKAGED}
            for number, content in sorted(models.items()):
                numbers[number] = self._free(models) if self._is_taken(number, content) else number
                put(content, self.path(numbers[number]))
            now = [numbers[number] for number in history if number in numbers] or [PACKAGED]
            before = [number for number in self._known() if number not in now]
            put(_listed(now + before), self._current)

    def _free(self, others: Iterable[int] = ()) -> int:
        """The number after all there are; ModelError if there is none."""
        number = max([PACKAGED, *self.numbers(), *others]) + 1
        if number > _HIGHEST:
            raise ModelError(f"{self.path(_HIGHEST)}: has the highest number there is: rename or remove it")
        return number

    def _is_taken(self, number: int, content: bytes) -> bool:
        """Whether another model has the number."""
        path = self.path(number)
        return path.exists() and path.read_bytes() != content

    def _is_whole(self, number: int) -> bool:
        try:
            load_tested(self.path(number) if number else None)
        except ModelError:
            return False
        return True

    def _known(self) -> list[int]:
        try:
            return self.history()
        except ModelError:
            return [PACKAGED]

    def _switch(self, history: list[int]) -> None:
        files.replace(self._current, _listed(history), 0o640)

    def _make_room(self, newest: int) -> None:
        kept = {newest, *self._known()}
        spare = [number for number in self.numbers() if number not in kept]
        for number in spare[: max(0, len(spare) - KEPT)]:
            self.path(number).unlink(missing_ok=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Alone in changing the folder; what a killed process left half written is cleared."""
        try:
            files.make_folder(self.folder, 0o750)
            handle = os.open(self.folder, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise ModelError(f"{self.folder}: models cannot be kept there: {_explained(error)}") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            for left in self.folder.glob(".*.tmp"):
                left.unlink(missing_ok=True)
            yield
        except OSError as error:
            raise ModelError(f"{self.folder}: models cannot be changed: {_explained(error)}") from error
        finally:
            os.close(handle)


def _explained(error: OSError) -> str:
    from pi_nn import card  # only now: the service starts without it

    return card.explained(error)


def _listed(history: list[int]) -> bytes:
    return (" ".join(str(number) for number in history[:_REMEMBERED]) + "\n").encode()


def parsed(text: bytes) -> list[int]:
    """The numbers of such a text; ValueError if it is none."""
    numbers = [int(word) for word in text.decode("ascii").split()]
    if not numbers or not all(0 <= number <= _HIGHEST for number in numbers):
        raise ValueError("no numbers of models")
    return numbers
