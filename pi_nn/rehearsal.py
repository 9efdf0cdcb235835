"""What a network must not forget while it learns from its owner: drawn digits, and drawn things that are no digit.

No image of a data set is in the package: the generator draws them, always the same. Some are rehearsed, others, which
are never learnt from, are the reference that a new network is judged by.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from pi_nn.glyphs import Glyphs, together
from pi_nn.recipes.drawn import drawn_digits, drawn_things

SEED = 6
REHEARSED = (300, 200)  # digits, things
REFERENCE = (300, 100)
A_JOB = 20  # glyphs that are drawn at a time, so that it can be said how far it is
PARTS = {"rehearsed": REHEARSED, "reference": REFERENCE}

Job = tuple[str, Callable[[], Glyphs]]


def jobs() -> list[Job]:
    """What is to be drawn: for which of PARTS, and what draws it."""
    draw = (drawn_digits, drawn_things)
    return [
        (part, partial(draw[kind], min(A_JOB, count - start), np.random.default_rng([SEED, number, kind, start])))
        for number, (part, counts) in enumerate(PARTS.items())
        for kind, count in enumerate(counts)
        for start in range(0, count, A_JOB)
    ]


def put_together(drawn: list[tuple[str, Glyphs]]) -> dict[str, Glyphs]:
    """Of the jobs' results: the glyphs of each part, uint8."""
    return {name: together(some for part, some in drawn if part == name) for name in PARTS}


def described() -> dict[str, object]:
    """What was drawn, for a record: other seeds or counts give others."""
    return {"seed": SEED, "counts": [list(counts) for counts in PARTS.values()]}
