"""`pi-nn train`: fit the shipped network to MNIST, or a recipe's to its data, and write it with its record."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from pi_nn.commands.common import count, require_writable, seed
from pi_nn.commands.memory import keep_freed_memory
from pi_nn.commands.side_by_side import side_by_side

if TYPE_CHECKING:
    import numpy as np

    from pi_nn.datasets.mnist import Digits
    from pi_nn.network import Network
    from pi_nn.training import Batch, Fit, Samples

EXAMPLES = """examples:
  pi-nn train --data DIR                          DIR holds MNIST's four IDX files, or mnist/ with them
  pi-nn train --fetch                             fetches MNIST into the folder mnist first
  pi-nn train --epochs 2 --out quick.npz          a quick one
  pi-nn train --seed 1 --out pi_nn/model.npz      the model that the package ships
  pi-nn train book-100 --data DIR                 a network of the texts; `pi-nn recipes` lists them
  pi-nn train tutorial --set hidden=50            one with a value changed
  pi-nn train my.py --data DIR                    your own: a changed copy of a file in pi_nn/recipes
A run that was killed goes on from its last epoch when started again with the same arguments."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe its arguments to argparse."""
    parser.add_argument("recipe", nargs="?", default="shipped", help="what to train (default: %(default)s)")
    parser.add_argument("--data", metavar="DIR", help="where MNIST is; else PI_NN_DATA says it")
    parser.add_argument("--fetch", action="store_true", help="first fetch MNIST into DIR (default: mnist), 12 MB")
    parser.add_argument("--out", metavar="FILE", help="the model to write (default: model.npz, else RECIPE.npz)")
    parser.add_argument("--seed", type=seed, default=1, help="the same seed gives the same weights (default: 1)")
    parser.add_argument("--epochs", type=count, help="passes over the data (default: the recipe's)")
    parser.add_argument("--checkpoint", metavar="FILE", help="what to resume from (default: the model's, .checkpoint)")
    parser.add_argument("--report", metavar="FILE.html", help="write costs, confusion and worst mistakes")
    of_recipes = parser.add_argument_group("for the recipes of the texts")
    of_recipes.add_argument("--set", metavar="NAME=VALUE", action="append", default=[], help="change a value of it")
    of_recipes.add_argument(
        "--checkpoint-every", metavar="SECONDS", type=float, default=10.0, help="at most one so often (default: 10)"
    )


def run(args: argparse.Namespace) -> int:
    """Train what is asked for."""
    args.out = args.out or ("model.npz" if args.recipe == "shipped" else f"{Path(args.recipe).stem}.npz")
    for path in filter(None, [args.out, args.report]):
        require_writable(path)
    if args.fetch:
        args.data = _fetched(args.data)
    if args.recipe != "shipped":
        from pi_nn.commands import train_recipe

        return train_recipe.run(args)
    return _run_shipped(args)


def _fetched(data: str | None) -> str:
    """The folder with MNIST, fetched if it is not there yet."""
    from pi_nn.datasets.fetch import fetch_mnist

    given = Path(data or os.environ.get("PI_NN_DATA") or "mnist")
    folder = given / "mnist" if (given / "mnist").is_dir() else given
    fetch_mnist(folder, _say)
    return str(folder)


def _run_shipped(args: argparse.Namespace) -> int:
    """Train, judge on held-out writers and on the test images, save."""
    from pi_nn import model_file
    from pi_nn.calibration import calibrate
    from pi_nn.datasets import mnist
    from pi_nn.recipes import shipped

    keep_freed_memory()
    folder = mnist.find_folder(args.data)
    learnt_from, held_out = mnist.split(mnist.load(folder, "train"), folder)
    test = mnist.load(folder, "t10k")
    _say(f"training on {len(learnt_from)} images of {folder}, choosing on {len(held_out)} held out")
    run_record = {"recipe": "shipped", "seed": args.seed, "data": f"sha256 {mnist.digest(folder, ('train', 't10k'))}"}
    fitted, costs = _fitted(args, learnt_from, held_out, run_record)
    record = {**run_record, "confidence_factor": calibrate(fitted, held_out.images, held_out.labels)}
    network = model_file.as_saved(_weighing_learnt(model_file.as_saved(fitted), held_out, args.seed))
    record |= {**_judged(network, held_out, test), **_circumstances(args)}
    record["looks_at_test"] = [*shipped.LOOKS_AT_TEST, f"this model: {record['test_error']:.2%}"]
    model_file.save(args.out, network, record)
    _checkpoint(args).unlink(missing_ok=True)
    _say(f"wrote {args.out}: test error {record['test_error']:.2%}")
    if args.report:
        _write_report(args.report, network, costs, test, f"shipped: test error {record['test_error']:.2%}")
    return 0


def _write_report(path: str, network: "Network", costs: "np.ndarray", test: "Digits", title: str) -> None:
    """As for a recipe; a mistake is here a wrong digit, whatever the eleventh score says."""
    import numpy as np

    from pi_nn.commands.report import Judged, write_report

    digits = network.predict_many(test.images / np.float32(255))[:, :10]
    write_report(Path(path), title, costs, Judged(test.images, test.labels, digits))


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _checkpoint(args: argparse.Namespace) -> Path:
    return Path(args.checkpoint or f"{args.out}.checkpoint")


def _fitted(
    args: argparse.Namespace, learnt_from: "Digits", held_out: "Digits", record: dict[str, Any]
) -> "tuple[Network, np.ndarray]":
    """The averaged network after all epochs, resumed from the checkpoint if there is one, and each epoch's loss."""
    import numpy as np

    from pi_nn import model_file
    from pi_nn.recipes import shipped
    from pi_nn.training import Fit, Samples

    recipe = shipped.recipe(args.epochs or shipped.EPOCHS, args.seed)
    network = shipped.network(np.random.default_rng(args.seed))
    fit = Fit(network, shipped.optimizer(network), recipe)
    averaged = shipped.network(np.random.default_rng(0))
    record["settings"] = {**recipe.described(), **shipped.described()}
    _resume(fit, _checkpoint(args), record)
    digits, part, samples = Samples(learnt_from.images, learnt_from.labels), None, None
    while (epoch := int(fit.epochs[0])) < recipe.epochs:
        if part != (part := shipped.part_of(epoch, recipe.epochs)):
            samples = _with_extras(digits, shipped.extra_samples(args.seed, digits, part))
        _run_epoch(fit, samples)
        model_file.write_arrays(_checkpoint(args), fit.state(), record)
        _report(fit, fit.averaged(averaged), held_out)
    return fit.averaged(averaged), fit.costs


def _with_extras(digits: "Samples", jobs: "list[Callable[[], Samples]]") -> "Samples":
    """The digits and what the jobs draw."""
    for extra in side_by_side(jobs, "drawing digits, scenes and other things"):
        digits += extra
    return digits


def _weighing_learnt(network: "Network", held_out: "Digits", seed: int) -> "Network":
    """The network, which now weighs its scores with how a glyph stands in its frame."""
    import numpy as np

    from pi_nn.recipes import shipped
    from pi_nn.training import Samples
    from pi_nn.weighing import learnt_weighing

    jobs = shipped.weighing_jobs(seed, Samples(held_out.images, held_out.labels))
    parts = side_by_side(jobs, "looking at scenes")
    glyphs, standings, labels = (np.concatenate(each) for each in zip(*parts, strict=True))
    scores = network.predict_many(glyphs / np.float32(255))
    network.weighing = learnt_weighing(scores, standings, labels, np.random.default_rng([seed, 5]))
    return network


def _resume(fit: "Fit", checkpoint: Path, record: dict[str, Any]) -> None:
    """Fill the fit from a checkpoint of this very run."""
    from pi_nn import model_file

    if model_file.resume(checkpoint, fit.state(), record):
        _say(f"resuming after epoch {fit.epochs[0]} from {checkpoint}")
    else:
        model_file.write_arrays(checkpoint, fit.state(), record)  # better now than after an hour


def _run_epoch(fit: "Fit", samples: Any) -> None:
    """One pass over the samples with a progress bar."""
    from tqdm import tqdm

    from pi_nn.training import batches, batches_per_epoch

    epoch, steps = int(fit.epochs[0]), batches_per_epoch(samples, fit.recipe)
    ahead = made_ahead(batches(samples, fit.recipe, epoch))
    with tqdm(total=steps, desc=f"epoch {epoch + 1}/{fit.recipe.epochs}", leave=False, mininterval=1) as bar:
        for _ in fit.run_epoch(ahead, steps):
            bar.update()


def made_ahead(batches: Iterator["Batch"], waiting: int = 4) -> Iterator["Batch"]:
    """The same batches, made by a second thread while the network is busy with those before."""
    made: Queue[Any] = Queue(waiting)
    left = Event()

    def make() -> None:
        try:
            for batch in batches:
                made.put(batch)
                if left.is_set():
                    return
            made.put(None)
        except Exception as error:  # whatever it is, it is raised where the batches are used
            made.put(error)

    Thread(target=make, daemon=True).start()
    try:
        while (item := made.get()) is not None:
            if isinstance(item, Exception):
                raise item
            yield item
    finally:
        left.set()
        while not made.empty():
            made.get()


def _report(fit: "Fit", network: "Network", held_out: "Digits") -> None:
    from pi_nn.training import error_rate

    wrong = error_rate(network, held_out.images, held_out.labels)
    now, loss = datetime.now().strftime("%H:%M:%S"), fit.costs[fit.epochs[0] - 1]
    _say(f"{now} epoch {fit.epochs[0]}/{fit.recipe.epochs}: loss {loss:.4f}, validation error {wrong:.2%}")


def _judged(network: "Network", held_out: "Digits", test: "Digits") -> dict[str, float]:
    """Error rates of the network as it is saved."""
    from pi_nn.training import error_rate

    return {
        "validation_error": error_rate(network, held_out.images, held_out.labels),
        "test_error": error_rate(network, test.images, test.labels),
    }


def _circumstances(args: argparse.Namespace) -> dict[str, str]:
    """When, how and with what it was trained; where the files were does not matter."""
    import numpy as np

    command = f"pi-nn train --seed {args.seed}" + (f" --epochs {args.epochs}" if args.epochs else "")
    return {"date": datetime.now(UTC).date().isoformat(), "command": command, "numpy": np.__version__}
