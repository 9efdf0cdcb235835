"""Connections of browsers: where there are many, who comes takes a place from those who have most of them.

So nobody can keep all others out by holding connections open, however slowly he speaks on them.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from waitress.channel import HTTPChannel

MOST = 50
"""At a time, so that memory and descriptors stay few."""


class Connection(HTTPChannel):
    """One of Waitress's; where there are MOST already it closes another as it begins."""

    def __init__(self, server: Any, sock: Any, address: Any, *more: Any, **named: Any) -> None:
        others = list(server.active_channels.values())
        leaving = who_leaves(others) if len(others) >= MOST else None
        if leaving is not None:
            leaving.will_close = True  # Waitress closes it as it does one that says nothing for long
        super().__init__(server, sock, address, *more, **named)


def who_leaves(connections: Iterable[Any]) -> Any:
    """The quietest of the address that has most; None where all are being answered."""
    staying = [each for each in connections if not each.will_close]
    counts = Counter(each.addr[0] for each in staying)
    quiet = [each for each in staying if not each.requests]
    return min(quiet, key=lambda each: (-counts[each.addr[0]], each.last_activity), default=None)
