"""Who is who between two requests: sessions in memory, each with a secret that every change must name."""

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

MOST = 100
"""Sessions at a time; the oldest stranger's goes first."""


@dataclass(frozen=True)
class Session:
    """cookie: what the browser is known by. token: against forged requests (CSRF). trusted: may see and change."""

    cookie: str
    token: str
    trusted: bool
    until: float

    def names(self, token: str) -> bool:
        """Whether a request that brings this token was made by a page of this session."""
        return hmac.compare_digest(self.token.encode(), token.encode())


class Sessions:
    """The sessions there are; safe to be used by several threads. seconds: how long one holds."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._known: dict[str, Session] = {}
        self._lock = Lock()

    def begin(self, trusted: bool) -> Session:
        """A new one; who logs in gets one, so that nobody can have slipped him his own."""
        session = Session(secrets.token_urlsafe(24), secrets.token_urlsafe(24), trusted, self._clock() + self._seconds)
        with self._lock:
            self._make_room()
            self._known[session.cookie] = session
        return session

    def find(self, cookie: str | None) -> Session | None:
        """The session of a cookie, unless it is over."""
        found = self._known.get(cookie or "")
        return found if found and found.until > self._clock() else None

    def end(self, session: Session) -> None:
        """The cookie is worth nothing from now on."""
        with self._lock:
            self._known.pop(session.cookie, None)

    def _make_room(self) -> None:
        """The order of the dictionary is that of their beginning."""
        now = self._clock()
        for cookie in [each.cookie for each in self._known.values() if each.until <= now]:
            del self._known[cookie]
        while len(self._known) >= MOST:
            oldest = min(self._known.values(), key=lambda each: each.trusted)
            del self._known[oldest.cookie]
