"""Many cases on several cores: a progress bar, a fixed order, and what was done is kept on Ctrl-C."""

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from tqdm import tqdm

Job = Callable[[int], list[Any]]

_job: Job


class Work:
    """Runs jobs; after Ctrl-C `stopped` is true and no further job is begun."""

    def __init__(self, processes: int) -> None:
        self.processes = processes
        self.stopped = False

    def run(self, what: str, job: Job, count: int, together: int = 4) -> list[Any]:
        """All that job(0) to job(count - 1) give, in that order; as much as there is after Ctrl-C.

        together: so many numbers are given to a process at once.
        """
        done: dict[int, list[Any]] = {}
        try:
            with self._results(job, 0 if self.stopped else count, together) as results:
                for number, result in tqdm(results, what, count, leave=False, disable=None):
                    done[number] = result
        except KeyboardInterrupt:
            self.stopped = True
        return [each for number in sorted(done) for each in done[number]]

    @contextmanager
    def _results(self, job: Job, count: int, together: int) -> Iterator[Iterable[tuple[int, list[Any]]]]:
        if self.processes == 1:
            yield ((number, job(number)) for number in range(count))
            return
        with multiprocessing.Pool(self.processes, _begin, (job,)) as pool:
            yield pool.imap_unordered(_numbered, range(count), together)


def _begin(job: Job) -> None:
    global _job
    _job = job
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent says when to stop


def _numbered(number: int) -> tuple[int, list[Any]]:
    return number, _job(number)
