"""Kills the service, and a change of models, at random moments, again and again: killed.py [COUNT].

After each kill there must be a model, the old or the new one, and settings that worked are whole or not there yet;
in the end the service must start and read as if nothing had happened.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from PIL import Image

from pi_nn import model_file
from pi_nn.camera.demo import Demo
from pi_nn.commands import main
from pi_nn.model_store import ModelStore
from pi_nn.settings import Camera

LONGEST = 0.4  # seconds that a killed process has lived
_SETTINGS = '[camera]\nloop = true\n[display]\nshow = ["leds", "text"]\n[service]\npin_factory = "mock"\n# {}\n'


class Place:
    """A folder with two models, pictures and settings, which differ from run to run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = folder / "settings.toml"
        self.store = ModelStore(folder / "state" / "models")
        self.runs = 0
        os.environ.update(STATE_DIRECTORY=str(folder / "state"), RUNTIME_DIRECTORY=str(folder / "run"))
        for _ in range(2):
            self.store.use(self.store.add(*model_file.load()))
        (folder / "pictures").mkdir()
        for number, frame in enumerate(islice(Demo(Camera()), 40)):
            Image.fromarray(frame).save(folder / "pictures" / f"{number}.png", compress_level=1)

    def arguments(self) -> list[str]:
        """Of the service, with new settings."""
        self.runs += 1
        self.settings.write_text(_SETTINGS.format(self.runs))
        source = f"folder:{self.folder / 'pictures'}"
        return ["run", "--service", "--no-pace", "--settings", str(self.settings), "--camera", source]

    def check(self, allowed: set[int]) -> None:
        """What must hold after each kill."""
        loaded = self.store.load()
        if loaded.refused or loaded.number not in allowed:
            sys.exit(f"FAILED: model {loaded.number} instead of one of {allowed}; {loaded.refused}")
        kept = self.folder / "state" / "last-good-settings.toml"
        if kept.exists() and kept.read_text() not in {_SETTINGS.format(run) for run in range(1, self.runs + 1)}:
            sys.exit(f"FAILED: {kept} is half written: {kept.read_text()!r}")

    def left(self) -> list[str]:
        """Files that are there beside those that belong there."""
        state = self.folder / "state"
        return [str(path.relative_to(state)) for path in state.rglob(".*.tmp")]


def killed(act: Callable[[], None], while_it_runs: Callable[[], None], rng: random.Random) -> None:
    """Run it in a process of its own, and kill that. A fork needs no start of Python."""
    child = os.fork()
    if child == 0:
        with open(os.devnull, "w") as sys.stdout, open(os.devnull, "w") as sys.stderr:
            act()
        os._exit(1)
    for _ in range(2):
        time.sleep(rng.uniform(0, LONGEST / 2))
        while_it_runs()
    os.kill(child, signal.SIGKILL)
    if not os.WIFSIGNALED(os.waitpid(child, 0)[1]):
        sys.exit("FAILED: it ended by itself")


def kill_the_service(place: Place, count: int, rng: random.Random) -> None:
    """While it reads, and takes up models."""
    for _ in range(count):
        arguments, number = place.arguments(), rng.choice((1, 2))
        killed(lambda arguments=arguments: main(arguments), lambda number=number: place.store.use(number), rng)
        place.check({number})


def kill_changes(place: Place, count: int, rng: random.Random) -> None:
    """Models that are added, used and taken back as fast as it goes."""

    def change() -> None:
        while True:
            place.store.use(rng.choice(place.store.numbers()))  # old ones make room
            place.store.use(place.store.add(*model_file.load()))
            place.store.rollback()

    for _ in range(count):
        rng.random()
        killed(change, lambda: None, rng)
        place.check({0, *place.store.numbers()})


def start_again(place: Place) -> float:
    """Seconds from the start of a new service to its first frames."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "pi_nn", *place.arguments(), "--frames", "5"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode or ended.stderr:
        sys.exit(f"FAILED: the service ended with {ended.returncode}: {ended.stderr}")
    place.check({place.store.history()[0]})
    return time.perf_counter() - began


def bench(count: int) -> None:
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        for what, kill in (("the service", kill_the_service), ("a change of models", kill_changes)):
            began = time.perf_counter()
            kill(place, count, rng)
            seconds = start_again(place)
            passed = f"{count} kills of {what} in {time.perf_counter() - began:.0f} s: there was always a whole model"
            print(f"{passed}; then five frames {seconds:.1f} s after a new start", flush=True)
        place.store.use(place.store.add(*model_file.load()))
        print(f"left half written: {', '.join(place.left()) or 'nothing'}")


if __name__ == "__main__":
    bench(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
