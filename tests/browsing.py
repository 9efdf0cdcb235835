"""A browser that shows nothing: it keeps the cookie and the token of the page, as the real one does."""

import base64
import json
import re
from dataclasses import dataclass
from io import BytesIO

from PIL import Image


@dataclass
class Answer:
    """What came back; headers by their names in small letters."""

    status: int
    headers: dict
    body: bytes

    @property
    def told(self):
        return json.loads(self.body)


class Browsing:
    """Asks a WSGI application."""

    def __init__(self, app, host="localhost:8080"):
        self._app = app
        self.host = host
        self.cookie = ""
        self.token = ""

    def get(self, path, **headers):
        return self._ask("GET", path, b"", headers)

    def post(self, path, said=None, **headers):
        """said: bytes of a picture, or what is sent as JSON."""
        as_json = not isinstance(said, bytes)
        kind = "application/json" if as_json else "application/octet-stream"
        own = {"CONTENT_TYPE": kind, "HTTP_X_TOKEN": self.token, "HTTP_ORIGIN": f"http://{self.host}"}
        return self._ask("POST", path, json.dumps(said or {}).encode() if as_json else said, {**own, **headers})

    def open(self, path="/"):
        """As a person does, who then has the page's cookie and token."""
        answer = self.get(path)
        if found := re.match(r"(pi_nn-8080=[^;]+);", answer.headers.get("set-cookie", "")):
            self.cookie = found[1]
        if found := re.search(rb'name="token" content="([^"]+)"', answer.body):
            self.token = found[1].decode()
        return answer

    def _ask(self, method, path, body, headers):
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8080",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": self.host,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": None,
            **({"HTTP_COOKIE": self.cookie} if self.cookie else {}),
            **headers,
        }
        begun = []
        parts = self._app(environ, lambda status, sent, _=None: begun.append((status, sent)))
        status, sent = begun[-1]
        return Answer(int(status.split()[0]), {name.lower(): value for name, value in sent}, b"".join(parts))


def opened(url):
    """The picture that a page got as the source of an image."""
    kind, _, content = url.removeprefix("data:image/").partition(";base64,")
    image = Image.open(BytesIO(base64.b64decode(content)))
    assert image.format.lower() == kind
    return image
