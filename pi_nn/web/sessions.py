"""Who is who between two requests: signed cookies, each with a secret that every change must name.

A cookie is known by its signature alone, so that strangers, however many, take no memory and none pushes another out.
Only who has logged in is remembered.
"""

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

MOST = 100
"""Sessions that are logged in at a time; the oldest goes first."""


@dataclass(frozen=True)
class Session:
    """cookie: what the browser is known by. token: against forged requests (CSRF). logged_in: gave the password."""

    cookie: str
    token: str
    logged_in: bool

    def names(self, token: str) -> bool:
        """Whether a request that brings this token was made by a page of this session."""
        return hmac.compare_digest(self.token.encode(), token.encode())


class Sessions:
    """The sessions there are; safe to be used by several threads. seconds: how long one holds."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._secret = secrets.token_bytes(32)
        self._logged_in: dict[str, int] = {}  # until when, in milliseconds
        self._lock = Lock()

    def begin(self, logged_in: bool) -> Session:
        """A new one; who logs in gets one, so that nobody can have slipped him his own."""
        until = round((self._clock() + self._seconds) * 1000)
        session = self._session(f"{until}.{secrets.token_urlsafe(24)}", logged_in)
        if logged_in:
            with self._lock:
                self._make_room()
                self._logged_in[session.cookie] = until
        return session

    def find(self, cookie: str | None) -> Session | None:
        """The session of a cookie that was given here, unless it is over."""
        name, _, signature = (cookie or "").rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._signed("cookie", name).encode()):
            return None
        over = int(name.partition(".")[0]) <= self._clock() * 1000
        return None if over else self._session(name, cookie in self._logged_in)

    def end(self, session: Session) -> None:
        """Whoever has this cookie is a stranger from now on."""
        with self._lock:
            self._logged_in.pop(session.cookie, None)

    def _session(self, name: str, logged_in: bool) -> Session:
        return Session(f"{name}.{self._signed('cookie', name)}", self._signed("token", name), logged_in)

    def _signed(self, use: str, name: str) -> str:
        return hmac.new(self._secret, f"{use} {name}".encode(), "sha256").hexdigest()

    def _make_room(self) -> None:
        """The order of the dictionary is that of their beginning."""
        now = self._clock() * 1000
        for cookie in [cookie for cookie, until in self._logged_in.items() if until <= now]:
            del self._logged_in[cookie]
        while len(self._logged_in) >= MOST:
            del self._logged_in[next(iter(self._logged_in))]
