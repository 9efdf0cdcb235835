"""The files that browsers get: read once when we start, so that no request leads to the file system."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from string import Template

_FOLDER = Path(__file__).with_name("files")
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}

PAGES = {"live": "Live", "teach": "Teach", "try": "Try", "inside": "Inside"}
"""The pages by their addresses, and what they are called; the first one is the first that one sees."""


@dataclass(frozen=True)
class Served:
    """A file as it is sent; tag: changes with its content."""

    content: bytes
    type: str
    tag: str


def served() -> dict[str, Served]:
    """Scripts, styles and pictures by their names."""
    return {path.name: _served(path) for path in sorted(_FOLDER.iterdir()) if path.suffix in _TYPES}


def _served(path: Path) -> Served:
    content = path.read_bytes()
    return Served(content, f"{_TYPES[path.suffix]}; charset=utf-8", hashlib.sha256(content).hexdigest()[:16])


class Pages:
    """The pages' texts, into which a session's token is put."""

    def __init__(self) -> None:
        self._frame = Template(_text("page"))
        self._login = Template(_text("login"))
        self._parts = {name: _text(name) for name in PAGES}

    def page(self, name: str, token: str, can_leave: bool) -> str:
        """One of PAGES; can_leave: there is a password, so that one may log out."""
        links = "".join(_link(each, title, each == name) for each, title in PAGES.items())
        leave = '<button id="leave" class="plain" type="button">Log out</button>' if can_leave else ""
        title, main = PAGES[name], self._parts[name]
        return self._frame.substitute(name=name, title=title, token=token, links=links, main=main, leave=leave)

    def login(self, token: str) -> str:
        """The page that asks for the password."""
        return self._login.substitute(token=token)


def _text(name: str) -> str:
    return (_FOLDER / f"{name}.html").read_text("utf-8")


def _link(name: str, title: str, here: bool) -> str:
    return f'<li><a href="/{name}"{" aria-current=page" if here else ""}>{title}</a></li>'
