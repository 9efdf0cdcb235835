"""Watching a retraining that the appliance does, after having left the wish for it."""

import time
from collections.abc import Callable

from pi_nn import progress, wishes
from pi_nn.errors import ServiceError
from pi_nn.places import Places
from pi_nn.progress import FAILED, INTERRUPTED, RUNNING, TAKEN, Progress

_TICK = 0.5  # seconds between two looks
_PATIENCE = 120.0  # seconds in which it begins; a Pi Zero needs a quarter of that to start Python with NumPy
_UNDER_WAY = (RUNNING, INTERRUPTED)
_NOTHING = Progress(INTERRUPTED)
_WORD = "retrain"


def run(
    here: Places, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
) -> int:
    """Wish and watch until it has ended; 0 if a new model was taken, 1 if not; ServiceError if it does not begin."""
    before = progress.read(here.retraining)
    if before and before.state == RUNNING and wishes.is_left(here.requests, _WORD):
        print("one is under way, without what was taught since it began: yours comes after it", flush=True)
        before = _watched(here, lambda now: not wishes.is_left(here.requests, _WORD), clock, sleep)
    wishes.wish(here.requests, _WORD)
    print("wished: the appliance retrains; Ctrl-C ends the watching alone", flush=True)
    ended = _watched(here, lambda now: now != before and now.state not in _UNDER_WAY, clock, sleep)
    if ended.state == FAILED:
        raise ServiceError(ended.reason)
    print(ended.reason)
    return 0 if ended.state == TAKEN else 1


def _watched(
    here: Places, ended: Callable[[Progress], bool], clock: Callable[[], float], sleep: Callable[[float], None]
) -> Progress:
    from tqdm import tqdm

    last, heard = None, clock()
    with tqdm(disable=None, leave=False, bar_format="{desc}") as bar:
        while not ended(now := progress.read(here.retraining) or _NOTHING):
            if now != last:
                last, heard = now, clock()
                bar.set_description_str(_said(now) if now.state in _UNDER_WAY else "")
            if clock() - heard > _PATIENCE:
                raise ServiceError("nothing is heard of the retraining: `journalctl -u pi_nn-train` says why")
            sleep(_TICK)
    return now


def _said(now: Progress) -> str:
    left = "" if now.seconds_left is None else f", {now.seconds_left:.0f} s left"
    return f"{now.doing}: epoch {now.epoch} of {now.epochs}{left}"
