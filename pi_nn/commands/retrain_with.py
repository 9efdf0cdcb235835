"""What a retraining learns from, what it must not forget, and what it is judged by."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pi_nn import model_file, rehearsal
from pi_nn.acceptance import Report, held_out, marks
from pi_nn.commands.common import complain
from pi_nn.commands.retrain_told import Told
from pi_nn.commands.samples import store_of
from pi_nn.errors import DataError, ModelError
from pi_nn.glyphs import Glyphs, together
from pi_nn.network import NOT_A_DIGIT, Network
from pi_nn.places import Places
from pi_nn.retraining import Plan, varied
from pi_nn.samples import Sample
from pi_nn.settings import Settings

DRAWING = 4.0  # times the work of looking at a glyph
OF_MNIST = 2000  # images, where MNIST is there: half are rehearsed, by the others a new model is judged
_ARRAYS = ("images", "labels")  # of a part of what is drawn, as it is kept
_AGAIN = 4  # times that each sample is judged, by itself and distorted, while none is held out


@dataclass(frozen=True)
class Material:
    """Glyphs: of the owner, to learn from and to be judged by; and what must not be forgotten, the same.

    alone: none of the owner's samples is held out yet, so that those learnt from serve, otherwise distorted.
    """

    learnt: Glyphs
    judged: Glyphs
    rehearsed: Glyphs
    reference: Glyphs
    alone: bool

    def report(self, network: Network, told: Told) -> Report:
        """How a network does."""
        digit = self.reference.labels < NOT_A_DIGIT
        parts = [self.judged, self.reference[digit], self.reference[~digit]]
        found = [marks(network, part.images, part.labels) for part in parts]
        told.did(len(self.judged) + len(self.reference))
        return Report(*found)


def taught(here: Places, settings: Settings, most: int) -> tuple[list[Sample], list[Sample]]:
    """The newest samples, to learn from and held out; DataError if there are none."""
    found = list(store_of(here, settings).all(complain))
    if not found:
        raise DataError(f"{here.samples}: nothing has been taught yet: hold a 7 up, then `pi-nn teach 7`")
    held = held_out([each.label for each in found], [each.group for each in found])
    newest = list(zip(found, held, strict=True))[-most:]
    return [each for each, out in newest if not out], [each for each, out in newest if out]


def gathered(
    learnt: Sequence[Sample], held: Sequence[Sample], here: Places, settings: Settings, plan: Plan, told: Told
) -> Material:
    """Everything, the drawn glyphs as they were kept or newly drawn."""
    to_learn, judged = _as_glyphs(learnt), _as_glyphs(held)
    if not held:
        judged = varied(to_learn, _AGAIN * len(learnt), plan, stream=2)
    drawn = _kept_or_drawn(here.retraining / "rehearsal.npz", told)
    with_mnist = zip(drawn.values(), _of_mnist(settings.teaching.data, plan.seed), strict=True)
    rehearsed, reference = (_as_floats(together(each)) for each in with_mnist)
    return Material(to_learn, judged, rehearsed, reference, alone=not held)


def _as_glyphs(samples: Sequence[Sample]) -> Glyphs:
    images = [each.glyph for each in samples]
    labels = [NOT_A_DIGIT if each.label == "none" else int(each.label) for each in samples]
    return _as_floats(Glyphs(np.array(images, np.uint8).reshape(-1, 28, 28), np.array(labels, np.int64)))


def _as_floats(glyphs: Glyphs) -> Glyphs:
    return Glyphs(glyphs.images.astype(np.float32) / 255, glyphs.labels)


def _kept_or_drawn(path: Path, told: Told) -> dict[str, Glyphs]:
    """Drawing them takes longer than all else, so it is done once; what is kept and no good is drawn again."""
    record = rehearsal.described()
    kept = _kept(path, record)
    if kept:
        return kept
    jobs, drawn = rehearsal.jobs(), []
    told.expect(DRAWING * rehearsal.A_JOB * len(jobs))
    told.doing("drawing what must not be forgotten")
    for part, draw in jobs:
        drawn.append((part, draw()))
        told.did(DRAWING * rehearsal.A_JOB)
    together = rehearsal.put_together(drawn)
    arrays = {f"{name}.{each}": getattr(some, each) for name, some in together.items() for each in _ARRAYS}
    model_file.write_arrays(path, arrays, record)
    return together


def _kept(path: Path, record: dict[str, object]) -> dict[str, Glyphs] | None:
    try:
        arrays, found = model_file.read_arrays(path)
        if found != record:
            return None
        kept = {name: Glyphs(*(arrays[f"{name}.{each}"] for each in _ARRAYS)) for name in rehearsal.PARTS}
    except (ModelError, KeyError):
        return None
    return kept if all(_is_whole(some, rehearsal.PARTS[name]) for name, some in kept.items()) else None


def _is_whole(some: Glyphs, counts: tuple[int, int]) -> bool:
    wanted = (sum(counts), 28, 28)
    return some.images.shape == wanted and some.images.dtype == np.uint8 and some.labels.shape == wanted[:1]


def _of_mnist(data: str, seed: int) -> list[Glyphs]:
    """Of its training images, if they are there, to rehearse and to be judged by; else none."""
    from pi_nn.datasets import mnist

    none = Glyphs(np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.int64))
    try:
        if not (data or os.environ.get("PI_NN_DATA")):
            return [none, none]
        digits = mnist.load(mnist.find_folder(data), "train")
    except DataError as error:
        complain(f"{error}; going on without MNIST")
        return [none, none]
    order = np.random.default_rng([seed, 3]).permutation(len(digits))[:OF_MNIST]
    parts = np.split(order, [len(order) // 2])
    return [Glyphs(digits.images[some], digits.labels[some].astype(np.int64)) for some in parts]
