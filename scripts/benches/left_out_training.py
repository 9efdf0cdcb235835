"""Trains the shipped network with one kind of "no digit" left out; resumed from its last epoch where it was stopped."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from left_out_kinds import KINDS
from left_out_samples import Sorted
from tqdm import tqdm

from pi_nn import model_file
from pi_nn.commands.made_ahead import made_ahead
from pi_nn.commands.memory import keep_freed_memory
from pi_nn.errors import TrainingError
from pi_nn.glyphs import Glyphs, together
from pi_nn.network import Network
from pi_nn.recipes import shipped
from pi_nn.training import Fit, batches, batches_per_epoch, error_rate


@dataclass(frozen=True)
class Training:
    """The job: train without the kind of that number, and write OUT/KIND.npz; gives the kind's name.

    digits: to learn from, beside what was drawn. held_out: digits for the validation error of each epoch.
    """

    names: list[str]
    digits: Glyphs
    drawn: Sorted
    held_out: Glyphs
    record: dict
    epochs: int
    seed: int
    out: Path

    def __call__(self, number: int) -> list[str]:
        name = self.names[number]
        path, record = model_path(self.out, name), self.record_of(name)
        if not is_done(path, record):
            keep_freed_memory()
            samples = together([self.digits, self.drawn.without(name)])
            network = self.fitted(name, samples, path.with_suffix(".checkpoint"), record, 1 + number)
            model_file.save(path, network, record)
            path.with_suffix(".checkpoint").unlink(missing_ok=True)
        return [name]

    def record_of(self, name: str) -> dict:
        recipe = shipped.recipe(self.epochs, self.seed)
        whole = {**self.record, "left_out": name, "settings": recipe.described()}
        return json.loads(json.dumps(whole))

    def fitted(self, name: str, samples: Glyphs, checkpoint: Path, record: dict, line: int) -> Network:
        """The averaged network after all epochs; says how far it is, on that line below."""
        recipe = shipped.recipe(self.epochs, self.seed)
        network = shipped.network(np.random.default_rng(self.seed))
        fit, averaged = Fit(network, shipped.optimizer(network), recipe), shipped.network(np.random.default_rng(0))
        model_file.resume(checkpoint, fit.state(), record)
        while (epoch := int(fit.epochs[0])) < recipe.epochs:
            steps = batches_per_epoch(samples, recipe)
            made = made_ahead(batches(samples, recipe, epoch, KINDS[name].made_up_else()))
            what = f"without {name}, epoch {epoch + 1}/{recipe.epochs}"
            for _ in tqdm(fit.run_epoch(made, steps), what, steps, leave=False, disable=None, position=line):
                pass
            model_file.write_arrays(checkpoint, fit.state(), record)
            wrong = error_rate(fit.averaged(averaged), self.held_out)
            tqdm.write(f"{what}: loss {fit.costs[epoch]:.4f}, validation error {wrong:.2%}", sys.stderr)
        return fit.averaged(averaged)


def model_path(out: Path, name: str) -> Path:
    return out / f"without-{name.replace(' ', '-')}.npz"


def is_done(path: Path, record: dict) -> bool:
    """Whether the model of this very run is there already."""
    if not path.exists():
        return False
    if model_file.load(path)[1] != record:
        raise TrainingError(f"{path}: was trained with other arguments; remove it, or name another folder with --out")
    return True
