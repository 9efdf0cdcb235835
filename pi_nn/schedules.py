"""Learning rates over a run: each is a function of progress, 0 at the first step and 1 after the last."""

from collections.abc import Callable
from math import cos, pi

Schedule = Callable[[float], float]


def constant(rate: float) -> Schedule:
    """The same rate throughout."""
    return lambda progress: rate


def step(rate: float, factor: float = 0.5, times: int = 4) -> Schedule:
    """From `rate` down by `factor` at the start of each of `times` equal parts of the run but the first."""
    return lambda progress: rate * factor ** min(int(progress * times), times - 1)


def cosine(rate: float) -> Schedule:
    """From `rate` down to 0 along half a cosine (Loshchilov and Hutter 2017)."""
    return lambda progress: rate * (1 + cos(pi * min(progress, 1))) / 2


def one_after_another(first: Schedule, second: Schedule, change: float) -> Schedule:
    """The first during the share `change` of the run, then the second (warm restarts, Loshchilov and Hutter 2017)."""

    def rate_at(progress: float) -> float:
        return first(progress / change) if progress < change else second((progress - change) / (1 - change))

    return rate_at


def one_cycle(rate: float, warm_up: float = 0.25, start: float = 0.04) -> Schedule:
    """Up from `start` x rate to rate during the share `warm_up` of the run, then down to 0 (Smith 2018)."""
    down = cosine(rate)

    def rate_at(progress: float) -> float:
        if progress < warm_up:
            return rate * (start + (1 - start) * (1 - cos(pi * progress / warm_up)) / 2)
        return down((progress - warm_up) / (1 - warm_up))

    return rate_at
