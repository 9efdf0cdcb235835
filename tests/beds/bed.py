"""What all beds share: where a built one is kept, how long it may take, and when it cannot be had."""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent.parent
CAMERA = CHECKOUT / "tests" / "beds" / "camera"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pi_nn" / "beds"
UNREACHABLE = 69
"""What a recipe ends with when it reaches no archive: EX_UNAVAILABLE of sysexits.h."""
WEEK = 7 * 24 * 3600


class Clock:
    """The hard limit of a bed, in seconds, from its first use on: past it the bed has failed."""

    def __init__(self, seconds: float):
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            pytest.fail("the bed took longer than its hard limit")
        return left


def needs_root():
    """Skip where root folders cannot be built and entered."""
    if os.geteuid() != 0:
        pytest.skip("needs root")
    for tool in ("apt-get", "unshare", "chroot"):
        if not shutil.which(tool):
            pytest.skip(f"needs {tool}")
    if subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode:
        pytest.skip("needs the right to mount")


def run(command, clock, **options):
    """A finished process with its output as text; nothing that it started is left, also when time is up."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, **options}
    with subprocess.Popen(command, start_new_session=True, **options) as process:
        try:
            output, errors = process.communicate(timeout=clock.left())
        except subprocess.TimeoutExpired:
            pytest.fail(f"the bed took longer than its hard limit: {command}")
        finally:
            end(process)
    return subprocess.CompletedProcess(command, process.returncode, output, errors)


def end(process):
    """Kill what is left of a process that leads a session of its own."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def kept(name: str, recipe: bytes, build: Callable[[Path], None]) -> Path:
    """The folder of a bed that build(folder) made from this recipe, now or before.

    It gets its name only when it is whole, so that an interrupted build is not taken for a good one.
    """
    CACHE.mkdir(parents=True, exist_ok=True)
    folder = CACHE / f"{name}-{sha256(recipe).hexdigest()[:12]}"
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        clear_away(name)
        if not folder.exists():
            part = folder.with_suffix(".part")
            build(part)
            part.rename(folder)
        os.utime(folder)
    return folder


def clear_away(name: str):
    """Remove what an interrupted build left, and what no recipe has used for a week."""
    for folder in CACHE.glob(f"{name}-*"):
        if folder.suffix == ".part" or folder.stat().st_mtime < time.time() - WEEK:
            shutil.rmtree(folder)


def must_be_built(process):
    """Skip or fail where a recipe did not end well."""
    if process.returncode == UNREACHABLE:
        pytest.skip("no archive can be reached: " + process.stdout.strip().rpartition("\n")[2])
    assert process.returncode == 0, process.stdout[-3000:]
