"""Settings, models and samples in one file, and back: what a hostile file brings along is refused as a whole.

The file is a zip of exactly these names: `pi_nn-backup`, `settings.toml`, `models/0001.npz` ..., `models/current`
and `samples/LABEL/NAME.png` or `.json`. It is read into memory within limits, checked, and only then written.
"""

import json
import re
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pi_nn import card, files, settings_file
from pi_nn.camera.pictures import load_png
from pi_nn.errors import DataError, ModelError, PiNNError
from pi_nn.model_store import ModelStore, load_tested, parsed
from pi_nn.places import Places
from pi_nn.placing import Placing, all_or_nothing, writable
from pi_nn.samples import LARGEST_FACTS, LARGEST_PICTURE, LONGEST_SIDE
from pi_nn.settings import PROFILES
from pi_nn.settings_text import migrated

_MARK = "pi_nn-backup"
_VERSION = "1\n"
_SETTINGS = "settings.toml"
_CURRENT = "models/current"
_LIMITS = {  # bytes of a file, by the pattern of its name
    re.compile(_MARK): 100,
    re.compile(r"settings\.toml"): 100_000,
    re.compile(r"models/[0-9]{4}\.npz"): 10 << 20,
    re.compile(_CURRENT): 1000,
    re.compile(r"samples/[0-9a-z][0-9a-z-]{0,15}/[0-9A-Za-z][0-9A-Za-z_-]{0,63}\.png"): LARGEST_PICTURE,
    re.compile(r"samples/[0-9a-z][0-9a-z-]{0,15}/[0-9A-Za-z][0-9A-Za-z_-]{0,63}\.json"): LARGEST_FACTS,
}
MOST_FILES = 20_000
LARGEST = 64 << 20
"""Bytes of all files together; they are held in memory while they are checked."""

_TOO_MUCH = f"more than {LARGEST >> 20} MB or {MOST_FILES} files, which restore would refuse: remove models or samples"

Contents = dict[str, bytes]
Watched = Callable[[list[Any]], Iterable[Any]]
"""Gives what is in a list, and may show how far it is: to try out a model takes a Pi Zero a second."""


def save(path: Path, places: Places, settings: Path, watched: Watched = iter) -> tuple[int, list[str]]:
    """Write what is there into a file that the owner alone may read; DataError if it cannot.

    How many files it holds, and what was left out because `restore` would refuse it: a reason each.
    """
    count, size, left_out = 0, len(_VERSION), list[str]()
    try:
        with files.replacing(path, 0o600) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo(_MARK), _VERSION)
            for name, place in watched(_found(places, settings)):
                try:
                    content = _checked(name, place)
                except DataError as error:
                    left_out.append(str(error))
                    continue
                count, size = count + 1, size + len(content)
                if count >= MOST_FILES or size > LARGEST:
                    raise DataError(f"{path}: no backup was made: {_TOO_MUCH}")
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # no date: a clock may be wrong
    except OSError as error:
        hint = ": try it with sudo" if isinstance(error, PermissionError) else ""
        raise DataError(f"{error.filename or path}: no backup was made: {error.strerror or error}{hint}") from error
    return count, left_out


def _found(places: Places, settings: Path) -> list[tuple[str, Path]]:
    """What is ours, by its name in the archive; anything else that lies there is left out."""
    candidates = [(_SETTINGS, settings), (_CURRENT, places.models / "current")]
    candidates += [(f"models/{path.name}", path) for path in _within(places.models) if path.suffix == ".npz"]
    samples = [path for folder in _within(places.samples) for path in _within(folder)]
    candidates += [(f"samples/{path.parent.name}/{path.name}", path) for path in samples]
    return [(name, path) for name, path in candidates if _limit(name) and path.is_file() and not path.is_symlink()]


def _within(folder: Path) -> list[Path]:
    """In order; OSError, where `glob` would find nothing, for a folder that may not be read."""
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _checked(name: str, path: Path) -> bytes:
    """What the file holds; DataError if it is no good."""
    limit, size = _limit(name), path.stat().st_size
    if size > limit:
        raise DataError(f"{name}: has more than {limit} bytes")
    content = files.read_small(path, limit) if size else b""
    check(name, content)
    return content


def _limit(name: str) -> int:
    """Bytes that a file of this name may have; 0 for a name that is none of ours."""
    return next((limit for pattern, limit in _LIMITS.items() if pattern.fullmatch(name)), 0)


def restore(path: Path, places: Places, settings: Path, watched: Watched = iter) -> int:
    """Put back what `save` wrote, beside what has come since: how many files; all of them or none.

    Models keep their numbers unless others have them by now; what was current becomes current again. Samples and
    settings of the same name are replaced. DataError, and nothing has changed.
    """
    contents = read(path)
    for name, content in watched(list(contents.items())):
        try:
            check(name, content)
        except DataError as error:
            raise DataError(f"{path}: nothing was restored: {error}") from error
    _require_keeping([places.models, places.samples, *([settings.parent] if _SETTINGS in contents else [])])
    try:
        with all_or_nothing() as placing:
            _place(contents, places, settings, placing)
    except (OSError, ModelError) as error:
        raise DataError(f"{path}: nothing was restored: {files.in_words(error)}") from error
    return len(contents)


def _place(contents: Contents, places: Places, settings: Path, placing: Placing) -> None:
    for name, content in contents.items():
        if name.startswith("samples/"):
            files.require_no_link((places.state / name).parent)
            placing.put(content, places.state / name, 0o660)
        elif name == _SETTINGS:
            placing.put(_migrated(content).encode(), settings)
    models = {int(name[7:11]): content for name, content in contents.items() if name.endswith(".npz")}
    if models or _CURRENT in contents:
        ModelStore(places.models).place(models, parsed(contents.get(_CURRENT, b"0")), placing.put)


def _require_keeping(folders: list[Path]) -> None:
    for folder in folders:
        if reason := card.forgets(folder):
            raise DataError(f"{folder}: nothing was restored: {reason}")
        if not writable(folder):
            raise DataError(f"{folder}: nothing was restored: you may not write there: try it with sudo")


def read(path: Path) -> Contents:
    """The files of a backup by their names, none of them looked into yet; DataError for anything odd."""
    try:
        files.require_file(path)
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _require_ours(entries, path)
            contents = {entry.filename: _content(archive, entry) for entry in entries}
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror or error}") from error
    except DataError:
        raise
    except Exception as error:  # on hostile bytes zipfile raises nearly anything
        raise DataError(f"{path}: is damaged or no backup: {error}") from error
    if contents.pop(_MARK, b"") != _VERSION.encode():
        raise DataError(f"{path}: is no backup of this version of pi_nn")
    return contents


def _require_ours(entries: list[zipfile.ZipInfo], path: Path) -> None:
    names = [entry.filename for entry in entries]
    if len(names) > MOST_FILES or sum(entry.file_size for entry in entries) > LARGEST:
        raise DataError(f"{path}: is too large for a backup")
    if len(set(names)) != len(names):
        raise DataError(f"{path}: names a file twice")
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if not _limit(entry.filename) or kind not in (0, stat.S_IFREG):
            raise DataError(f"{path}: {entry.filename[:80]!r} is no file that a backup has")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DataError(f"{path}: {entry.filename} is packed in a way that a backup is not")


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Never more than the limit, whatever the entry claims."""
    limit = _limit(entry.filename)
    with archive.open(entry) as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise ValueError(f"{entry.filename} has more than {limit} bytes")
    return content


def check(name: str, content: bytes) -> None:
    """Look into a file; DataError if it is no good."""
    try:
        if name == _SETTINGS:
            settings_file.applied(settings_file.parse(_migrated(content)), PROFILES["pi"])
        elif name == _CURRENT:
            parsed(content)
        elif name.endswith(".json"):
            _require_object(json.loads(content))
        elif name.endswith(".png"):
            load_png(content, LONGEST_SIDE)
        else:
            _check_model(name, content)
    except (PiNNError, ValueError, RecursionError) as error:
        raise DataError(f"{name}: {error}") from error


def _migrated(content: bytes) -> str:
    return migrated(content.decode("utf-8-sig"))  # as they are read: Windows' editor begins them with a mark


def _require_object(found: object) -> None:
    if not isinstance(found, dict):
        raise DataError("is no JSON object")


def _check_model(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / Path(name).name
        place.write_bytes(content)
        try:
            load_tested(place)
        except PiNNError as error:
            raise DataError(str(error).replace(f"{place}: ", "")) from error
