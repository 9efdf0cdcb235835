"""Who may see the page and change something: sessions, the password where there is one, and guesses at it."""

from threading import Lock

from pi_nn.web import password
from pi_nn.web.guesses import Guesses
from pi_nn.web.sessions import Session, Sessions

NO_COOKIE = "your browser keeps no cookies for this page: allow them, then load the page anew"


class Refused(Exception):
    """A request that is not answered: its status, why in a line, and after how many seconds it may come again."""

    def __init__(self, status: int, why: str, again: float = 0.0) -> None:
        super().__init__(why)
        self.status = status
        self.again = again


class Access:
    """kept: the password's hash; None: whoever reaches us, which only those on this machine do, may do everything."""

    def __init__(self, kept: str | None, sessions: Sessions, guesses: Guesses) -> None:
        self._kept = kept
        self._sessions = sessions
        self._guesses = guesses
        self._one_at_a_time = Lock()  # a guess takes a second of a Pi Zero, and 8 MB

    @property
    def has_password(self) -> bool:
        """Whether one must log in."""
        return self._kept is not None

    def visit(self, cookie: str | None) -> Session:
        """The session of who asks for a page; a new one where there is none."""
        return self._sessions.find(cookie) or self._sessions.begin(logged_in=False)

    def trusts(self, session: Session) -> bool:
        """Whether it may see and change something."""
        return session.logged_in or not self.has_password

    def require(self, cookie: str | None) -> Session:
        """The session of who asks for something that is not for everybody."""
        session = self._known(cookie)
        if session is None or not self.trusts(session):
            raise Refused(401, "log in first: load the page anew")
        return session

    def require_own_page(self, session: Session | None, token: str) -> None:
        """Changes are made by our own pages alone, which know the session's token."""
        if session is None or not session.names(token):
            raise Refused(403, "this page is out of date: load it anew")

    def log_in(self, cookie: str | None, token: str, address: str, given: str) -> Session:
        """A new session for the right password."""
        before = self._known(cookie)
        self.require_own_page(before, token)
        if before is None or self._kept is None:
            raise Refused(403, "there is no password to be given")
        again = self._guesses.wait(address)
        if again > 0:
            raise Refused(429, f"too many tries: wait {again:.0f} seconds", again)
        if not self._one_at_a_time.acquire(timeout=2):
            raise Refused(429, "somebody else is logging in: try again", 2)
        try:
            right = password.fits(given, self._kept)
        finally:
            self._one_at_a_time.release()
        if not right:
            raise Refused(403, "that is not the password")
        self._guesses.right(address)
        self._sessions.end(before)
        return self._sessions.begin(logged_in=True)

    def log_out(self, session: Session) -> None:
        """The session is over."""
        self._sessions.end(session)

    def _known(self, cookie: str | None) -> Session | None:
        """Not 401 for who brings no cookie: the page would load itself anew, in vain, without end."""
        if not cookie:
            raise Refused(403, NO_COOKIE)
        return self._sessions.find(cookie)
