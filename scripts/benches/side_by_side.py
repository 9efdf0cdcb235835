"""Timing two things in turn, so that whatever else the machine does falls on both."""

import os
from collections.abc import Callable
from statistics import median
from time import perf_counter, process_time

ROUNDS = 15
THREADS = int(os.environ.get("OMP_NUM_THREADS", "1"))

# One thread's time on the processor is not lengthened by other processes, of which a long job sees more than a short.
now = process_time if THREADS == 1 else perf_counter


def seconds(job: Callable[[], object], repeats: int) -> float:
    start = now()
    for _ in range(repeats):
        job()
    return (now() - start) / repeats


def compare(what: str, ours: Callable[[], object], other: Callable[[], object], repeats: int, wanted: str) -> None:
    """One line: both times and how many times as fast ours is; medians over rounds, ours and theirs in turn."""
    ours(), other()
    pairs = [(seconds(ours, repeats), seconds(other, repeats)) for _ in range(ROUNDS)]
    ratio = median(theirs / mine for mine, theirs in pairs)
    mine, theirs = (1e3 * median(column) for column in zip(*pairs))
    times = f"ours {mine:9.3f} ms  theirs {theirs:9.3f} ms  {ratio:6.2f} times as fast"
    print(f"{what:<58} {times}  wanted {wanted}", flush=True)
