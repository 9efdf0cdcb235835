"""Giving out frames no faster than a real camera would."""

import time
from collections.abc import Callable, Iterable, Iterator

import numpy as np


def paced(
    frames: Iterable[np.ndarray],
    frames_per_second: float,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[np.ndarray]:
    """The same frames, at most so many a second, for people to watch."""
    due = clock()
    for frame in frames:
        sleep(max(0.0, due - clock()))
        # From now, not from when it was due: a reader that fell behind is not to be rushed afterwards.
        due = clock() + 1.0 / frames_per_second
        yield frame
