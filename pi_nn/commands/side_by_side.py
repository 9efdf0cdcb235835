"""Work that is done by several processes at once, none of which outlives or outshouts this one."""

import signal
from collections.abc import Callable, Iterator
from typing import Any

_TICK = 1.0  # seconds between two looks whether all processes live


def side_by_side(jobs: list[Callable[[], Any]], what: str) -> list[Any]:
    """What the jobs return, in their order, done by one process for each core; TrainingError if one is killed."""
    from multiprocessing import get_context

    from tqdm import tqdm

    # Ctrl-C reaches every process of a terminal: it is for this one alone, which ends the others.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        pool = get_context("spawn").Pool()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    with pool:
        return list(tqdm(_results(pool.imap(_call, jobs), len(jobs)), desc=what, total=len(jobs), leave=False))


def _results(results: Any, count: int) -> Iterator[Any]:
    """A pool puts another process in the place of one that was killed, and waits for what that did for ever."""
    from multiprocessing import TimeoutError, active_children

    from pi_nn.errors import TrainingError

    working = {each.pid for each in active_children()}
    while count:
        try:
            yield results.next(_TICK)
            count -= 1
        except TimeoutError:
            if not working <= {each.pid for each in active_children()}:
                raise TrainingError("a process that helped was killed: is memory short? start it again") from None


def _call(job: Callable[[], Any]) -> Any:
    return job()
