"""What the service sees, for every other process: files in memory, each replaced whole.

`reading.json`: the latest reading and how the service is. `glyph.pgm`: the latest glyph, 28x28, ink white.
`frame.pgm`: the latest frame, while somebody looks, who touches the file `look` there every few seconds.
`recent-NN.json`: readings that were shown lately, see `recent`.
Each picture names, in its comment, the frame that it was written for, and `reading.json` names the glyph's.
Nobody but the owner and the group may read any of them.
"""

import errno
import fcntl
import json
import os
import re
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from pi_nn import files
from pi_nn.decision import Reading
from pi_nn.errors import ServiceError
from pi_nn.recent import Recent

LOOK_SECONDS = 5.0
STALE_SECONDS = 5.0
_RATE_FRAMES = 17
_NAMES = ("reading.json", "glyph.pgm", "frame.pgm", "look")
_PGM = re.compile(rb"P5\n# ([0-9]+)\n([0-9]{1,5}) ([0-9]{1,5})\n255\n")
_LARGEST = 8192 * 8192 + 100  # bytes of a frame's file


class RuntimeFiles:
    """Keeps the files; a display and a context. What cannot be written is said once and harms no reading.

    facts: what else stands in `reading.json`. clock: seconds, the same for all processes, since the machine started.
    recent: keeps readings that were shown, in the same folder.
    """

    def __init__(
        self,
        folder: Path,
        facts: Callable[[], dict[str, Any]],
        say: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
        recent: Recent | None = None,
    ) -> None:
        self._folder = folder
        self._facts = facts
        self._say = say
        self._clock = clock
        self._recent = recent or Recent(folder)
        self._frames = 0
        self._times: deque[float] = deque(maxlen=_RATE_FRAMES)
        self._started = clock()
        self._writes = True
        self._held: int | None = None  # the folder, which is ours alone
        self._framed = False
        self._glyph: Any = None
        self._glyph_frame = 0  # in which it was written: while nothing changes, a glyph is written once

    def __enter__(self) -> "RuntimeFiles":
        self._careful(self._prepare)
        return self

    def __exit__(self, *exc_info: object) -> None:
        if self._held is None:
            return
        for name in _NAMES:
            with suppress(OSError):
                (self._folder / name).unlink()
        self._recent.clear()
        os.close(self._held)
        self._held = None

    def show(self, reading: Reading) -> None:
        """Keep the decided reading."""
        self._frames += 1
        self._times.append(self._clock())
        self._careful(lambda: self._keep(reading))

    def tell(self, fault: str) -> None:
        """There is no reading, for this reason."""
        self._times.clear()
        self._careful(lambda: self._write_record({"fault": fault}))

    def _prepare(self) -> None:
        self._folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        self._hold()
        self._glyph, self._framed = None, False
        self._recent.clear()
        files.swap(self._folder / "look", b"")
        os.chmod(self._folder / "look", 0o660)
        os.utime(self._folder / "look", (0, 0))
        self._write_record({"fault": "starting"})

    def _hold(self) -> None:
        """A second service that is started by mistake leaves the first one's files alone."""
        if self._held is not None:
            os.close(self._held)
        self._held = None
        folder = os.open(self._folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(folder)
            raise OSError(errno.EBUSY, "another service keeps there what it sees") from error
        self._held = folder

    def _keep(self, reading: Reading) -> None:
        if reading.glyph is not None and reading.glyph is not self._glyph:
            self._write_picture("glyph.pgm", (reading.glyph.image.clip(0, 1) * 255).astype(np.uint8))
            self._glyph, self._glyph_frame = reading.glyph, self._frames
        if self._looked_at():
            self._write_picture("frame.pgm", reading.frame)
            self._framed = True
        elif self._framed:
            (self._folder / "frame.pgm").unlink(missing_ok=True)
            self._framed = False
        self._write_record({**_described(reading), "glyph": self._glyph_frame if reading.glyph is not None else 0})
        self._recent.show(reading)

    def _looked_at(self) -> bool:
        try:
            return 0 <= time.time() - os.stat(self._folder / "look").st_mtime < LOOK_SECONDS
        except OSError:
            return False

    def _write_picture(self, name: str, picture: np.ndarray) -> None:
        height, width = picture.shape
        files.swap(self._folder / name, b"P5\n# %d\n%d %d\n255\n" % (self._frames, width, height) + picture.tobytes())

    def _write_record(self, seen: dict[str, Any]) -> None:
        now = self._clock()
        passed = self._times[-1] - self._times[0] if self._times else 0.0
        rate = (len(self._times) - 1) / passed if passed else 0.0
        own = {"frame": self._frames, "frames_per_second": round(rate, 2), "monotonic": now, "time": time.time()}
        record = {**own, "started": self._started, "fault": "", **self._facts(), **seen}
        files.swap(self._folder / "reading.json", json.dumps(record).encode())

    def _careful(self, write: Callable[[], None]) -> None:
        try:
            if not self._writes:
                self._prepare()  # the folder itself may have gone
            write()
            self._writes = True
        except OSError as error:
            if self._writes:
                self._say(f"{self._folder}: what is seen cannot be kept there ({error.strerror}); reading goes on")
            self._writes = False


def _described(reading: Reading) -> dict[str, Any]:
    height, width = reading.frame.shape
    return {
        "digit": reading.digit,
        "unsure": reading.unsure,
        "confidence": round(reading.confidence, 4),
        "scores": [round(score, 4) for score in reading.scores.tolist()],
        "box": [int(each) for each in reading.glyph.box] if reading.glyph is not None else None,
        "size": [width, height],
    }


class Seen(NamedTuple):
    """What the service saw last.

    record: of `reading.json`. age: seconds since. glyph: uint8 (28, 28), ink white, or None.
    frame: uint8 (height, width), or None; both pictures are those of the record.
    """

    record: dict[str, Any]
    age: float
    glyph: np.ndarray | None
    frame: np.ndarray | None


def seen(folder: Path, clock: Callable[[], float] = time.monotonic) -> Seen:
    """What the service in this folder saw last; ServiceError where none runs or it may not be looked at."""
    for _ in range(10):  # the service writes between two of our reads, but not ten times
        record = _record(folder)
        glyph = _picture(folder / "glyph.pgm", record.get("glyph", 0))
        frame = _picture(folder / "frame.pgm", record["frame"])
        if _record(folder)["frame"] == record["frame"]:
            break
    return Seen(record, clock() - record["monotonic"], glyph, frame)


def look(folder: Path) -> None:
    """Wish for frames during the next seconds; ServiceError as `seen`."""
    try:
        os.utime(folder / "look")
    except OSError as error:
        raise _not_there(folder, error) from error


def _record(folder: Path) -> dict[str, Any]:
    try:
        record = json.loads((folder / "reading.json").read_bytes()[:100_000])
        if not isinstance(record["frame"], int) or not isinstance(record["fault"], str):
            raise ValueError("no frame")
        if not all(isfinite(record[name]) for name in ("monotonic", "frames_per_second")):
            raise ValueError("no times")
    except OSError as error:
        raise _not_there(folder, error) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ServiceError(f"{folder}/reading.json: is damaged; `sudo systemctl restart pi_nn`") from error
    found: dict[str, Any] = record
    return found


def _not_there(folder: Path, error: OSError) -> ServiceError:
    if isinstance(error, PermissionError):
        return ServiceError(f"{folder}: not allowed: `sudo adduser $USER pi_nn`, then log in anew")
    return ServiceError(f"{folder}: no service runs: `systemctl status pi_nn` says why; `pi-nn run` reads without it")


def _picture(path: Path, frame: int) -> np.ndarray | None:
    """The picture in a file, if it is of that frame."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST)
    except OSError:
        return None
    found = _PGM.match(content)
    if not found or int(found[1]) != frame:
        return None
    width, height = int(found[2]), int(found[3])
    if len(content) - found.end() != width * height:
        return None
    return np.frombuffer(content, np.uint8, offset=found.end()).reshape(height, width)
