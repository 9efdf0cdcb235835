"""Kills a training at random moments, again and again: faults.py [COUNT]; its weights must come out the same."""

import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from pi_nn import model_file
from pi_nn.commands import main

OWN = str(Path(__file__).resolve().parents[2] / "tests" / "own_recipe.py")
ARGUMENTS = ["train", OWN, "--epochs", "100", "--checkpoint-every", "0"]


def run(out: Path) -> None:
    """The training itself, quietly; leaves the process."""
    with open(os.devnull, "w") as sys.stderr:
        code = main([*ARGUMENTS, "--out", str(out)])
    os._exit(code)


def run_or_kill(out: Path, seconds: float | None) -> int | None:
    """The exit code, or None if it was killed after so many seconds. A fork needs no start of Python."""
    child = os.fork()
    if child == 0:
        run(out)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return None if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)


def arrays(path: Path) -> dict[str, np.ndarray]:
    return model_file.read_arrays(path)[0]


def check(code: int, out: Path, whole: dict[str, np.ndarray]) -> None:
    """An end by itself must be a good one, with the weights of the run that nobody killed."""
    found = arrays(out)
    if code or any((found[name] != array).any() for name, array in whole.items()):
        sys.exit(f"FAILED: exit code {code} or other weights")
    out.unlink()


def bench(count: int) -> None:
    rng, kills, ends = random.Random(1), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        reference, out = Path(folder) / "whole.npz", Path(folder) / "killed.npz"
        began = time.perf_counter()
        run_or_kill(reference, None)
        longest, whole = (time.perf_counter() - began) / 3, arrays(reference)
        while kills < count:
            code = run_or_kill(out, rng.uniform(0, longest))
            if code is None:
                kills += 1
            else:
                ends += 1
                check(code, out, whole)
        check(run_or_kill(out, None) or 0, out, whole)
        left = sorted(path.name for path in Path(folder).iterdir())
    print(f"{kills} kills, {ends + 1} runs came to their end, all with the same weights; files left: {', '.join(left)}")


if __name__ == "__main__":
    bench(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
