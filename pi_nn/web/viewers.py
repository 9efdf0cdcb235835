"""Who sees every frame: the first few viewers; whoever comes after them sees one a second."""

import time
from collections.abc import Callable
from threading import Lock

GONE_SECONDS = 3.0
"""A viewer who has not asked for so long has gone, and his place is free."""
MOST = 1000
"""Viewers that are told apart; names beyond them wait until some have gone."""


class Viewers:
    """Gives each viewer his pace; safe to be used by several threads.

    live: how many see every frame. slow_seconds: from one frame to the next of everybody else.
    """

    def __init__(self, live: int, slow_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most_live = live
        self._slow_seconds = slow_seconds
        self._clock = clock
        self._live: dict[str, float] = {}  # when he asked last
        self._slow: dict[str, float] = {}  # when he may ask next
        self._lock = Lock()

    def wait(self, viewer: str) -> float:
        """Seconds until the viewer may have a frame; 0: now."""
        with self._lock:
            now = self._clock()
            self._forget(now)
            if viewer in self._live or len(self._live) < self._most_live:
                self._live[viewer] = now
                self._slow.pop(viewer, None)
                return 0.0
            return self._slowly(viewer, now)

    def is_live(self, viewer: str) -> bool:
        """Whether he sees every frame."""
        return viewer in self._live

    def _slowly(self, viewer: str, now: float) -> float:
        if viewer not in self._slow and len(self._slow) >= MOST:
            return self._slow_seconds
        left = self._slow.get(viewer, now) - now
        if left > 0:
            return left
        self._slow[viewer] = now + self._slow_seconds
        return 0.0

    def _forget(self, now: float) -> None:
        self._live = {who: when for who, when in self._live.items() if now - when < GONE_SECONDS}
        if len(self._slow) >= MOST:
            self._slow = {who: when for who, when in self._slow.items() if now - when < GONE_SECONDS}
