"""Python in Debian's ARM trees on an emulated processor, and what our work costs there in instructions."""

import json
import os
import shutil
import sys
from pathlib import Path

import bed
import numpy as np

ARMV6 = bed.CHECKOUT / "tests" / "beds" / "armv6"
NEON = "NEON NEON_FP16 NEON_VFPV4"
"""What NumPy uses on armhf and a Pi Zero's processor lacks."""
CAMERA = ("picamera2", "libcamera")
DIGITS, EMPTY = 50, 6  # frames with a digit; frames of each kind without one
PROGRAM = """
import os
os.environ["NOTIFY_SOCKET"] = "/nobody/listens"
from pi_nn.commands import main
main()
from pi_nn.display.entry_points import entry_points_postponed
with entry_points_postponed():
    import gpiozero.pins.lgpio
"""
"""The service, as systemd starts it: what it imports for its first frame, and then what it imports for its pins."""
SETTINGS = """
[camera]
source = "pi"
[display]
show = ["text"]
[service]
state = "{0}/state"
runtime = "{0}/run"
"""


def trees(clock: bed.Clock) -> Path:
    """The folder of both trees and the counter, built or kept."""
    bed.needs_root()
    parts = [bed.CHECKOUT / "tests" / "beds" / "archive.sh"]
    parts += [ARMV6 / name for name in ("build", "compile", "insns.c", "vfp.s")]

    def build(folder: Path) -> None:
        bed.must_be_built(bed.run(["nice", "unshare", "-m", ARMV6 / "build", folder, sys.executable], clock))

    return bed.kept("armv6", b"".join(each.read_bytes() for each in parts), build)


def our_copy(root: Path, folder: Path, clock: bed.Clock) -> Path:
    """Package and tests, byte-compiled for the trees' Python, in a folder of their own."""
    left_out = shutil.ignore_patterns("__pycache__", "beds")
    for name in ("pi_nn", "tests"):
        shutil.copytree(bed.CHECKOUT / name, folder / name, ignore=left_out)
    shutil.copy(bed.CHECKOUT / "pyproject.toml", folder)
    compiling = bed.run([ARMV6 / "compile", sys.executable, root / "armel", folder], clock)
    assert compiling.returncode == 0, compiling.stdout
    return folder


def command(tree: Path, *arguments: object) -> list[str]:
    """What runs the tree's Python; see `environment`."""
    return [str(each) for each in (ARMV6 / "python", tree, *arguments)]


def environment(copy: Path, stand_ins: str, **more: object) -> dict[str, str]:
    """Of a process in a tree: it finds our copy, this bed's modules, and a folder of those that stand in for others."""
    places = os.pathsep.join(map(str, (copy, ARMV6, ARMV6 / stand_ins)))
    return {**os.environ, "PYTHONPATH": places, **{name: str(value) for name, value in more.items()}}


def counted(root: Path, copy: Path, clock: bed.Clock, script: str, *arguments: str, **more: object) -> dict:
    """What a script of this bed has found out, on armhf; more: of its environment."""
    out = copy / f"{script}.json"
    run = bed.run(
        command(root / "armhf", ARMV6 / script, out, *arguments),
        clock,
        cwd=copy,
        env=environment(copy, "no_camera", INSNS=copy / "insns", **more),
    )
    assert run.returncode == 0, run.stdout
    found: dict = json.loads(out.read_text())
    return found


def frames() -> np.ndarray:
    """uint8 (N, 240, 320): DIGITS of every sort, and then scenes of all kinds without any."""
    from pi_nn.scenes import EMPTIES, draw_scene

    rng = np.random.default_rng(5)
    digits = [draw_scene(rng, digit=number % 10).frame for number in range(DIGITS)]
    return np.array(digits + [draw_scene(rng, kind=kind).frame for kind in EMPTIES * EMPTY])


def costs(root: Path, copy: Path, clock: bed.Clock) -> dict:
    """Millions of instructions: frames, training step, import of numpy, start of the service and its imports."""
    np.savez(copy / "frames.npz", frames=frames())
    found = counted(root, copy, clock, "costs.py", str(copy / "frames.npz"))
    without = counted(root, copy, clock, "costs.py", str(copy / "frames.npz"), NPY_DISABLE_CPU_FEATURES=NEON)
    found["without NEON"] = without["frames"]
    found["numpy"] = counted(root, copy, clock, "start_up.py", "import numpy")
    (copy / "state").mkdir()
    (copy / "settings.toml").write_text(SETTINGS.format(copy))
    read_one = ["run", "--service", "--settings", str(copy / "settings.toml"), "--frames", "1"]
    found["service"] = counted(root, copy, clock, "start_up.py", PROGRAM.partition("from pi_nn.display")[0], *read_one)
    found["with pins"] = counted(root, copy, clock, "start_up.py", PROGRAM, *read_one)
    return found


def imports(start: dict) -> float:
    """Millions of instructions of everything that was imported, but for the stand-ins of picamera2."""
    return sum(cost for package, cost in start["packages"].items() if package not in CAMERA)


def ratio(found: dict, which: str = "with pins") -> float:
    """The imports of a start, as a multiple of numpy's."""
    return imports(found[which]) / imports(found["numpy"])
