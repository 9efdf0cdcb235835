"""Readings that were shown lately, for whoever says afterwards what they were: files in memory, each replaced whole.

Once per steady stretch: a digit, unsure, or no digit though something is written. `recent-00.json` ... hold one each.
"""

import json
import math
import time
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from pi_nn import files
from pi_nn.decision import NO_DIGIT, UNSURE, Reading, State
from pi_nn.errors import ServiceError

KEPT = 12
LONGEST_SIDE = 256  # pixels of a crop
MARGIN = 0.25  # of the box's longer side, around it in the crop
ALIKE = 0.9  # the cosine of two glyphs from which on they are one writing, seen twice
_LARGEST = 200_000  # bytes of a file
_NAMES = "recent-*.json"

Box = tuple[int, int, int, int]


class Kept(NamedTuple):
    """A reading that was shown.

    number: milliseconds of the machine's clock when it was first kept; no other has it.
    seen, time: seconds when it was shown last, of the machine's clock and of the world's.
    scores: float32 (11,). box: x, y, width, height in a frame of `size` (width, height).
    crop: uint8 (height, width), the frame around the box. glyph: uint8 (28, 28), ink white.
    """

    number: int
    seen: float
    time: float
    digit: int | None
    unsure: bool
    confidence: float
    scores: np.ndarray
    box: Box
    size: tuple[int, int]
    crop: np.ndarray
    glyph: np.ndarray


class Recent:
    """Keeps them; a display. OSError where they cannot be kept.

    patience: frames for which no digit is shown, though something is written, before that is kept.
    """

    def __init__(
        self, folder: Path, most: int = KEPT, patience: int = 8, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder = folder
        self._most = most
        self._patience = patience
        self._clock = clock
        self._kept: list[Kept | None] = [None] * most  # by the numbers of the files
        self._state: State = None
        self._frames = 0
        self._done = False

    def show(self, reading: Reading) -> None:
        """Keep a decided reading once it is steady."""
        state = UNSURE if reading.unsure else reading.digit
        if state != self._state or (state is None and reading.glyph is None):
            self._state, self._frames, self._done = state, 0, False
        self._frames += 1
        if not self._done and reading.glyph is not None and self._frames >= self._needed():
            self._done = True
            self._keep(reading)

    def clear(self) -> None:
        """Forget them all."""
        self._kept = [None] * self._most
        with suppress(OSError):
            for path in self._folder.glob(_NAMES):
                path.unlink()

    def _needed(self) -> int:
        """What is shown has been steady already; that nothing is, has not."""
        return self._patience if self._state is None else 1

    def _keep(self, reading: Reading) -> None:
        """In the place of the same writing, if that is there already; else of the oldest."""
        now = self._clock()
        place, number = self._place(reading, int(now * 1000))
        kept = taken(reading, number, now)
        self._kept[place] = kept
        files.swap(self._folder / f"recent-{place:02d}.json", json.dumps(_described(kept)).encode())

    def _place(self, reading: Reading, number: int) -> tuple[int, int]:
        for place, kept in enumerate(self._kept):
            if kept and (kept.digit, kept.unsure) == (reading.digit, reading.unsure) and _alike(kept, reading):
                return place, kept.number
        ages = [each.seen if each else -1.0 for each in self._kept]
        taken = {each.number for each in self._kept if each}
        while number in taken:
            number += 1
        return ages.index(min(ages)), number


def _alike(kept: Kept, reading: Reading) -> bool:
    one, other = kept.glyph.ravel() / 255.0, reading.glyph.image.ravel()
    return bool(one @ other >= ALIKE * np.linalg.norm(one) * np.linalg.norm(other))


def taken(reading: Reading, number: int, now: float) -> Kept:
    """A decided reading with a glyph, as it is kept; now: seconds of the machine's clock."""
    glyph = (reading.glyph.image.clip(0, 1) * 255).astype(np.uint8)
    x, y, width, height = (int(each) for each in reading.glyph.box)
    box = (x, y, width, height)
    rows, columns = reading.frame.shape
    decided = (reading.digit, reading.unsure, reading.confidence, reading.scores)
    return Kept(number, now, time.time(), *decided, box, (columns, rows), cut(reading.frame, box), glyph)


def cut(frame: np.ndarray, box: Box) -> np.ndarray:
    """The frame around the box, uint8 (height, width), both at most LONGEST_SIDE: of a large one every nth pixel."""
    x, y, width, height = box
    margin = int(MARGIN * max(width, height))
    part = frame[max(0, y - margin) : y + height + margin, max(0, x - margin) : x + width + margin]
    step = -(-max(part.shape) // LONGEST_SIDE)
    return np.ascontiguousarray(part[::step, ::step])


def _described(kept: Kept) -> dict[str, Any]:
    height, width = kept.crop.shape
    plain = ("number", "seen", "time", "digit", "unsure", "confidence", "box", "size")
    return {
        **{name: getattr(kept, name) for name in plain},
        "scores": [round(score, 4) for score in kept.scores.tolist()],
        "crop": {"width": width, "height": height, "pixels": _as_text(kept.crop)},
        "glyph": _as_text(kept.glyph),
    }


def kept(folder: Path) -> list[Kept]:
    """The readings that a service in this folder has kept, newest first; what is damaged is left out."""
    found = [each for each in map(_read, folder.glob(_NAMES)) if each]
    return sorted(found, key=lambda each: each.seen, reverse=True)


def last(folder: Path) -> Kept:
    """The newest; ServiceError if no service runs, or nothing was shown since it started."""
    found = kept(folder)
    if found:
        return found[0]
    if not (folder / "reading.json").exists():
        raise ServiceError(f"{folder}: no service runs there that has seen anything: `pi-nn status`")
    raise ServiceError(f"{folder}: nothing was seen yet: hold a digit up")


def find(folder: Path, number: int) -> Kept:
    """The one with this number; ServiceError if it has gone."""
    for each in kept(folder):
        if each.number == number:
            return each
    raise ServiceError(f"{folder}: that reading is not kept any more; hold it up again")


def _read(path: Path) -> Kept | None:
    """What a file holds; None for what the service would not write."""
    try:
        record = json.loads(files.read_small(path, _LARGEST))
        crop = record["crop"]
        return Kept(
            **{name: kind(record[name]) for name, kind in _PLAIN.items()},
            digit=None if record["digit"] is None else range(10)[record["digit"]],
            scores=_numbers(record["scores"], NO_DIGIT.shape),
            box=_box(record["box"]),
            size=_size(record["size"]),
            crop=_as_pixels(crop["pixels"], _size((crop["height"], crop["width"]))),
            glyph=_as_pixels(record["glyph"], (28, 28)),
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError, OverflowError, RecursionError):
        return None


def _finite(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("no number")
    return number


_PLAIN: dict[str, Any] = {"number": int, "seen": _finite, "time": _finite, "unsure": bool, "confidence": _finite}


def _numbers(values: Any, shape: tuple[int, ...]) -> np.ndarray:
    array = np.array(values, np.float32)
    if array.shape != shape or not np.isfinite(array).all():
        raise ValueError("no such numbers")
    return array


def _box(values: Any) -> Box:
    x, y, width, height = map(int, values)
    return x, y, width, height


def _size(values: Any) -> tuple[int, int]:
    one, other = map(int, values)
    if min(one, other) < 1:
        raise ValueError("no size")
    return one, other


def _as_text(picture: np.ndarray) -> str:
    return b2a_base64(picture.tobytes(), newline=False).decode()


def _as_pixels(text: str, shape: tuple[int, int]) -> np.ndarray:
    return np.frombuffer(a2b_base64(text), np.uint8).reshape(shape)
