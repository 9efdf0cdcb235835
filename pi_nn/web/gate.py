"""What holds for every request and every answer, whatever is behind it: who may call us how, and the headers."""

from collections.abc import Callable, Iterable
from typing import Any

from pi_nn.web.names import Names

Environ = dict[str, Any]
Start = Callable[..., Any]

HEADERS = {
    # Nothing from elsewhere, nothing within the page's text, no page around it.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_METHODS = ("GET", "HEAD", "POST")


class Gate:
    """A WSGI application before another one."""

    def __init__(self, behind: Callable[[Environ, Start], Iterable[bytes]], names: Names) -> None:
        self._behind = behind
        self._names = names

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Refuse what was not sent to us by our own page; else ask what is behind."""

        def start_with_headers(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            given = {name.lower() for name, _ in headers}
            more = {**HEADERS, "Cache-Control": "no-store"}
            return start(status, headers + [pair for pair in more.items() if pair[0].lower() not in given], *rest)

        if refusal := self._refusal(environ):
            start_with_headers(refusal[0], [("Content-Type", "text/plain; charset=utf-8")])
            return [refusal[1].encode()]
        return self._behind(environ, start_with_headers)

    def _refusal(self, environ: Environ) -> tuple[str, str] | None:
        host = environ.get("HTTP_HOST", "")
        if not self._names.allow_host(host):
            return "403 Forbidden", "This page is not called so here: `names` in [web] of the settings lists how.\n"
        if not self._names.allow_origin(environ.get("HTTP_ORIGIN"), host):
            return "403 Forbidden", "Another page may not ask this one.\n"
        if environ.get("REQUEST_METHOD") not in _METHODS:
            return "405 Method Not Allowed", "GET and POST are all there is.\n"
        return None
