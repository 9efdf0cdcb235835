"""Lets the service read for a long time: soak.py [FRAMES]; its memory, its open files and what it writes must not grow.

The frames are drawn ones in a folder, over and over. In the last tenth somebody looks, and another model becomes
current now and then; before that the service is left alone, and no byte may reach the card.
"""

import os
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from PIL import Image

from pi_nn import model_file, runtime
from pi_nn.camera.demo import Demo
from pi_nn.errors import ServiceError
from pi_nn.model_store import ModelStore
from pi_nn.settings import Camera

FRAMES = 200_000
SETTLED = 1_000
MOST_GROWTH = 1 << 20  # bytes of resident memory
PICTURES = 150
_PAGE = os.sysconf("SC_PAGE_SIZE")
# gpiozero's mock pins keep everything that they ever were.
_SERVICE = """
import sys
from gpiozero.pins.mock import MockPin
from pi_nn.commands import main

def change(pin, value, change=MockPin._change_state):
    del pin.states[:-1]
    return change(pin, value)

MockPin._change_state = change
sys.exit(main(["run", "--service", *sys.argv[1:]]))
"""
_SETTINGS = '[camera]\nloop = true\n[display]\nshow = ["leds"]\n[service]\npin_factory = "mock"\n'


def draw(folder: Path) -> None:
    """The demo camera's frames as files, so that drawing takes no time later."""
    folder.mkdir()
    for number, frame in enumerate(islice(Demo(Camera()), PICTURES)):
        Image.fromarray(frame).save(folder / f"{number}.png", compress_level=1)


def start(folder: Path, memory: Path, frames: int) -> subprocess.Popen:
    """The service, as fast as it goes."""
    (folder / "settings.toml").write_text(_SETTINGS)
    options = ["--no-pace", "--frames", str(frames), "--camera", f"folder:{folder / 'pictures'}"]
    return subprocess.Popen(
        [sys.executable, "-c", _SERVICE, "--settings", str(folder / "settings.toml"), *options],
        env={**os.environ, "STATE_DIRECTORY": str(folder / "state"), "RUNTIME_DIRECTORY": str(memory)},
    )


def resident(process: int) -> int:
    """Bytes."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE


def descriptors(process: int) -> int:
    """The fewest of several looks: while it reads or writes a file there is one more."""
    return min(len(os.listdir(f"/proc/{process}/fd")) for _ in range(50))


def written(process: int) -> int:
    """Bytes that went, or will go, to a disk."""
    lines = dict(line.split(": ") for line in Path(f"/proc/{process}/io").read_text().splitlines())
    return int(lines["write_bytes"])


def frame(memory: Path) -> int:
    """The number of the latest frame; 0 before the first."""
    try:
        return int(runtime.seen(memory).record["frame"])
    except ServiceError:
        return 0


def wait_for(number: int, memory: Path, service: subprocess.Popen) -> bool:
    """Whether the service comes to that frame."""
    while service.poll() is None:
        if frame(memory) >= number:
            return True
        time.sleep(0.02)
    return False


def disturb(memory: Path, store: ModelStore, turn: int) -> None:
    """Look for a moment, and take another model."""
    runtime.look(memory)
    store.use(1 + turn % 2)


def report(number: int, service: int) -> tuple[int, int]:
    found = resident(service), descriptors(service)
    print(f"frame {number:>7}: {found[0] / 2**20:.2f} MB resident, {found[1]} descriptors", flush=True)
    return found


def soak(folder: Path, memory: Path, frames: int) -> list[str]:
    """What was found wrong."""
    draw(folder / "pictures")
    store = ModelStore(folder / "state" / "models")
    for _ in range(2):
        store.use(store.add(*model_file.load()))
    with start(folder, memory, frames + 1000) as service:
        wait_for(SETTLED, memory, service)
        first, bytes_before = report(SETTLED, service.pid), written(service.pid)
        alone = [number for number in range(0, frames + 1, 10_000) if SETTLED < number <= 0.9 * frames]
        for number in alone:
            wait_for(number, memory, service)
            last = report(number, service.pid)
        bytes_written = written(service.pid) - bytes_before
        print(f"bytes written to the card in {alone[-1] - SETTLED} frames: {bytes_written}", flush=True)
        for turn, number in enumerate(range(alone[-1] + 1000, frames + 1, 1000)):
            disturb(memory, store, turn)
            wait_for(number, memory, service)
        disturbed = report(frames, service.pid)
        print(f"looking and other models took {(disturbed[0] - last[0]) / 2**20:.2f} MB more", flush=True)
        service.wait()
    return faults(first, last, bytes_written, service.returncode)


def faults(first: tuple[int, int], last: tuple[int, int], bytes_written: int, code: int) -> list[str]:
    growth = last[0] - first[0]
    print(f"resident memory grew by {growth / 2**20:.2f} MB, descriptors by {last[1] - first[1]}")
    return [
        *([f"the service ended with {code}"] if code else []),
        *([f"{bytes_written} bytes went to the card"] if bytes_written else []),
        *([f"memory grew by {growth} bytes"] if growth >= MOST_GROWTH else []),
        *([f"descriptors grew by {last[1] - first[1]}"] if last[1] > first[1] else []),
    ]


def bench(frames: int) -> None:
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory(dir="/dev/shm") as memory:
        found = soak(Path(folder), Path(memory), frames)
    if found:
        sys.exit("FAILED: " + "; ".join(found))


if __name__ == "__main__":
    bench(int(sys.argv[1]) if len(sys.argv) > 1 else FRAMES)
