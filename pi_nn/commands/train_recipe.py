"""`pi-nn train RECIPE`: fits one of the texts' networks, with checkpoints, and writes it with its figures."""

import argparse
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from pi_nn import model_file
from pi_nn.commands import chosen_recipe, runs, sources
from pi_nn.commands.common import own_file
from pi_nn.commands.memory import keep_freed_memory
from pi_nn.commands.recipe_tried import require_fitting
from pi_nn.descent import Descent, Tell, outputs
from pi_nn.errors import ModelError, SettingsError, TrainingError
from pi_nn.recipes.system import Sources, System, Task

Record = dict[str, Any]


def run(args: argparse.Namespace) -> int:
    """Fit, judge, save."""
    out = Path(args.out)
    assignments = args.set + ([f"epochs={args.epochs}"] if args.epochs else [])
    options = chosen_recipe.options(args.recipe, assignments)
    system = chosen_recipe.system(args.recipe, options)
    data = sources.load(system.data, args.data)
    described = chosen_recipe.described(args.recipe, options)
    record = {**described, "seed": args.seed, "data": sources.digest(data)}
    keep_freed_memory()  # not before: reading the data takes memory that is given back
    checkpoint = Path(args.checkpoint or f"{out}.checkpoint")
    descent, task = begun(args.recipe, system, args.seed, data)
    runs.resume(descent, checkpoint, record)
    save = _saver(descent, checkpoint, record, args.checkpoint_every)
    runs.say(_counts(task))
    with runs.bar("training", descent.epochs[0] / max(1, system.plan.epochs)) as shown:
        try:
            for cost in descent.run(task.learn, task.validate, on(shown)):
                shown.clear()
                _report(descent, cost)
                save()
        except (OSError, ModelError, MemoryError):
            raise
        except Exception:  # it diverged, or its recipe is wrong: it would do that again
            checkpoint.unlink(missing_ok=True)
            raise
    _report_end(descent)
    figures = system.figures(descent.network, system.plan, task)
    how = runs.circumstances(_command(args.recipe, assignments, args.seed))
    write(out, descent, {**record, "figures": figures, **how})
    checkpoint.unlink(missing_ok=True)
    runs.say(f"wrote {out}: {in_words(figures)}")
    runs.say(f"to compare (nothing changed, seeds 1 to 3): published {system.published}; ours {system.ours}")
    if args.report:
        title = f"{args.recipe}: {in_words(figures)} (published: {system.published})"
        _write_report(Path(args.report), descent, task, title)
    return 0


def on(shown: tqdm) -> Tell:
    """What moves the bar to the share that is done."""
    return lambda share: shown.update(share - shown.n)


def begun(recipe: str, system: System, seed: int, data: Sources) -> tuple[Descent, Task]:
    """The network with its first weights, and what it is to learn: both follow from the seed."""
    descent = Descent(system.network(np.random.default_rng([seed, 0])), system.plan, seed)
    try:
        task = system.task(data, np.random.default_rng([seed, 1]))
    except KeyError as error:
        raise SettingsError(f"{recipe}: its task wants {error}, its data has {', '.join(data)}") from error
    require_fitting(recipe, system, descent, task)
    return descent, task


def write(out: Path, descent: Descent, record: Record) -> None:
    """The network's arrays as they are, the costs and the record; TrainingError rather than a value that is none."""
    arrays = descent.network.arrays()
    if not all(np.isfinite(array).all() for array in arrays.values()):
        raise TrainingError(f"{out}: not written, the weights are not finite; lower the learning rate")
    model_file.write_arrays(out, {**arrays, "costs": descent.costs}, record)


def load(path: str) -> tuple[System, Descent, Record]:
    """What `write` wrote: the system, its network ready to be used, and the record."""
    if not Path(path).exists():
        raise TrainingError(f"{path}: is missing; train one with: pi-nn train RECIPE --out {path}")
    arrays, record = model_file.read_arrays(path)
    if not isinstance(record, dict) or not {"recipe", "options", "seed"} <= record.keys() or "costs" not in arrays:
        raise TrainingError(f"{path}: holds no network of a recipe; `pi-nn train RECIPE` writes one")
    if (file := own_file(record["recipe"])) and not Path(file).exists():
        raise TrainingError(f"{path}: is the network of {file}, which is not here; run this where that file is")
    system = chosen_recipe.system(record["recipe"], record["options"])
    descent = Descent(system.network(np.random.default_rng(0)), system.plan, record["seed"])
    costs = arrays.pop("costs")
    model_file.fill(descent.network.arrays(), arrays, path)
    descent.epochs[0] = len(costs)
    descent.all_costs = costs
    return system, descent, record


def _saver(descent: Descent, checkpoint: Path, record: Record, seconds: float) -> Callable[[], None]:
    """What writes the checkpoint, but not more often than every so many seconds."""
    last = time.monotonic()

    def save() -> None:
        nonlocal last
        if time.monotonic() - last >= seconds:
            model_file.write_arrays(checkpoint, descent.state(), record)
            last = time.monotonic()

    return save


def _report(descent: Descent, cost: float) -> None:
    """About ten lines over a run, however many epochs it has."""
    epoch, epochs = int(descent.epochs[0]), descent.plan.epochs
    if epoch % max(1, epochs // 10) == 0 or descent.finished:
        runs.say(f"{datetime.now():%H:%M:%S} epoch {epoch}/{epochs}: cost {cost:.5g}")


def _counts(task: Task) -> str:
    by = f", to stop by: {len(task.validate)}" if task.validate else ""
    return f"examples to learn from: {len(task.learn)}{by}, to be judged with: {len(task.test)}"


def _report_end(descent: Descent) -> None:
    """Why it ended before its last epoch, and whose weights are taken if not those."""
    epoch, best = int(descent.epochs[0]), int(descent.best_epoch[0])
    if descent.settled[0] and epoch < descent.plan.epochs:
        runs.say(f"ended after epoch {epoch}: the cost hardly changes any more")
    if best:
        runs.say(f"ended after epoch {epoch}: validation was best after epoch {best}, whose weights are taken")


def in_words(figures: dict[str, float]) -> str:
    """Of {"accuracy": 0.95}: "accuracy 0.95"."""
    return ", ".join(f"{name} {figure:.5g}" for name, figure in figures.items())


def _command(recipe: str, assignments: list[str], seed: int) -> str:
    settings = "".join(f" --set {assignment}" for assignment in assignments)
    return f"pi-nn train {recipe} --seed {seed}{settings}"


def _write_report(path: Path, descent: Descent, task: Task, title: str) -> None:
    from pi_nn.commands.report import Judged, write_report

    test, judged = task.test, None
    if test.labels is not None:
        pictures = test.inputs if test.pictures is None else test.pictures
        judged = Judged(pictures, test.labels, outputs(descent.network, descent.plan, test.inputs))
    write_report(path, title, descent.costs, judged)
