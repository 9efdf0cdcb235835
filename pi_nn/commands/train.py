"""`pi-nn train`: fit the shipped network to MNIST, or a recipe's to its data, and write it with its record."""

import argparse
import os
from pathlib import Path

from pi_nn.commands.common import count, own_file, require_apart, require_writable, seed

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
    parser.add_argument("--data", metavar="DIR", help="where MNIST is (default: PI_NN_DATA, else mnist)")
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
    written = [path for path in (args.out, args.report, args.checkpoint) if path]
    for path in written:
        require_writable(path, ".html" if path == args.report else "")
    require_apart(*written, own_file(args.recipe))
    try:
        if args.fetch:
            args.data = _fetched(args.data)
        if args.recipe == "shipped":
            from pi_nn.commands import train_shipped

            return train_shipped.run(args)
        from pi_nn.commands import train_recipe

        return train_recipe.run(args)
    except KeyboardInterrupt:
        from pi_nn.commands.runs import say

        say("stopped; the same command goes on from the last checkpoint")
        raise


def _fetched(data: str | None) -> str:
    """The folder with MNIST, fetched if it is not there yet."""
    from pi_nn.commands.runs import say
    from pi_nn.datasets.fetch import fetch_mnist

    given = Path(data or os.environ.get("PI_NN_DATA") or "mnist")
    folder = given / "mnist" if (given / "mnist").is_dir() else given
    fetch_mnist(folder, say)
    return str(folder)
