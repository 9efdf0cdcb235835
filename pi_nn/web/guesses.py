"""How often a password may be tried: a few times a minute from one address, and some more from all together.

Strangers can use up what all have together; from this machine itself, where a tunnel ends, one gets in all the same.
"""

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

from pi_nn.web.names import is_loopback

SECONDS = 60.0
TOGETHER = 4
"""Times what one address may guess, from all addresses together."""
_HERE = "localhost"


class Guesses:
    """Counts the tries of the last minute; a right one takes its address's tries away."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._tries: deque[tuple[float, str]] = deque()
        self._lock = Lock()

    def wait(self, address: str) -> float:
        """Seconds until that address may try again; 0: it may now, and this counts as a try."""
        address = _one_of(address)
        with self._lock:
            now = self._clock()
            while self._tries and self._tries[0][0] <= now - SECONDS:
                self._tries.popleft()
            own = [when for when, who in self._tries if who == address]
            if len(own) >= self._most:
                return own[-self._most] + SECONDS - now
            if len(self._tries) >= self._most * TOGETHER and address != _HERE:
                return self._tries[-self._most * TOGETHER][0] + SECONDS - now
            self._tries.append((now, address))
            return 0.0

    def right(self, address: str) -> None:
        """The password was right."""
        with self._lock:
            self._tries = deque(each for each in self._tries if each[1] != _one_of(address))


def _one_of(address: str) -> str:
    """A machine has millions of addresses by which it calls itself."""
    return _HERE if is_loopback(address) else address
