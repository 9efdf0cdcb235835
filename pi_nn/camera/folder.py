"""A folder of pictures as a camera: JPEG and PNG in natural order."""

import os
import re
from collections.abc import Callable, Iterator
from itertools import repeat
from pathlib import Path

import numpy as np

from pi_nn.camera.pictures import load_grey
from pi_nn.errors import CameraError, DataError

_ENDINGS = {".jpg", ".jpeg", ".png"}


class Folder:
    """Frames uint8 (height, width), one size or many, EXIF-upright; a context manager.

    loop: begin again after the last picture. hold: frames for which each picture is held up.
    turn: makes a frame upright.
    A picture that cannot be read is left out and stands in `refused`, by its path, with the reason.
    Raises CameraError when there is no such folder, no picture in it, or none that can be read.
    """

    def __init__(
        self,
        path: str | Path,
        loop: bool = False,
        hold: int = 1,
        turn: Callable[[np.ndarray], np.ndarray] = lambda frame: frame,
    ) -> None:
        self.path = Path(os.path.expanduser(path))  # no shell does it in `folder:~/photos`
        self.refused: dict[Path, str] = {}
        self._loop = loop
        self._hold = hold
        self._turn = turn

    def __enter__(self) -> "Folder":
        self.pictures()
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Nothing is held open between two pictures."""

    def pictures(self) -> list[Path]:
        """The folder's JPEG and PNG files in natural order: 2.jpg before 10.jpg."""
        try:
            found = [path for path in self.path.iterdir() if path.suffix.lower() in _ENDINGS and path.is_file()]
        except OSError as error:
            raise CameraError(f"no folder of pictures at {self.path}: {error.strerror}") from error
        if not found:
            raise CameraError(f"no JPEG or PNG picture in {self.path}")
        return sorted(found, key=natural_order)

    def __iter__(self) -> Iterator[np.ndarray]:
        yield from self._once()
        while self._loop:
            yield from self._once()

    def _once(self) -> Iterator[np.ndarray]:
        pictures = self.pictures()
        for path in pictures:
            yield from self._held(path)
        if self.refused.keys() >= set(pictures):
            raise CameraError(f"no picture in {self.path} can be read: {self.refused[pictures[0]]}")

    def _held(self, path: Path) -> Iterator[np.ndarray]:
        try:
            return repeat(self._turn(load_grey(path)), self._hold)
        except DataError as error:
            self.refused[path] = str(error)
            return iter(())


def natural_order(path: Path) -> list[tuple[int, int | str]]:
    """A key by which numbers in names sort by value: "frame 9" before "frame 10"."""
    parts = re.findall(r"[0-9]+|[^0-9]+", path.name.lower())
    return [(0, int(part)) if part[0] in "0123456789" else (1, part) for part in parts] + [(1, path.name)]
