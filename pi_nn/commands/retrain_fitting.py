"""The fitting of a retraining: what the eyes see, the epochs, and the checkpoint that they go on from."""

import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from pi_nn import model_file
from pi_nn.acceptance import marks
from pi_nn.commands.retrain_told import Told
from pi_nn.commands.retrain_with import Material
from pi_nn.errors import ModelError, TrainingError
from pi_nn.glyphs import Glyphs
from pi_nn.network import Network
from pi_nn.retraining import Plan, Retraining, joined, parted, seen, varied

EPOCH = 0.12  # of the work of looking at a glyph: one pass of the head over it, and back

Views = tuple[np.ndarray, np.ndarray]
"""What the eyes make of glyphs, float32 (N, K), and their labels (N,)."""


class Fitting:
    """From a network and what it is to learn to another network."""

    def __init__(self, start: Network, material: Material, plan: Plan, told: Told) -> None:
        self._eyes, self._head = parted(start)
        self._material, self._plan, self._told = material, plan, told

    def run(self, checkpoint: Path, record: dict[str, Any], seconds: float) -> Network:
        """The network after all epochs, as it is when saved.

        It goes on from a checkpoint of this very run, which has this record, and writes one when the last is so many
        seconds old.
        """
        fit, learnt, judged = self._begun(checkpoint, record)
        self._told.doing("learning")
        last = time.monotonic()
        while not fit.finished:
            fit.run_epoch()
            self._told.did(EPOCH * self._plan.rehearsed)
            self._note(fit, learnt, judged)
            if time.monotonic() - last >= seconds or fit.finished:
                model_file.write_arrays(checkpoint, fit.state(), record)
                last = time.monotonic()
        return model_file.as_saved(joined(self._eyes, fit.head))

    def _begun(self, checkpoint: Path, record: dict[str, Any]) -> tuple[Retraining, Views, Views]:
        """Before the first epoch or after the last that was kept; what the curve is drawn from, too."""
        material, plan = self._material, self._plan
        taught = varied(material.learnt, plan.taught, plan, stream=0)
        rehearsed = varied(material.rehearsed, plan.rehearsed, plan, stream=1)
        parts = [taught, rehearsed, material.learnt, material.judged]
        self._told.expect(sum(map(len, parts)) + EPOCH * plan.epochs * plan.rehearsed)
        self._told.doing("looking at what is to be learnt, and what is not to be forgotten")
        views = [self._view(each) for each in parts]
        fit = self._resumed(Retraining(self._head, views[0], views[1], plan), checkpoint, record)
        if fit is None:
            fit = Retraining(self._head, views[0], views[1], plan)
            self._note(fit, *views[2:])
        self._told.did(EPOCH * plan.rehearsed * int(fit.epochs[0]))
        return fit, views[2], views[3]

    def _view(self, glyphs: Glyphs) -> Views:
        parts = []
        for part in seen(self._eyes, glyphs.images):
            parts.append(part)
            self._told.did(len(part))
        return np.concatenate(parts), glyphs.labels

    def _resumed(self, fit: Retraining, checkpoint: Path, record: dict[str, Any]) -> Retraining | None:
        """None if there is nothing to go on from: what belongs to another run, or is damaged, is put away."""
        try:
            return fit if model_file.resume(checkpoint, fit.state(), record) else None
        except (ModelError, TrainingError):
            checkpoint.unlink(missing_ok=True)
            return None

    def _note(self, fit: Retraining, learnt: Views, judged: Views) -> None:
        fit.note(*(marks(fit.head, *views).cost for views in (learnt, judged)))
        epoch = int(fit.epochs[0])
        self._told.learnt(epoch, np.round(fit.curve[: epoch + 1], 5).tolist())


def digest(network: Network) -> str:
    """Of all weights."""
    total = sha256()
    for array in network.arrays().values():
        total.update(array.tobytes())
    return total.hexdigest()
