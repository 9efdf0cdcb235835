"""What the owner taught, as files that a person can open: `samples/7/NAME.png`, `NAME-glyph.png` and `NAME.json`.

The first is the frame around the writing, the second what the network gets of it, the third says when it was taken
and how it was read then. A sample is there as long as its JSON is, which is written last and removed first.
"""

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from pi_nn import card, files
from pi_nn.camera.pictures import load_png
from pi_nn.errors import DataError
from pi_nn.recent import Kept

LABELS = (*"0123456789", "none")
LONGEST_SIDE = 1024  # pixels of a crop
LARGEST_PICTURE = 1 << 20  # bytes of its file
LARGEST_FACTS = 20_000  # bytes of a JSON file
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,55}")
_MODE = 0o660  # the page, which is of the group, writes here too


@dataclass(frozen=True)
class Shown:
    """What was held up. crop: uint8 (height, width). glyph: uint8 (28, 28), ink white. facts: what else is known.

    Of the facts, `time` (seconds) becomes the sample's name, and those of one `group` show one and the same writing.
    """

    crop: np.ndarray
    glyph: np.ndarray
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sample(Shown):
    """What was held up, what it is (a label of `LABELS`), and the name under which it is kept."""

    label: str = "none"
    name: str = ""

    @property
    def group(self) -> str:
        """Samples of one group are pictures of one writing."""
        return str(self.facts.get("group") or self.name)


def shown(kept: Kept) -> Shown:
    """What was held up when this reading was shown."""
    scores = [round(score, 4) for score in kept.scores.tolist()]
    facts = {"time": kept.time, "read": kept.digit, "unsure": kept.unsure, "scores": scores, "box": list(kept.box)}
    return Shown(kept.crop, kept.glyph, facts)


class SampleStore:
    """The samples in a folder, which need not be there as long as nothing is added."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self.folder = folder
        self.most_bytes = most_bytes

    def names(self) -> list[tuple[str, str]]:
        """(label, name) of all samples, oldest first."""
        found = [(path.stem, label) for label in LABELS for path in (self.folder / label).glob("*.json")]
        return [(label, name) for name, label in sorted(found) if _NAME.fullmatch(name)]

    def load(self, label: str, name: str) -> Sample:
        """One sample; DataError names the file that is no good."""
        crop, glyph = (self._picture(self._path(label, name, end)) for end in (".png", "-glyph.png"))
        if glyph.shape != (28, 28):
            raise DataError(f"{self._path(label, name, '-glyph.png')}: is no glyph of 28x28 pixels: remove the sample")
        return Sample(crop, glyph, self.facts(label, name), label, name)

    def facts(self, label: str, name: str) -> dict[str, Any]:
        """What is known of one sample, without its pictures; DataError as `load`."""
        path = self._path(label, name, ".json")
        try:
            facts = json.loads(files.read_small(path, LARGEST_FACTS))
        except (OSError, ValueError, RecursionError) as error:
            raise _no_good(path, error) from error
        if not isinstance(facts, dict):
            raise _no_good(path, ValueError("no JSON object"))
        return facts

    def all(self, say: Callable[[DataError], None]) -> Iterator[Sample]:
        """All samples, oldest first; one that is no good is said and left out."""
        for label, name in self.names():
            try:
                yield self.load(label, name)
            except DataError as error:
                say(error)

    def add(self, label: str, what: Shown) -> Sample:
        """Keep it; the same thing taught before gets this label. DataError, and nothing has changed, if it cannot."""
        name = _name(what)
        self._path(label, name, "")
        contents = {".png": _png(what.crop), "-glyph.png": _png(what.glyph), ".json": _json(what.facts)}
        self.require_room(sum(map(len, contents.values())))
        before = [each for each in LABELS if self._path(each, name, ".json").exists()]
        with self._refusals(label), self._whole(label, name):
            for end, content in contents.items():
                files.replace(self._path(label, name, end), content, _MODE)
        for each in before:
            if each != label:
                self.remove(each, name)
        return Sample(what.crop, what.glyph, what.facts, label, name)

    def relabel(self, label: str, name: str, new: str) -> None:
        """It is something else than it was said to be; DataError if there is none or it cannot be changed."""
        self._require(label, name)
        self._path(new, name, "")
        if label == new:
            return
        with self._refusals(new), self._whole(new, name):
            for end in (".png", "-glyph.png"):
                old = self._path(label, name, end)
                files.replace(self._path(new, name, end), files.read_small(old, LARGEST_PICTURE), _MODE)
            os.replace(self._path(label, name, ".json"), self._path(new, name, ".json"))
            self._drop(label, name)

    def remove(self, label: str, name: str) -> None:
        """Forget it; DataError if there is none or it cannot be removed."""
        self._require(label, name)
        with self._refusals(label):
            self._drop(label, name)

    def used(self) -> int:
        """Bytes of all files."""
        return sum(_size(path) for label in LABELS for path in (self.folder / label).glob("*"))

    def require_room(self, more: int = 1) -> None:
        """DataError if so many bytes more are too many, or nothing can be kept at all."""
        if reason := card.forgets(self.folder):
            raise DataError(f"{self.folder}: nothing can be kept there: {reason}")
        if self.used() + more > self.most_bytes:
            most = f"{self.most_bytes / 2**20:.3g} MB"
            raise DataError(f"{self.folder}: is full ({most}, `most_megabytes`): remove some: `pi-nn samples --help`")

    def _drop(self, label: str, name: str) -> None:
        for end in (".json", ".png", "-glyph.png"):
            self._path(label, name, end).unlink(missing_ok=True)

    def _require(self, label: str, name: str) -> None:
        if not self._path(label, name, ".json").exists():
            raise DataError(f"{self.folder}: has no sample {label}/{name}: `pi-nn samples` lists them")

    @contextmanager
    def _refusals(self, label: str) -> Iterator[None]:
        """What the card refuses becomes a line."""
        try:
            yield
        except OSError as error:
            why = card.explained(error)
            raise DataError(f"{self.folder / label}: samples cannot be changed there: {why}") from error

    @contextmanager
    def _whole(self, label: str, name: str) -> Iterator[None]:
        """In the label's folder; what breaks off leaves no picture of a sample that never was."""
        files.require_no_link(self.folder / label)
        files.make_folder(self.folder / label, 0o770)
        try:
            yield
        except BaseException:
            if not self._path(label, name, ".json").exists():
                self._drop(label, name)
            raise

    def _path(self, label: str, name: str, end: str) -> Path:
        """Nothing else can be named than a sample's files."""
        if label not in LABELS or not _NAME.fullmatch(name):
            raise DataError(f"{label[:20]!r}/{name[:60]!r}: is no sample: labels are 0 to 9 and none")
        return self.folder / label / f"{name}{end}"

    def _picture(self, path: Path) -> np.ndarray:
        try:
            return load_png(files.read_small(path, LARGEST_PICTURE), LONGEST_SIDE)
        except (OSError, DataError) as error:
            raise _no_good(path, error) from error


def _no_good(path: Path, error: Exception) -> DataError:
    if isinstance(error, PermissionError):  # as of what was copied there by root: no reason to remove it
        return DataError(f"{path}: may not be read: `sudo /opt/pi_nn/current/scripts/install` mends that")
    reason = files.reason(error).removeprefix(f"{path}: ")
    return DataError(f"{path}: is no good ({reason}): remove the sample")


def _size(path: Path) -> int:
    """Bytes of a file; none of one that has gone meanwhile, as others teach and forget at the same time."""
    try:
        return path.lstat().st_size
    except FileNotFoundError:
        return 0


def _name(what: Shown) -> str:
    """When it was seen, and what of: the same reading has the same name."""
    when = datetime.fromtimestamp(float(what.facts.get("time", time.time())), UTC)
    return f"{when:%Y%m%d-%H%M%S}-{sha256(what.glyph.tobytes()).hexdigest()[:8]}"


def _png(picture: np.ndarray) -> bytes:
    from PIL import Image

    content = BytesIO()
    Image.fromarray(picture).save(content, "PNG")
    return content.getvalue()


def _json(facts: dict[str, Any]) -> bytes:
    return (json.dumps(facts, indent=1) + "\n").encode()
