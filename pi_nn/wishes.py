"""Wishes of those who may not change models themselves: one-word files that are obeyed by who may.

`rollback` wishes the model before back; `use` holds the number of a model; `retrain` is for another to obey.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from pi_nn import card, files
from pi_nn.errors import SettingsError

WORDS = ("rollback", "use", "retrain")
_LARGEST = 16  # bytes; a number of four digits has five
_MODE = 0o660


def wish(folder: Path, word: str, value: str = "") -> None:
    """Leave a wish; SettingsError if it cannot be left there."""
    try:
        files.replace(folder / word, f"{value or word}\n".encode(), _MODE)
    except OSError as error:
        raise SettingsError(f"{folder}: no wish can be left: {card.explained(error)}") from error


def is_left(folder: Path, word: str) -> bool:
    """Whether such a wish is there, not obeyed yet."""
    return os.path.lexists(folder / word)


def taken(folder: Path, words: tuple[str, ...] = WORDS) -> Iterator[tuple[str, str]]:
    """The wishes (word, value) among these words, oldest first; each is removed before it is given.

    A wish that is no small text is removed and not given.
    """
    for path in sorted((folder / word for word in words), key=_age):
        value = _value(path)
        if _removed(path) and value:
            yield path.name, value


def _age(path: Path) -> float:
    return path.lstat().st_mtime if os.path.lexists(path) else 0.0


def _value(path: Path) -> str:
    try:
        return files.read_small(path, _LARGEST).decode("ascii").strip()
    except (OSError, ValueError):
        return ""


def _removed(path: Path) -> bool:
    """A folder of that name is moved out of the way: a path unit would call us for it again and again."""
    try:
        if path.is_dir() and not path.is_symlink():
            path.rename(path.with_name(f"{path.name}.{os.getpid()}.refused"))
        else:
            path.unlink()
    except FileNotFoundError:
        return False
    return True
