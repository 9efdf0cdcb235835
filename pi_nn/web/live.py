"""What the appliance sees now, as one answer that all viewers share; made only when somebody asks."""

import json
import math
import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from pi_nn import runtime
from pi_nn.errors import ServiceError
from pi_nn.settings import Finder
from pi_nn.vision.contrast import View
from pi_nn.web import pictures

WIDTH = 480  # pixels of a frame that is sent, at most
_LOOK_SECONDS = 1.0
_SHORTEST, _LONGEST = 0.04, 1.0  # seconds until it is worth asking again
_FAULT_SECONDS = 1.0
_TOLD = ("frame", "digit", "unsure", "confidence", "scores", "box", "size", "frames_per_second", "model", "fault")


class Live:
    """The service's files in this folder, at most once a frame; safe to be used by several threads.

    also: what else viewers are told with each frame.
    """

    def __init__(
        self, folder: Path, finder: Finder, also: dict[str, Any], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder = folder
        self._finder = finder
        self._also = also
        self._clock = clock
        self._looked = -_LOOK_SECONDS
        self._stamp: tuple[int, int] | None = None
        self._answer: dict[str, Any] = {}
        self._bytes = b""
        self._seen = self._due = 0.0  # when the answer's frame was read, and when the next one should be
        self._lock = Lock()

    def latest(self, after: str = "") -> tuple[bytes, float]:
        """A JSON object, empty if there is nothing new since the frame `after`; and when to ask again, in seconds.

        Where no service runs, or it has a fault, the object has a `fault`, in a line for people.
        """
        with self._lock:
            try:
                self._look()
                self._renew()
            except ServiceError as error:
                return json.dumps({"fault": str(error), "frame": -1}).encode(), _FAULT_SECONDS
            if self._clock() - self._seen > runtime.STALE_SECONDS:
                return json.dumps({**self._answer, "stale": True}).encode(), _FAULT_SECONDS
            new = str(self._answer["frame"]) != after
            return (self._bytes if new else b"{}"), self._again()

    def _look(self) -> None:
        if self._clock() - self._looked >= _LOOK_SECONDS:
            self._looked = self._clock()
            runtime.look(self._folder)

    def _renew(self) -> None:
        stamp = self._stamped()
        if stamp is None or stamp != self._stamp:
            seen = runtime.seen(self._folder, self._clock)
            try:
                self._take(seen)
            except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
                raise ServiceError(f"{self._folder}: holds what is damaged; `sudo systemctl restart pi_nn`") from error
            self._stamp = stamp

    def _take(self, seen: runtime.Seen) -> None:
        self._answer = {**self._also, **_described(seen, self._finder)}
        self._bytes = json.dumps(self._answer, allow_nan=False).encode()
        self._seen = self._clock() - seen.age
        self._due = self._seen + self._period(seen.record)
        if not math.isfinite(self._due):
            raise ValueError("no time")

    def _stamped(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._folder / "reading.json")
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino

    def _again(self) -> float:
        """A little after the next frame, if it comes when it should."""
        if self._answer["fault"] and "digit" not in self._answer:
            return _FAULT_SECONDS
        return min(max(self._due - self._clock() + _SHORTEST, _SHORTEST), _LONGEST)

    def _period(self, record: dict[str, Any]) -> float:
        rate = record.get("frames_per_second") or 0.0
        return 1 / rate if rate > 0 else _LONGEST


def _described(seen: runtime.Seen, finder: Finder) -> dict[str, Any]:
    told = {name: seen.record[name] for name in _TOLD if name in seen.record}
    if seen.frame is not None:
        told["picture"] = pictures.jpeg(seen.frame, WIDTH)
        told["ink"] = pictures.png(~threshold(seen, finder))
    if seen.glyph is not None and seen.record.get("box"):
        told["glyph"] = pictures.png(255 - seen.glyph)
    return told


def threshold(seen: runtime.Seen, finder: Finder) -> np.ndarray:
    """Bool: what the finder takes for ink at its usual threshold, of the kind that was read: dark, or light."""
    assert seen.frame is not None
    return View(seen.frame, finder.view, finder).ink(_is_dark(seen), finder.ink_share)


def _is_dark(seen: runtime.Seen) -> bool:
    """Whether the frame is darker where the glyph has ink than where it has none; dark where nothing is read."""
    if seen.glyph is None or seen.frame is None or not seen.record.get("box"):
        return True
    x, y, width, height = seen.record["box"]
    rows, columns = (np.flatnonzero(seen.glyph.max(axis) > 127) for axis in (1, 0))
    if not (len(rows) and width > 0 and height > 0):
        return True
    glyph = seen.glyph[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    down, across = (np.arange(parts) * size // parts for parts, size in zip(glyph.shape, (height, width)))
    tone = seen.frame[y : y + height, x : x + width][np.ix_(down, across)]
    paper = tone[glyph < 64]
    return not paper.size or bool(tone[glyph > 127].mean() < paper.mean())
