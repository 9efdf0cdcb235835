"""Many cases on several cores: a progress bar, a fixed order, and what was done is kept on Ctrl-C."""

import multiprocessing
import signal
from collections.abc import Callable
from typing import Any

from tqdm import tqdm

_job: Callable[[int], list[Any]]


class Work:
    """Runs jobs; after Ctrl-C `stopped` is true and no further job is begun."""

    def __init__(self, processes: int) -> None:
        self.processes = processes
        self.stopped = False

    def run(self, what: str, job: Callable[[int], list[Any]], count: int) -> list[Any]:
        """All that job(0) to job(count - 1) give, in that order; as much as there is after Ctrl-C."""
        done: dict[int, list[Any]] = {}
        if self.stopped:
            return []
        with multiprocessing.Pool(self.processes, _begin, (job,)) as pool:
            try:
                for number, result in tqdm(pool.imap_unordered(_numbered, range(count), 4), what, count, disable=None):
                    done[number] = result
            except KeyboardInterrupt:
                self.stopped = True
        return [each for number in sorted(done) for each in done[number]]


def _begin(job: Callable[[int], list[Any]]) -> None:
    global _job
    _job = job
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent says when to stop


def _numbered(number: int) -> tuple[int, list[Any]]:
    return number, _job(number)
