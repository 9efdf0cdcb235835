"""Kills trainings at random moments, again and again: faults.py [COUNT]; their weights must come out the same.

Half of the kills hit the training of a recipe, half that of the shipped network, on few images. As often the service
is killed, and a change of models: see killed.py.
"""

import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

import killed
import numpy as np
from made_up import write_made_up

from pi_nn import model_file
from pi_nn.commands import main, train_shipped
from pi_nn.recipes import shipped

OWN = str(Path(__file__).resolve().parents[2] / "tests" / "own_recipe.py")
OF_A_RECIPE = ["train", OWN, "--epochs", "100", "--checkpoint-every", "0"]


def of_the_shipped(folder: Path) -> list[str]:
    """The arguments of a quick training of the shipped network; little is drawn beside the images, in one process."""
    write_made_up(folder, train=200, test=20)
    shipped.DRAWN = dict.fromkeys(shipped.DRAWN, 500)
    train_shipped.side_by_side = lambda jobs, what: [job() for job in jobs]
    return ["train", "--data", str(folder), "--epochs", "6"]


def run(arguments: list[str]) -> None:
    """The training itself, quietly; leaves the process."""
    with open(os.devnull, "w") as sys.stderr:
        code = main(arguments)
    os._exit(code)


def run_or_kill(arguments: list[str], seconds: float | None = None) -> int | None:
    """The exit code, or None if it was killed after so many seconds. A fork needs no start of Python."""
    child = os.fork()
    if child == 0:
        run(arguments)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return None if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)


def arrays(path: Path) -> dict[str, np.ndarray]:
    return model_file.read_arrays(path)[0]


def check(code: int | None, out: Path, whole: dict[str, np.ndarray]) -> None:
    """An end by itself must be a good one, with the weights of the run that nobody killed."""
    if code:
        sys.exit(f"FAILED: exit code {code}")
    found = arrays(out)
    if any((found[name] != array).any() for name, array in whole.items()):
        sys.exit("FAILED: other weights")
    out.unlink()


def kill_again_and_again(arguments: list[str], count: int, rng: random.Random) -> str:
    """Kill the training, start it again, until it was killed `count` times and has come to its end."""
    kills = ends = 0
    with tempfile.TemporaryDirectory() as folder:
        reference, out = Path(folder) / "whole.npz", Path(folder) / "killed.npz"
        began = time.perf_counter()
        run_or_kill([*arguments, "--out", str(reference)])
        longest, whole = (time.perf_counter() - began) / 2, arrays(reference)
        while kills < count:
            code = run_or_kill([*arguments, "--out", str(out)], rng.uniform(0, longest))
            if code is None:
                kills += 1
            else:
                ends += 1
                check(code, out, whole)
        check(run_or_kill([*arguments, "--out", str(out)]), out, whole)
        left = sorted(path.name for path in Path(folder).iterdir())
    return f"{kills} kills, {ends + 1} runs came to their end, all with the same weights; files left: {', '.join(left)}"


def bench(count: int) -> None:
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as data:
        trainings = {"a recipe": OF_A_RECIPE, "the shipped network": of_the_shipped(Path(data))}
        for share, (what, arguments) in zip((count // 2, count - count // 2), trainings.items()):
            print(f"{what}: {kill_again_and_again(arguments, share, rng)}", flush=True)
    killed.bench(count)


if __name__ == "__main__":
    bench(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
