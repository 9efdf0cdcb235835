"""Checks of the machine: linear algebra, memory, card, power supply and clock."""

import os
import shutil
import time
from pathlib import Path

from pi_nn import board, card
from pi_nn.checks.finding import Finding

LEAST_MEMORY = 40 << 20  # bytes; the service takes 70 MB once and then no more
LEAST_CMA = 4 << 20  # bytes of the camera's memory
LEAST_DISK = 50 << 20  # bytes
LEAST_FILES = 1000
_MADE = 1_767_225_600  # 2026-01-01: no clock was right before this program was made
_SYNCHRONISED = Path("/run/systemd/timesync/synchronized")
_MB = 1 << 20


def blas() -> Finding:
    """The reference BLAS is a tenth as fast on a Pi Zero."""
    import numpy as np

    np.dot(np.ones((2, 2)), np.ones((2, 2)))
    maps = Path("/proc/self/maps").read_text()
    libraries = {line.split()[-1] for line in maps.splitlines() if "blas" in line.lower() or "atlas" in line.lower()}
    quick = [path for path in libraries if "openblas" in path.lower() or "atlas" in path.lower()]
    if quick:
        return Finding("BLAS", True, os.path.basename(min(quick)))
    if not libraries:
        return Finding("BLAS", None, "NumPy's own or one that is linked in")
    return Finding("BLAS", False, "NumPy runs on the reference BLAS, the slowest", "sudo apt install libopenblas0")


def memory(root: Path = board.ROOT) -> Finding:
    """What is free, and of it what only the camera can use."""
    found = board.memory(root)
    free, cma = found.get("MemAvailable", 0), found.get("CmaFree", 0)
    text = f"{free // _MB} MB free" + (f", of the camera's (CMA) {cma // _MB} MB" if found.get("CmaTotal") else "")
    if free < LEAST_MEMORY:
        return Finding("memory", False, text, "stop other programs; without a desktop there is enough")
    if found.get("CmaTotal") and cma < LEAST_CMA:
        return Finding("memory", False, text, "in /boot/firmware/cmdline.txt add cma=128M to the line, and restart")
    return Finding("memory", True, text)


def disk(state: Path) -> Finding:
    """Only teaching and new models need it."""
    place = next(each for each in (state, *state.parents) if each.exists())
    free = shutil.disk_usage(place).free
    text = f"{free // _MB} MB free at {place}"
    found = os.statvfs(place)
    if found.f_flag & os.ST_RDONLY:
        mend = "sudo mount -o remount,rw /; if that fails, `dmesg` says why: a worn-out card has to be replaced"
        return Finding("card", False, f"{place} is read-only: it reads on, but cannot be taught", mend)
    if reason := card.forgets(place):
        return Finding("card", None, f"{text}; {reason}")
    if free < LEAST_DISK:
        return Finding("card", False, text, "remove files: `pi-nn samples` and `sudo apt clean` help")
    if found.f_files and found.f_favail < LEAST_FILES:  # some file systems do not count them
        mend = "some program has left very many small files: `sudo du --inodes -x / | sort -n | tail` says where"
        return Finding("card", False, f"{text}, but room for {found.f_favail} more files", mend)
    return Finding("card", True, text)


def power(root: Path = board.ROOT) -> Finding:
    """What the firmware says of the supply; and how warm it is."""
    throttling, degrees = board.throttling(root), board.temperature(root)
    warm = [] if degrees is None else [f"{degrees:.0f} °C"]
    if throttling is None:
        return Finding("power", None, ", ".join([*warm, "no Raspberry Pi firmware to ask"]))
    if any("under-voltage" in each for each in throttling):
        mend = "use a better power supply and a short, thick cable: under-voltage makes cameras fail"
        return Finding("power", False, ", ".join([*warm, *throttling]), mend)
    if throttling:
        return Finding("power", False, ", ".join([*warm, *throttling]), "let air reach the board, or add a heat sink")
    return Finding("power", True, ", ".join([*warm, "not throttled"]))


def clock(now: float | None = None, synchronised: Path = _SYNCHRONISED) -> Finding:
    """Nothing but dates of samples and models depends on it."""
    now = time.time() if now is None else now
    text = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(now))
    if now < _MADE:
        return Finding("clock", False, f"{text} is in the past: reading does not mind, dates will be wrong",
                       "connect it to the network once, or `sudo date -s ...`")  # fmt: skip
    return Finding("clock", True, text + (", set by the network" if synchronised.exists() else ""))
