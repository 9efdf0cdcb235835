"""What the appliance costs a Pi Zero, in instructions and memory, where its ARM code is emulated: appliance.py"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "beds"))

import appliance_zero
import bed
import emulated
import numpy as np
import pytest
from pi_zero import NANOSECONDS

LONGEST = 4 * 3600  # seconds of each half: on a machine that does other things, too, it takes as long as it takes
CYCLES = (2, 5)
MILLIONS_A_SECOND = [1000 / cycles for cycles in CYCLES]  # at 1 GHz
METHOD = f"""Counted by qemu-arm on Debian bookworm's armhf, whose float code is close to that of a Pi Zero's own
system but for NumPy's use of NEON, which is counted with and without; with OpenBLAS, which scripts/install takes. The
estimate: an ARM1176 at 1 GHz issues at most one instruction a cycle; with its waiting for memory and for missed
branches {CYCLES[0]} to {CYCLES[1]} cycles an instruction are assumed."""


def row(what: str, millions: float, wanted: str = "-") -> None:
    """One line, with the estimated time."""
    quick, slow = (millions / speed for speed in MILLIONS_A_SECOND)
    print(f"{what:<58} {millions:9.1f} M  {quick:7.3f} to {slow:7.3f} s  wanted {wanted}", flush=True)


def frames(found: list[dict], how: str = "") -> None:
    """Those with a digit, and those without."""
    for what, part, wanted in (
        (f"a frame of 320x240 with a digit{how}", found[: emulated.DIGITS], "at most 25"),
        (f"a frame without one{how}", found[emulated.DIGITS :], "at most 25"),
    ):
        whole = [each["whole"] for each in part]
        row(f"{what}, mean of {len(part)}", float(np.mean(whole)), wanted)
        row("    their median", float(np.median(whole)))
        row("    the dearest", max(whole))
        row("    its network's share, mean", float(np.mean([each["network"] for each in part])))


def start(found: dict) -> None:
    """Imports beside numpy's, the slowest modules, and everything up to the first reading."""
    numpy, pins = emulated.imports(found["numpy"]), found["with pins"]
    row("import numpy", numpy)
    for what, which, wanted in (
        ("imports of the service, without picamera2 and gpiozero", "service", "-"),
        ("the same with gpiozero and lgpio", "with pins", f"at most {1.8 * numpy:.0f} M"),
    ):
        row(what, emulated.imports(found[which]), wanted)
        print(f"    {emulated.ratio(found, which):.2f} times numpy's")
    known = (*found["numpy"]["modules"], *emulated.CAMERA)
    beside = [(cost, name) for name, cost in pins["modules"].items() if name not in known]
    print("    the slowest modules:", ", ".join(f"{name} {cost:.0f} M" for cost, name in sorted(beside)[:-9:-1]))
    row("from nothing to the first reading, without picamera2", found["service"]["all"])


def zero(found: dict) -> None:
    """The installed service on an emulated Pi Zero."""
    print(f"\nOn an emulated Pi Zero, whose clock counts {NANOSECONDS} ns an instruction;")
    print("Debian's armel has no float instructions and no OpenBLAS, so the model and the first frame cost it more:")
    memory, start, imports = found["megabytes"], found["start"], found["imports"]
    resident = f"{memory['now']:.1f} MB resident now, {memory['at most']:.1f} at most"
    print(f"the service without picamera2's own share: {resident}  wanted at most 70")
    print(f"free on the whole machine meanwhile: {memory['free']:.0f} MB")
    for what, seconds in (
        *((f"the boot: {what}", seconds) for what, seconds in found["boot"].items()),
        ("from the service's start to its first reading", start),
        *((f"    import of {name}", seconds) for name, seconds in imports.items()),
        ("    the interpreter, the pins, the model, the first frame", start - sum(imports.values())),
    ):
        row(what, 1000 * seconds / NANOSECONDS)


def instructions(clock: bed.Clock) -> None:
    """Of frames, a training step and the start."""
    root = emulated.trees(clock)
    with tempfile.TemporaryDirectory() as folder:
        found = emulated.costs(root, emulated.our_copy(root, Path(folder), clock), clock)
    print(METHOD)
    frames(found["frames"])
    frames(found["without NEON"], ", no NEON")
    row("a frame in which nothing has changed", found["still"], "a tenth")
    row("a training step of pi-zero, 128 images", found["training step"])
    start(found)


def main() -> None:
    """The table."""
    print("counting in emulators: minutes for the instructions, a quarter of an hour for the Zero", file=sys.stderr)
    try:
        instructions(bed.Clock(LONGEST))
        zero(appliance_zero.measured(bed.Clock(LONGEST)))
    except pytest.skip.Exception as reason:
        sys.exit(f"not measured: {reason}")
    except pytest.fail.Exception as reason:
        sys.exit(f"FAILED: {reason}")


if __name__ == "__main__":
    main()
