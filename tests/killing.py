"""Trainings that are killed again and again."""

import os
import random
import subprocess
import sys
from pathlib import Path

from pi_nn import model_file

CHECKOUT = Path(__file__).parent.parent


def start(*command):
    """A process of Python; it finds this pi_nn."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    return subprocess.Popen([sys.executable, *map(str, command)], stderr=subprocess.PIPE, env=environment)


def run_whole(*command):
    """Its exit code, when it came to its end by itself."""
    with start(*command) as process:
        process.stderr.read()
    return process.returncode


def is_killed(process, lines, seconds):
    """Whether the process was still there to be killed, so many seconds after it had said so many lines."""
    with process:
        for _ in range(lines):
            process.stderr.readline()
        try:
            process.wait(seconds)
            return False
        except subprocess.TimeoutExpired:
            process.kill()
            return True


def same(one, other):
    """Whether two files hold the same weights."""
    (ours, _), (theirs, _) = model_file.read_arrays(one), model_file.read_arrays(other)
    return all((ours[name] == array).all() for name, array in theirs.items())


def kill_ten_times(command, when_ended):
    """Kill it at random moments and start it again, ten times; what ended before is handed to `when_ended`."""
    rng, kills = random.Random(1), 0
    while kills < 10:
        if is_killed(start(*command), rng.randrange(6), rng.uniform(0, 0.15)):
            kills += 1
        else:
            when_ended()
