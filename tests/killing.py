"""Trainings that are killed again and again."""

import os
import random
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent


def start(*command):
    """A process of Python; it finds this pi_nn."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    return subprocess.Popen([sys.executable, *map(str, command)], stderr=subprocess.DEVNULL, env=environment)


def is_killed(process, seconds):
    """Whether the process was still there to be killed after so many seconds."""
    try:
        process.wait(seconds)
        return False
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True


def kill_ten_times(command, when_ended, longest=1.5):
    """Kill it at random moments and start it again, ten times; what ended before is handed to `when_ended`."""
    rng, kills = random.Random(1), 0
    while kills < 10:
        if is_killed(start(*command), rng.uniform(0.2, longest)):
            kills += 1
        else:
            when_ended()
