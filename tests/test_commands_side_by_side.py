"""Several processes do the work, and none of them is waited for in vain."""

import os
import signal
from functools import partial

import pytest

from pi_nn.commands.side_by_side import side_by_side
from pi_nn.errors import TrainingError


def test_results_come_in_the_order_of_the_jobs():
    assert side_by_side([partial(pow, 2, each) for each in range(20)], "") == [2**each for each in range(20)]


def test_a_process_that_is_killed_ends_the_work_with_a_line():
    with pytest.raises(TrainingError, match="was killed: is memory short"):
        side_by_side([partial(pow, 2, 3), _killed], "")


def test_an_interruption_is_for_this_process_alone():
    assert side_by_side([_interrupted], "") == ["goes on"]


def _killed():
    os.kill(os.getpid(), signal.SIGKILL)


def _interrupted():
    os.kill(os.getpid(), signal.SIGINT)
    return "goes on"
