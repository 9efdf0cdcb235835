"""What a training, and what a service, asks of the C library's and of Python's memory."""

import ctypes
import gc
from typing import Any

TIDY_READINGS = 240  # half a minute at 8 frames a second
SEARCH_AFTER = 50_000  # objects

_TRIM_THRESHOLD, _MAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # M_TRIM_THRESHOLD ... of malloc.h


def keep_freed_memory() -> None:
    """Let glibc keep what is freed: the next step needs it again, and fresh pages cost a quarter of a step."""
    _tell_malloc({_TRIM_THRESHOLD: 1 << 30, _MAP_THRESHOLD: 32 << 20})


def stay_as_large() -> None:
    """For years: large arrays are given back whole, so that the heap, one for all threads, has no gaps for them.

    Left to itself glibc takes ever larger ones from the heap, which then grows by one of them now and then.
    """
    _tell_malloc({_ARENA_MAX: 1, _MAP_THRESHOLD: 128 << 10})


def search_seldom() -> None:
    """Search for garbage after so many new objects, not after 700: of those that a start makes none is garbage."""
    gc.set_threshold(SEARCH_AFTER)


class Tidy:
    """Keeps Python's memory as large as it is; a display. Where nothing is left over, its collector never runs.

    Then the lists of free tuples and the like grow with every peak, a megabyte in a day. What there is at the first
    reading is left out of the search for garbage, so that this takes a third of a millisecond.
    """

    def __init__(self) -> None:
        self._readings = 0

    def show(self, _reading: Any) -> None:
        """Once in half a minute, tidy up."""
        if self._readings == 0:
            gc.collect()
            gc.freeze()
        elif self._readings % TIDY_READINGS == 0:
            gc.collect()
        self._readings += 1


def _tell_malloc(options: dict[int, int]) -> None:
    c_library = ctypes.CDLL(None)
    if hasattr(c_library, "mallopt"):
        for option, value in options.items():
            c_library.mallopt(option, value)
