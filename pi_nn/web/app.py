"""The page's addresses, and what answers each of them."""

import json
import math
from collections.abc import Callable
from functools import partial
from typing import Any

from bottle import Bottle, HTTPResponse, request

from pi_nn.errors import DataError, PiNNError
from pi_nn.web import cookies
from pi_nn.web.access import Access, Refused
from pi_nn.web.page_files import PAGES, Pages, served
from pi_nn.web.sees import Sees
from pi_nn.web.teaching import Teaching

Answer = dict[str, Any]
_OWN_FAULT = "something went wrong on the Pi: `journalctl -u pi_nn-web` says what"
_LARGEST_QUESTION = 10_000  # bytes of what is asked in JSON


def application(access: Access, sees: Sees, teaching: Teaching, most_bytes: int) -> Bottle:
    """All of it. most_bytes: of an uploaded picture."""
    app = Bottle()
    _serve_pages(app, access)
    _serve_sessions(app, access)
    asked: dict[str, Callable[[], Answer]] = {
        "inside": lambda: sees.inside(request.query.get("of", "")),
        "digits": sees.digits,
        "mistakes": sees.mistakes,
        "recent": teaching.recent,
        "samples": teaching.taught,
        "retraining": teaching.retraining,
        "models": teaching.models,
    }
    changes: dict[str, Callable[[Answer], Answer]] = {
        "teach": lambda said: teaching.teach(_whole(said, "number"), _text(said, "label")),
        "forget": lambda said: teaching.forget(_text(said, "label"), _text(said, "name")),
        "retrain": lambda said: teaching.retrain(),
        "use": lambda said: teaching.use(_whole(said, "number")),
        "rollback": lambda said: teaching.rollback(),
    }
    for name, tell in asked.items():
        app.get(f"/api/{name}", callback=_careful(_for_the_trusted(access, tell)))
    for name, change in changes.items():
        app.post(f"/api/{name}", callback=_careful(_for_own_pages(access, partial(_changed, change))))
    app.post("/api/try", callback=_careful(_for_own_pages(access, lambda: sees.tried(_uploaded(most_bytes)))))
    app.get("/api/live", callback=_careful(lambda: _live(access, sees)))
    app.get("/health", callback=_careful(sees.health))
    app.default_error_handler = _fault
    return app


def _serve_pages(app: Bottle, access: Access) -> None:
    pages, files = Pages(), served()

    def page(name: str = "live") -> HTTPResponse:
        if name not in PAGES:
            return _json({"error": "there is no such page"}, 404)
        session = access.visit(_cookie())
        if not access.trusts(session):
            return HTTPResponse(status=303, headers={"Location": "/login"})
        return _html(pages.page(name, session.token, access.has_password), session.cookie)

    def login() -> HTTPResponse:
        session = access.visit(_cookie())
        if access.trusts(session):
            return HTTPResponse(status=303, headers={"Location": "/"})
        return _html(pages.login(session.token), session.cookie)

    def file(name: str) -> HTTPResponse:
        found = files.get(name)
        if found is None:
            return _json({"error": "there is no such file"}, 404)
        headers = {"Content-Type": found.type, "ETag": f'"{found.tag}"', "Cache-Control": "no-cache"}
        if _header("If-None-Match") == headers["ETag"]:
            return HTTPResponse(status=304, headers=headers)
        return HTTPResponse(found.content, 200, headers)

    app.get("/", callback=page)
    app.get("/login", callback=login)
    app.get("/files/<name>", callback=file)
    app.get("/<name>", callback=page)


def _serve_sessions(app: Bottle, access: Access) -> None:
    def log_in() -> HTTPResponse:
        given = _text(_said(), "password")
        address = request.environ.get("REMOTE_ADDR", "")
        session = access.log_in(_cookie(), _token(), address, given)
        return _json({}, cookie=session.cookie)

    def log_out() -> HTTPResponse:
        session = access.require(_cookie())
        access.require_own_page(session, _token())
        access.log_out(session)
        return _json({})

    app.post("/login", callback=_careful(log_in))
    app.post("/leave", callback=_careful(log_out))


def _live(access: Access, sees: Sees) -> HTTPResponse:
    access.require(_cookie())
    answer = sees.live(request.query.get("viewer", "")[:40], request.query.get("after", "")[:20])
    headers = {
        "Content-Type": "application/json",
        "X-Again": str(math.ceil(answer.again * 1000)),
        "X-Live": str(int(answer.is_live)),
    }
    return HTTPResponse(answer.content, 200, headers)


def _for_the_trusted(access: Access, answer: Callable[[], Answer]) -> Callable[[], Answer]:
    def asked() -> Answer:
        access.require(_cookie())
        return answer()

    return asked


def _for_own_pages(access: Access, answer: Callable[[], Answer]) -> Callable[[], Answer]:
    def asked() -> Answer:
        access.require_own_page(access.require(_cookie()), _token())
        return answer()

    return asked


def _careful(answer: Callable[[], Any]) -> Callable[[], HTTPResponse]:
    """The answer as JSON; what is refused, or goes wrong in a way that a person can mend, in a line."""

    def asked() -> HTTPResponse:
        try:
            answered = answer()
            return answered if isinstance(answered, HTTPResponse) else _json(answered)
        except Refused as refusal:
            again = {"Retry-After": str(math.ceil(refusal.again))} if refusal.again else {}
            return _json({"error": str(refusal)}, refusal.status, headers=again)
        except PiNNError as error:
            return _json({"error": " ".join(str(error).split())}, 409)

    return asked


def _fault(fault: Any) -> str:
    return json.dumps({"error": _OWN_FAULT if fault.status_code == 500 else fault.status_line})


def _uploaded(most: int) -> bytes:
    if request.content_length > most:
        raise Refused(413, f"the picture has more than {most / 2**20:.3g} MB")
    return _body()


def _body() -> bytes:
    """What came with the request; Bottle itself would put a large one into a file."""
    return bytes(request.environ["wsgi.input"].read(max(0, request.content_length)))


def _said() -> Answer:
    """What a change says, a JSON object."""
    if request.content_length > _LARGEST_QUESTION or request.content_type.partition(";")[0] != "application/json":
        raise Refused(400, "this is no question that is understood here")
    try:
        said = json.loads(_body() or b"{}")
    except (ValueError, RecursionError) as error:
        raise Refused(400, "this is no JSON") from error
    if not isinstance(said, dict):
        raise Refused(400, "this is no JSON object")
    return said


def _changed(change: Callable[[Answer], Answer]) -> Answer:
    return change(_said())


def _text(said: Answer, name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or len(value) > 1000:
        raise DataError(f"{name} must be a text")
    return value


def _whole(said: Answer, name: str) -> int:
    value = said.get(name)
    if type(value) is not int or not 0 <= value < 2**63:
        raise DataError(f"{name} must be a whole number")
    return value


def _header(name: str) -> str:
    """As it came: Bottle would stumble over bytes that are no UTF-8, in cookies over other programs' as well."""
    return str(request.environ.get(f"HTTP_{name.upper().replace('-', '_')}", ""))


def _token() -> str:
    return _header("X-Token")


def _cookie() -> str:
    return cookies.given(_header("Cookie"), _header("Host"))


def _json(answer: Answer, status: int = 200, cookie: str = "", headers: dict[str, str] | None = None) -> HTTPResponse:
    response = HTTPResponse(json.dumps(answer), status, {"Content-Type": "application/json", **(headers or {})})
    return _with_cookie(response, cookie)


def _html(text: str, cookie: str) -> HTTPResponse:
    return _with_cookie(HTTPResponse(text, 200, {"Content-Type": "text/html; charset=utf-8"}), cookie)


def _with_cookie(response: HTTPResponse, cookie: str) -> HTTPResponse:
    if cookie:
        response.add_header("Set-Cookie", cookies.setting(cookie, _header("Host")))
    return response
