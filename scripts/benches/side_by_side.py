"""Timing two things in turn, so that whatever else the machine does falls on both."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

ROUNDS = 15


def seconds(job: Callable[[], object], repeats: int) -> float:
    start = perf_counter()
    for _ in range(repeats):
        job()
    return (perf_counter() - start) / repeats


def compare(what: str, ours: Callable[[], object], other: Callable[[], object], repeats: int, wanted: str) -> None:
    """One line: both times and how many times as fast ours is; medians over rounds, ours and theirs in turn."""
    ours(), other()
    pairs = [(seconds(ours, repeats), seconds(other, repeats)) for _ in range(ROUNDS)]
    ratio = median(theirs / mine for mine, theirs in pairs)
    mine, theirs = (1e3 * median(column) for column in zip(*pairs))
    times = f"ours {mine:9.3f} ms  theirs {theirs:9.3f} ms  {ratio:6.2f} times as fast"
    print(f"{what:<50} {times}  wanted {wanted}", flush=True)
