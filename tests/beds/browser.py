"""Headless Chromium, driven by Debian's chromedriver: the few commands of W3C's WebDriver that the bed needs."""

import base64
import json
import shutil
import socket
import subprocess
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import bed
import pytest

OPTIONS = [
    "--headless",
    "--no-sandbox",  # root has none
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-device-scale-factor=1",
    "--hide-scrollbars",
]
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Right": "\ue014", "Left": "\ue012", "Down": "\ue015", "Up": "\ue013"}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def install(clock):
    """Debian's chromium and its driver, unless they are there; skip where no archive can be reached."""
    if shutil.which("chromium") and shutil.which("chromedriver"):
        return
    apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=500"]
    bed.run([*apt, "update"], clock)
    wanted = ["--no-install-recommends", "chromium", "chromium-driver", "fonts-dejavu-core"]
    if bed.run([*apt, "-y", "install", *wanted], clock).returncode:
        pytest.skip("apt cannot install chromium and chromium-driver")


class Browser:
    """A context manager; a new profile in `folder` each time. What is waited for has the bed's clock as its limit."""

    def __init__(self, folder: Path, clock: bed.Clock):
        self._folder = folder
        self._clock = clock

    def __enter__(self):
        port = free_port()
        command = ["chromedriver", f"--port={port}", f"--log-path={self._folder / 'driver.log'}"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._driver = subprocess.Popen(command, start_new_session=True, **quiet)
        self._url = f"http://127.0.0.1:{port}"
        self.wait(self._answers, "chromedriver does not answer")
        options = {"args": [*OPTIONS, f"--user-data-dir={self._folder / 'profile'}"]}
        wanted = {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options, **LOGS}}
        session = self._ask("POST", "/session", {"capabilities": wanted})
        self._url += f"/session/{session['sessionId']}"
        return self

    def __exit__(self, *exc_info):
        try:
            self._ask("DELETE", "")
        finally:
            bed.end(self._driver)
            self._driver.wait()

    def _answers(self):
        try:
            return self._ask("GET", "/status")["ready"]
        except URLError:
            return False

    def _ask(self, method, path, said=None):
        content = None if said is None else json.dumps(said).encode()
        request = Request(self._url + path, content, {"Content-Type": "application/json"}, method=method)
        try:
            with urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except HTTPError as error:
            raise AssertionError(json.load(error)["value"]["message"]) from None

    def wait(self, condition, otherwise):
        """Until it holds: what it gave."""
        while not (found := condition()):
            if self._clock.left() < 5:
                pytest.fail(otherwise() if callable(otherwise) else otherwise)
            time.sleep(0.05)
        return found

    def go(self, url):
        self._ask("POST", "/url", {"url": url})

    @property
    def url(self):
        return self._ask("GET", "/url")

    def script(self, text, *given):
        """What JavaScript returns, or what its promise comes to."""
        return self._ask("POST", "/execute/sync", {"script": text, "args": list(given)})

    def forget_cookies(self):
        self._ask("DELETE", "/cookie")

    def find(self, css):
        return self._ask("POST", "/element", {"using": "css selector", "value": css})[ELEMENT]

    def click(self, css):
        self._ask("POST", f"/element/{self.find(css)}/click", {})

    def type(self, css, text):
        self._ask("POST", f"/element/{self.find(css)}/value", {"text": text})

    def press(self, *names):
        """Keys, for whatever has the focus."""
        keys = [KEYS.get(name, name) for name in names]
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._ask("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": strokes}]})

    def drag(self, css, points):
        """With the mouse along points, pixels from the middle of an element."""
        origin = {ELEMENT: self.find(css)}
        moves = [{"type": "pointerMove", "duration": 5, "origin": origin, "x": x, "y": y} for x, y in points]
        moves = [moves[0], {"type": "pointerDown", "button": 0}, *moves[1:], {"type": "pointerUp", "button": 0}]
        self._ask("POST", "/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": moves}]})

    def text(self, css):
        return self.script("return document.querySelector(arguments[0])?.textContent ?? ''", css)

    def wait_for(self, css, wanted):
        """Until the text of an element holds this."""
        self.wait(lambda: wanted in self.text(css), lambda: f"{css}: {self.text(css)!r} instead of {wanted!r}")

    def errors(self):
        """What the browser's console complained of since it was asked last."""
        return [each["message"] for each in self._ask("POST", "/se/log", {"type": "browser"})]

    def named(self):
        """Role and name of everything that a screen reader is told of."""
        nodes = self._devtools("Accessibility.getFullAXTree", {})["nodes"]
        told = [each for each in nodes if not each["ignored"]]
        return [(each["role"]["value"], each.get("name", {}).get("value", "")) for each in told]

    def look(self, width, height, dark=False):
        """As on a screen of this size, in light or dark."""
        screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self._devtools("Emulation.setDeviceMetricsOverride", screen)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._devtools("Emulation.setEmulatedMedia", {"features": [scheme]})

    def connected(self, there):
        """Whether the network is there."""
        conditions = {"offline": not there, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self._devtools("Network.enable", {})
        self._devtools("Network.emulateNetworkConditions", conditions)

    def picture(self, path, whole=True):
        """A screenshot of the page, as long as it is."""
        shot = self._devtools("Page.captureScreenshot", {"captureBeyondViewport": whole})
        path.write_bytes(base64.b64decode(shot["data"]))

    def _devtools(self, command, given):
        return self._ask("POST", "/goog/cdp/execute", {"cmd": command, "params": given})


LOGS = {"goog:loggingPrefs": {"browser": "SEVERE"}}
