"""`pi-nn recipes`: a table of the networks that can be trained, what the texts say of them, and what ours reach."""

import argparse
import shutil
import sys
from collections.abc import Sequence

EXAMPLES = """examples:
  pi-nn recipes
  pi-nn train tutorial                      the pathway tutorial's network, as it is
  pi-nn train book-100 --data DIR           the book's first one; DIR holds MNIST"""

SHIPPED = ("shipped", "five convolutions; the default", "ours", "LeNet-5: 0.8 % error")
COLUMNS = ("recipe", "what", "where from", "published", "ours")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It has none."""


def run(args: argparse.Namespace) -> int:
    """Print the table; in a terminal too narrow for it three lines a recipe, which it would tear apart."""
    from pi_nn import model_file
    from pi_nn.commands.chosen_recipe import system
    from pi_nn.recipes import NAMES

    systems = {name: system(name, {}) for name in NAMES}
    shipped = (*SHIPPED, f"{100 * model_file.load()[1]['test_error']:.2f} % error")
    rows = [shipped, *((name, each.what, each.source, each.published, each.ours) for name, each in systems.items())]
    table = in_columns([COLUMNS, *rows])
    narrow = sys.stdout.isatty() and max(map(len, table)) > shutil.get_terminal_size().columns
    print(*(in_blocks(rows) if narrow else table), sep="\n")
    return 0


def in_blocks(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Three lines each: what, where from, and the figures."""
    return [
        f"{name:<16} {what}\n{'':16} {source}\n{'':16} published {published}; ours {ours}"
        for name, what, source, published, ours in rows
    ]


def in_columns(rows: list[tuple[str, ...]]) -> list[str]:
    """Lines, their columns as wide as needed."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
