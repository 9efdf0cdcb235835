"""`pi-nn sweep RECIPE --vary NAME=A,B,C`: a recipe with each combination of values, as a table and a plot."""

import argparse
from collections.abc import Iterator
from itertools import product
from math import isnan, nan
from statistics import mean
from typing import TYPE_CHECKING, Any

from pi_nn.commands.common import count, require_writable

if TYPE_CHECKING:
    from pi_nn.recipes.system import Sources

EXAMPLES = """examples:
  pi-nn sweep hand --vary epochs=1,10,100
  pi-nn sweep book-100 --data DIR --vary learning_rate=0.01,0.1,0.2,0.3,0.6 --plot rates.png
  pi-nn sweep book-200 --data DIR --vary hidden=5,10,100 --vary epochs=1,2 --seeds 3"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe its arguments to argparse."""
    parser.add_argument("recipe", help="see pi-nn recipes; or a file of your own")
    parser.add_argument("--vary", metavar="NAME=A,B,C", action="append", required=True, help="values to try")
    parser.add_argument("--seeds", metavar="N", type=count, default=1, help="runs of each: seeds 1 to N (default: 1)")
    parser.add_argument("--data", metavar="DIR", help="where MNIST is (default: PI_NN_DATA, else mnist)")
    parser.add_argument("--plot", metavar="FILE.png", help="draw the first figure over the first NAME")


def run(args: argparse.Namespace) -> int:
    """Train every combination, a line as soon as it is done."""
    from pi_nn.commands import chosen_recipe, runs, sources
    from pi_nn.commands.memory import keep_freed_memory

    if args.plot:
        require_writable(args.plot, ".png")
    keep_freed_memory()
    combinations = list(_combinations(args.recipe, args.vary))
    data = sources.load(chosen_recipe.system(args.recipe, {}).data, args.data)
    found: list[float] = []
    figure_name = ""
    try:
        for options in combinations:
            figure_name, figures = _figures(args.recipe, options, args.seeds, data)
            if not found:
                print(_row([*options, figure_name, "lowest", "highest"]))
            found.append(mean(figures))
            spread = [nan, nan] if isnan(found[-1]) else [min(figures), max(figures)]
            print(_row([*options.values(), found[-1], *spread]), flush=True)
    finally:  # by Ctrl-C too: what is done may have taken hours
        if args.plot and found:
            _draw(args.plot, args.recipe, figure_name, combinations[: len(found)], found)
            runs.say(f"wrote {args.plot}")
    return 0


def _row(cells: list[Any]) -> str:
    """Of the table: all columns are of one width; what diverged is not a number."""
    return "  ".join(f"{cell:.6g}".rjust(14) if isinstance(cell, float) else str(cell).rjust(14) for cell in cells)


def _combinations(recipe: str, varied: list[str]) -> Iterator[dict[str, Any]]:
    from pi_nn.commands import chosen_recipe
    from pi_nn.errors import SettingsError

    columns: dict[str, list[dict[str, Any]]] = {}
    for assignment in varied:
        name, _, texts = assignment.partition("=")
        if name in columns:
            raise SettingsError(f"{name}: is varied twice; give all its values at once, {name}=A,B,C")
        columns[name] = [chosen_recipe.options(recipe, [f"{name}={text}"]) for text in texts.split(",")]
    for combination in product(*columns.values()):
        yield {name: value for options in combination for name, value in options.items()}


def _figures(recipe: str, options: dict[str, Any], seeds: int, data: "Sources") -> tuple[str, list[float]]:
    """The recipe's first figure, its name and its value for each seed; not a number where it diverged."""
    from pi_nn.commands import chosen_recipe, runs, train_recipe
    from pi_nn.errors import TrainingError

    figures: list[float] = []
    system, name = chosen_recipe.system(recipe, options), ""
    for seed in range(1, seeds + 1):
        descent, task = train_recipe.begun(recipe, system, seed, data)
        name, figure = next(iter(system.figures(descent.network, system.plan, task).items()))
        what = ", ".join([*(f"{option}={value}" for option, value in options.items()), f"seed {seed}"])
        try:
            with runs.bar(what) as shown:
                for _ in descent.run(task.learn, task.validate, train_recipe.on(shown)):
                    pass
            figure = system.figures(descent.network, system.plan, task)[name]
        except TrainingError:
            figure = nan
        figures.append(figure)
    return name, figures


def _draw(path: str, recipe: str, figure: str, combinations: list[dict[str, Any]], found: list[float]) -> None:
    """The means over the first name's values, a curve for each combination of the others."""
    from pi_nn import plots

    first = next(iter(combinations[0]))
    place_of, x_name = _places([options[first] for options in combinations], first)
    named: dict[str, tuple[list[float], list[float]]] = {}
    for options, figure_found in zip(combinations, found, strict=True):
        others = ", ".join(f"{name}={value}" for name, value in options.items() if name != first)
        x, y = named.setdefault(others, ([], []))
        x.append(place_of[options[first]])
        y.append(figure_found)
    plots.save(plots.curves(recipe, x_name, figure, named, dots=named), path)


def _places(values: list[Any], name: str) -> tuple[dict[Any, float], str]:
    """Where along the axis each value stands, and what is written there: words are numbered."""
    different = list(dict.fromkeys(values))
    if not isinstance(different[0], str):
        return {value: float(value) for value in different}, name
    numbered = ", ".join(f"{number}: {word}" for number, word in enumerate(different))
    return {word: float(number) for number, word in enumerate(different)}, f"{name} ({numbered})"
