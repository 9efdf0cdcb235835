"""Reading settings from a TOML file: what it does not name keeps its value, what it misnames is refused."""

import reprlib
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from pi_nn import files
from pi_nn.errors import SettingsError
from pi_nn.settings import Settings, section_names

DEFAULT = Path("/etc/pi_nn/settings.toml")
"""Where the appliance's settings lie."""

_LARGEST = 100_000  # bytes; a settings file has two thousand


def load(path: str | Path, base: Settings | None = None) -> Settings:
    """The settings of a TOML file on top of `base` (default: Settings()).

    Raises SettingsError, one line that names the file, for a file that cannot be read or is no TOML, for an
    unknown section or key (with the nearest known one), and for a value of the wrong type or out of range.
    """
    with naming(path):
        return applied(parse(read(Path(path))), base or Settings())


@contextmanager
def naming(path: str | Path) -> Iterator[None]:
    """A SettingsError that arises here names the file."""
    try:
        yield
    except SettingsError as error:
        raise SettingsError(f"{path}: {error}") from error


def applied(tables: dict[str, Any], base: Settings) -> Settings:
    """The settings `base` with the values of {section: {key: value}}; the same errors as `load`."""
    for section, values in tables.items():
        _require_known(section, section_names(), "section", "settings have")
        if not isinstance(values, dict):
            raise SettingsError(f"{section} = {reprlib.repr(values)}: must be a section: [{section}]")
        base = _section_applied(base, section, values)
    return base


def _section_applied(base: Settings, name: str, values: dict[str, Any]) -> Settings:
    section = getattr(base, name)
    known = [field.name for field in fields(section)]
    for key in values:
        _require_known(key, known, "key", f"[{name}] has")
    typed = {key: _typed(f"{name}.{key}", value, getattr(section, key)) for key, value in values.items()}
    return replace(base, **{name: replace(section, **typed)})


def _require_known(name: str, known: list[str], kind: str, owner: str) -> None:
    if name in known:
        return
    from difflib import get_close_matches

    nearest = get_close_matches(name, known, 1)
    hint = f'did you mean "{nearest[0]}"?' if nearest else f"known: {', '.join(known)}"
    raise SettingsError(f"{owner} no {kind} {reprlib.repr(name)}: {hint}")


def _typed(name: str, value: Any, like: Any) -> Any:
    """The value as the type of the value that it replaces; bool is no number here."""
    if isinstance(like, tuple):
        if not isinstance(value, list):
            raise SettingsError(f"{name} = {reprlib.repr(value)}: must be a list, as {list(like)}")
        return tuple(_typed(name, each, like[0]) for each in value)
    if type(like) is float and type(value) is int and abs(value) < 2**53:
        return float(value)
    if type(value) is not type(like):
        raise SettingsError(f"{name} = {reprlib.repr(value)}: must be {_WANTED[type(like)]}, as {_shown(like)}")
    if isinstance(value, str) and "\0" in value:
        raise SettingsError(f"{name} = {reprlib.repr(value)}: must not hold a NUL, which no file's name can")
    return value


_WANTED = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}


def _shown(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def read(path: Path) -> str:
    """What stands in a settings file; SettingsError if it cannot be read or is no text of a settings file's size."""
    try:
        files.require_file(path)
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise SettingsError(f"is no settings file: more than {_LARGEST} bytes")
        return content.decode("utf-8-sig")  # Windows' editor begins a file with a mark that TOML has not
    except OSError as error:
        raise SettingsError(f"settings cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"is no text in UTF-8: {error.reason} at byte {error.start}") from error


def parse(text: str) -> dict[str, Any]:
    """What such a text says: {section: {key: value}}; SettingsError if it is no TOML."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise SettingsError(f"is no TOML: {' '.join(str(error).split())}") from error
