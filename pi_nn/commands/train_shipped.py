"""`pi-nn train` without a recipe's name: the network that is shipped, from MNIST to a model file with its record."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from pi_nn import model_file
from pi_nn.calibration import calibrate
from pi_nn.commands import runs, sources
from pi_nn.commands.made_ahead import made_ahead
from pi_nn.commands.memory import keep_freed_memory
from pi_nn.commands.report import Judged, write_report
from pi_nn.commands.side_by_side import side_by_side
from pi_nn.datasets import mnist
from pi_nn.glyphs import Glyphs, together
from pi_nn.network import Network
from pi_nn.recipes import shipped
from pi_nn.training import Fit, batches, batches_per_epoch, error_rate
from pi_nn.weighing import learnt_glance, learnt_weighing


def run(args: argparse.Namespace) -> int:
    """Train, judge on held-out writers and on the test images, save."""
    keep_freed_memory()
    learnt_from, held_out, test, digest = _data(mnist.find_folder(args.data))
    run_record = {"recipe": "shipped", "seed": args.seed, "data": f"sha256 {digest}"}
    fitted, costs = _fitted(args, learnt_from, held_out, run_record)
    record = {**run_record, "confidence_factor": calibrate(fitted, held_out)}
    network = model_file.as_saved(_weighing_learnt(model_file.as_saved(fitted), held_out, args.seed))
    record |= {**_judged(network, held_out, test), **runs.circumstances(_command(args))}
    record["looks_at_test"] = [*shipped.LOOKS_AT_TEST, f"this model: {record['test_error']:.2%}"]
    model_file.save(args.out, network, record)
    _checkpoint(args).unlink(missing_ok=True)
    runs.say(f"wrote {args.out}: test error {record['test_error']:.2%}")
    if args.report:
        _write_report(args.report, network, costs, test, f"shipped: test error {record['test_error']:.2%}")
    return 0


def _data(folder: Path) -> tuple[Glyphs, Glyphs, Glyphs, str]:
    """Glyphs to learn from, to choose by and to be judged with, and the digest of them all."""
    train, test = mnist.load(folder, "train"), mnist.load(folder, "t10k")
    learnt_from, held_out = mnist.split(train, folder)
    runs.say(f"training on {len(learnt_from)} images of {folder}, choosing on {len(held_out)} held out")
    digest = sources.digest({"train": (train.images, train.labels), "test": (test.images, test.labels)})
    return learnt_from, held_out, test, digest


def _fitted(
    args: argparse.Namespace, learnt_from: Glyphs, held_out: Glyphs, record: dict[str, Any]
) -> tuple[Network, np.ndarray]:
    """The averaged network after all epochs, resumed from the checkpoint if there is one, and each epoch's loss."""
    recipe = shipped.recipe(args.epochs or shipped.EPOCHS, args.seed)
    network = shipped.network(np.random.default_rng(args.seed))
    fit = Fit(network, shipped.optimizer(network), recipe)
    averaged = shipped.network(np.random.default_rng(0))
    record["settings"] = {**recipe.described(), **shipped.DRAWN}
    runs.resume(fit, _checkpoint(args), record)
    part = None
    while (epoch := int(fit.epochs[0])) < recipe.epochs:
        if part != (part := shipped.part_of(epoch, recipe.epochs)):
            jobs = shipped.extra_samples(args.seed, learnt_from, part)
            glyphs = together([learnt_from, *side_by_side(jobs, "drawing digits, scenes and other things")])
        _run_epoch(fit, glyphs)
        model_file.write_arrays(_checkpoint(args), fit.state(), record)
        _report(fit, fit.averaged(averaged), held_out)
    return fit.averaged(averaged), fit.costs


def _run_epoch(fit: Fit, glyphs: Glyphs) -> None:
    """One pass over the glyphs with a progress bar."""
    epoch, steps = int(fit.epochs[0]), batches_per_epoch(glyphs, fit.recipe)
    ahead = made_ahead(batches(glyphs, fit.recipe, epoch))
    with tqdm(total=steps, desc=f"epoch {epoch + 1}/{fit.recipe.epochs}", leave=False, mininterval=1) as bar:
        for _ in fit.run_epoch(ahead, steps):
            bar.update()


def _report(fit: Fit, network: Network, held_out: Glyphs) -> None:
    wrong = error_rate(network, held_out)
    now, loss = datetime.now().strftime("%H:%M:%S"), fit.costs[fit.epochs[0] - 1]
    runs.say(f"{now} epoch {fit.epochs[0]}/{fit.recipe.epochs}: loss {loss:.4f}, validation error {wrong:.2%}")


def _weighing_learnt(network: Network, held_out: Glyphs, seed: int) -> Network:
    """The network, which now weighs its scores with how a glyph stands in its frame, and glances at that first."""
    parts = side_by_side(shipped.weighing_jobs(seed, held_out), "looking at scenes")
    glyphs, standings, labels = (np.concatenate(each) for each in zip(*parts, strict=True))
    scores = network.predict_many(glyphs / np.float32(255))
    network.weighing = learnt_weighing(scores, standings, labels, np.random.default_rng([seed, 5]))
    network.glance = learnt_glance(standings, labels, np.random.default_rng([seed, 6]))
    return network


def _judged(network: Network, held_out: Glyphs, test: Glyphs) -> dict[str, float]:
    """Error rates of the network as it is saved."""
    return {
        "validation_error": error_rate(network, held_out),
        "test_error": error_rate(network, test),
    }


def _write_report(path: str, network: Network, costs: np.ndarray, test: Glyphs, title: str) -> None:
    """As for a recipe; a mistake is here a wrong digit, whatever the eleventh score says."""
    digits = network.predict_many(test.images / np.float32(255))[:, :10]
    write_report(Path(path), title, costs, Judged(test.images, test.labels, digits))


def _checkpoint(args: argparse.Namespace) -> Path:
    return Path(args.checkpoint or f"{args.out}.checkpoint")


def _command(args: argparse.Namespace) -> str:
    return f"pi-nn train --seed {args.seed}" + (f" --epochs {args.epochs}" if args.epochs else "")
