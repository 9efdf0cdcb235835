"""What the trainings learn from: drawn once for all of them, and each sample knows to which kinds it may belong."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np
from left_out_kinds import KINDS
from seeing_work import Work

from pi_nn import files
from pi_nn.errors import TrainingError
from pi_nn.glyphs import Glyphs, together
from pi_nn.practice import one_try
from pi_nn.recipes import shipped
from pi_nn.recipes.drawn import OFTEN, bitmaps, drawn_bitmaps, drawn_digits, drawn_things
from pi_nn.scenes import NO_DIGIT_KINDS

TRIES_A_JOB = 100


@dataclass(frozen=True)
class Sorted:
    """Samples, and of which of `KINDS` each may be: bool (N, 5)."""

    samples: Glyphs
    of: np.ndarray

    def without(self, kind: str) -> Glyphs:
        """Those that are not of the kind."""
        return self.samples[~self.of[:, list(KINDS).index(kind)]]


def of_no_kind(samples: Glyphs) -> Sorted:
    return Sorted(samples, np.zeros((len(samples), len(KINDS)), bool))


def joined(parts: Sequence[Sorted]) -> Sorted:
    return Sorted(together(part.samples for part in parts), np.concatenate([part.of for part in parts]))


def digits_drawn(count: int, coarse: int, rng: np.random.Generator) -> Sorted:
    return of_no_kind(together([drawn_digits(count, rng), drawn_bitmaps(coarse, rng)]))


def as_bitmaps(digits: Glyphs, count: int, seed: int) -> Sorted:
    some = shipped.some_of(digits, min(count, len(digits)), seed, 2)
    return of_no_kind(bitmaps(some, np.random.default_rng([seed, 6, 1])))


def things_drawn(name: str, count: int, rng: np.random.Generator) -> Sorted:
    """Of one kind of `NO_DIGIT_KINDS`."""
    of = [kind.has_drawn(name) for kind in KINDS.values()]
    return Sorted(drawn_things(count, rng, [name]), np.tile(of, (count, 1)))


def in_scenes(tries: int, rng: np.random.Generator, digits: Glyphs) -> Sorted:
    """What our own finder makes of `tries` scenes."""
    found = [each for _ in range(tries) for each in one_try(rng, digits)]
    images = np.array([np.round(image * 255) for image, _, _ in found], np.uint8).reshape(-1, 28, 28)
    of = [[kind.has_in_scene(label, kinds) for kind in KINDS.values()] for _, label, kinds in found]
    labels = np.array([label for _, label, _ in found], np.int64)
    return Sorted(Glyphs(images, labels), np.array(of, bool).reshape(-1, len(KINDS)))


def jobs(seed: int, share: float, digits: Glyphs) -> list[Callable[[], Sorted]]:
    """As `shipped.extra_samples` draws them, but a share of each sort, and one kind a job."""
    count = {name: round(share * most) for name, most in shipped.DRAWN.items()}
    a_turn = share * shipped.DRAWN["drawn_things"] / sum(OFTEN.get(name, 1) for name in NO_DIGIT_KINDS)
    found: list[Callable[[], Sorted]] = [
        partial(digits_drawn, count["drawn_digits"], count["drawn_bitmaps"], np.random.default_rng([seed, 6, 0])),
        partial(as_bitmaps, digits, count["bitmaps"], seed),
    ]
    for number, name in enumerate(NO_DIGIT_KINDS):
        rng = np.random.default_rng([seed, 6, 2, number])
        found.append(partial(things_drawn, name, round(a_turn * OFTEN.get(name, 1)), rng))
    for number, tries in enumerate(np.diff([*range(0, count["scenes"], TRIES_A_JOB), count["scenes"]])):
        found.append(partial(in_scenes, int(tries), np.random.default_rng([seed, 7, number]), digits))
    return found


@dataclass(frozen=True)
class Drawing:
    """The job: one of those by number."""

    jobs: list[Callable[[], Sorted]]

    def __call__(self, number: int) -> list[Sorted]:
        return [self.jobs[number]()]


def drawn_once(path: Path, seed: int, share: float, digits: Glyphs, work: Work) -> Sorted | None:
    """Read from the path, else drawn and kept there; None after Ctrl-C."""
    how = json.dumps([seed, share, len(digits), {name: asdict(kind) for name, kind in KINDS.items()}])
    if path.is_file():
        return _read(path, how)
    todo = jobs(seed, share, digits)
    parts = work.run("drawing digits, scenes and other things", Drawing(todo), len(todo))
    if work.stopped:
        return None
    drawn = joined(parts)
    with files.replacing(path) as file:
        np.savez_compressed(file, images=drawn.samples.images, labels=drawn.samples.labels, of=drawn.of, how=how)
    return drawn


def _read(path: Path, how: str) -> Sorted:
    with np.load(path) as file:
        if str(file["how"]) != how:
            raise TrainingError(f"{path}: was drawn with other arguments; remove it, or name another folder with --out")
        return Sorted(Glyphs(file["images"], file["labels"]), file["of"])
