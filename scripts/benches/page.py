"""What viewers of the page cost the reader: page.py [VIEWERS]; reader, page and viewers share one core.

The reader has the built-in demo camera, at 8 frames a second; the page niceness 10, as its unit has it. The viewers, at
niceness 15, first keep to the page's pace, as its script does; then they ask as fast as they can, so that the core is
as busy as a slow one would be.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Event, Thread

SECONDS = 30.0
SETTLING = 5.0
CORE = {0}
SETTINGS = """
[camera]
source = "demo"
[display]
show = ["leds"]
[service]
pin_factory = "mock"
state = "{folder}/state"
runtime = "{folder}/run"
"""


def start(folder: Path, niceness: int, *arguments: str) -> subprocess.Popen:
    """A command of the program, on the one core."""

    def prepare() -> None:
        os.sched_setaffinity(0, CORE)
        os.nice(niceness)

    command = [sys.executable, "-m", "pi_nn", *arguments, "--settings", str(folder / "settings.toml")]
    return subprocess.Popen(command, preexec_fn=prepare, stdout=subprocess.PIPE, text=True)


class Viewer(Thread):
    """Asks for the live view as the page's script does, and counts the frames that it gets."""

    def __init__(self, port: int, name: str, over: Event, greedy: bool) -> None:
        super().__init__()
        self.frames = 0
        self.live = False
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._name = name
        self._over = over
        self._greedy = greedy

    def run(self) -> None:
        """Until it is over."""
        cookie = self._ask("/", {}).headers["Set-Cookie"].partition(";")[0]
        last = ""
        while not self._over.is_set():
            answer = self._ask(f"/api/live?viewer={self._name}&after={last}", {"Cookie": cookie})
            self.live = answer.headers["X-Live"] == "1"
            if "frame" in answer.told:
                self.frames += 1
                last = answer.told["frame"]
            self._over.wait(0 if self._greedy else int(answer.headers["X-Again"]) / 1000)
        self._connection.close()

    def _ask(self, path: str, headers: dict[str, str]) -> HTTPResponse:
        self._connection.request("GET", path, headers=headers)
        answer = self._connection.getresponse()
        content = answer.read()
        answer.told = json.loads(content) if path != "/" else {}
        return answer


def rate_of_reader(folder: Path, seconds: float) -> float:
    """Frames a second that the reader reads."""
    (count, began), _ = frame(folder), time.sleep(seconds)
    last, ended = frame(folder)
    return (last - count) / (ended - began)


def frame(folder: Path) -> tuple[int, float]:
    """The number of the last frame, and when it was read."""
    record = json.loads((folder / "run" / "reading.json").read_bytes())
    return record["frame"], record["monotonic"]


def memory(process: subprocess.Popen) -> float:
    """Resident MB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def processor(process: subprocess.Popen) -> float:
    """Seconds of the processor so far."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def watched(folder: Path, port: int, page: subprocess.Popen, viewers: int, greedy: bool) -> str:
    """What so many viewers get, and what they leave to the reader."""
    over = Event()
    watching = [Viewer(port, f"viewer{number}", over, greedy) for number in range(viewers)]
    for viewer in watching:
        viewer.start()
    time.sleep(SETTLING)
    counted, spent = [each.frames for each in watching], processor(page)
    rate = rate_of_reader(folder, SECONDS)
    share = (processor(page) - spent) / SECONDS
    gained = [(each.frames - count) / SECONDS for each, count in zip(watching, counted)]
    live = [each for each, viewer in zip(gained, watching) if viewer.live]
    slow = [each for each, viewer in zip(gained, watching) if not viewer.live]
    over.set()
    for viewer in watching:
        viewer.join()
    paces = f"{len(live)} live ones get {spread(live)} frames a second, the others {spread(slow)}"
    return f"the reader reads {rate:.2f} a second, the page takes {share:.0%} and {memory(page):.0f} MB; {paces}"


def spread(values: list[float]) -> str:
    """The least and the most of them."""
    return f"{min(values):.1f} to {max(values):.1f}" if values else "none"


def bench(folder: Path, viewers: int) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    reader = start(folder, 0, "run", "--service", "--pace")
    page = start(folder, 10, "web", "--port", str(port))
    os.sched_setaffinity(0, CORE)
    os.nice(15)
    try:
        page.stdout.readline()
        time.sleep(SETTLING)
        print(f"nobody looks: the reader reads {rate_of_reader(folder, SECONDS):.2f} frames a second", flush=True)
        print(f"{viewers} viewers: {watched(folder, port, page, viewers, greedy=False)}", flush=True)
        print(f"{viewers} without patience: {watched(folder, port, page, viewers, greedy=True)}", flush=True)
    finally:
        for process in (page, reader):
            process.terminate()
            process.communicate()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        (Path(made) / "settings.toml").write_text(SETTINGS.format(folder=made))
        for name in ("state", "run"):
            (Path(made) / name).mkdir()
        bench(Path(made), int(sys.argv[1]) if len(sys.argv) > 1 else 20)
