"""What is held up steadily: a few glyphs of one writing, from the readings of the running service."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from pi_nn import recent
from pi_nn.commands.look_live import readings
from pi_nn.decision import Reading
from pi_nn.errors import DataError
from pi_nn.samples import Shown, shown
from pi_nn.settings import Teaching
from pi_nn.vision.boxes import union_share

PATIENCE = 10.0  # seconds in which something is held up
SAME_PLACE = 0.5  # intersection over union of a writing's boxes in two frames after each other

Found = tuple[float, Reading]
"""When it was seen, and what."""


def steady(
    folder: Path,
    teaching: Teaching,
    say: Callable[[str], None],
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> list[Shown]:
    """Different glyphs of what is held up longest without moving; ServiceError or DataError if there is nothing."""
    say(f"hold it up and still for {teaching.seconds:g} s")
    stretch = longest(list(_held_up(folder, teaching.seconds, clock, sleep)))
    if not stretch:
        raise DataError("nothing was seen: hold the writing nearer, in more light; `pi-nn look` shows what is seen")
    distinct = list({reading.glyph.image.tobytes(): (when, reading) for when, reading in stretch}.values())
    some = np.unique(np.linspace(0, len(distinct) - 1, teaching.glyphs).round().astype(int))
    group = f"{time.time():.3f}"
    return [_as_shown(distinct[each], group) for each in some]


def _held_up(
    folder: Path, seconds: float, clock: Callable[[], float], sleep: Callable[[float], None]
) -> Iterator[Found]:
    """What is seen, a glyph or none, from the first glyph on."""
    end, begun = clock() + PATIENCE, False
    for _, reading in readings(folder, clock, sleep):
        if clock() >= end:
            return
        if reading.glyph is not None and not begun:
            begun, end = True, clock() + seconds
        if begun:
            yield clock(), reading


def longest(found: list[Found]) -> list[Found]:
    """Of all readings in their order the longest row in which one writing stays where it is."""
    best: list[Found] = []
    row: list[Found] = []
    for when, reading in found:
        stays = reading.glyph is not None and row and _same_place(row[-1][1], reading)
        row = [*row, (when, reading)] if stays else [(when, reading)] if reading.glyph is not None else []
        best = max(best, row, key=len)
    return best


def _same_place(one: Reading, other: Reading) -> bool:
    return union_share(one.glyph.box, other.glyph.box) >= SAME_PLACE


def _as_shown(found: Found, group: str) -> Shown:
    when, reading = found
    what = shown(recent.taken(reading, 0, when))
    return replace(what, facts={**what.facts, "group": group})
