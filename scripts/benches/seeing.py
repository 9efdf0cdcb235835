"""How well the product sees: tables in the terminal and a text file, and a page with every failure as a picture."""

import argparse
import os
import sys
from contextlib import suppress
from functools import cached_property
from pathlib import Path

import seeing_arrays
import seeing_confidence
import seeing_cost
import seeing_empties
import seeing_photos
import seeing_scenes
import seeing_sequences
from seeing_case import Section
from seeing_eyes import Eyes
from seeing_page import write_page
from seeing_text import as_text
from seeing_work import Work

from pi_nn.commands.common import add_model_options, settings_and_network
from pi_nn.datasets import mnist
from pi_nn.errors import DataError, PiNNError
from pi_nn.glyphs import Glyphs

SECTIONS = {
    "photos": seeing_photos.measure,
    "scenes": seeing_scenes.measure,
    "empties": seeing_empties.measure,
    "sequences": seeing_sequences.measure,
    "confidence": seeing_confidence.measure,
    "cost": seeing_cost.measure,
    "arrays": seeing_arrays.measure,
}


class Bench:
    """What every section may ask for."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.eyes = Eyes(*settings_and_network(args))
        self.work = Work(args.jobs)
        self.seed, self.count = args.seed, args.count
        self.sequences, self.arrays = max(1, round(args.count / 5)), 4 * args.count
        self.done: list[Section] = []
        self.whole = False
        self.glyphs_name = f"MNIST {args.glyphs}"
        self.no_glyphs = ""

    def glyphs(self) -> Glyphs | None:
        """MNIST's test images, or the held-out writers of its training images; None, and why, without data."""
        try:
            return self._glyphs
        except DataError as error:
            self.no_glyphs = f"left out: {error}"
            return None

    @cached_property
    def _glyphs(self) -> Glyphs:
        folder = mnist.find_folder(self.args.data)
        if self.args.glyphs == "test":
            return mnist.load(folder, "t10k")
        return mnist.split(mnist.load(folder, "train"), folder)[1]


def parsed(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench seeing", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"some of: {', '.join(SECTIONS)} (default: all)")
    parser.add_argument(
        "--count",
        type=int,
        default=5000,
        help="scenes; as many empty frames, a fifth as many sequences, 4 times as many arrays",
    )
    parser.add_argument("--glyphs", choices=("test", "validation"), default="test", help="validation: for tuning")
    parser.add_argument("--data", metavar="DIR", help="holds mnist/ and photos/dev/ (default: PI_NN_DATA)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes side by side")
    parser.add_argument("--seed", type=int, default=1, help="the same seed draws the same scenes")
    parser.add_argument("--out", type=Path, default=Path("seeing"), help="writes OUT.html and OUT.txt")
    add_model_options(parser)
    args = parser.parse_args(argv)
    unknown = set(args.sections) - set(SECTIONS)
    if unknown or args.count < 1 or args.jobs < 1:
        parser.error(f"no section {', '.join(sorted(unknown))}" if unknown else "--count and --jobs: at least 1")
    return args


def main(argv: list[str] | None = None) -> int:
    """0; 2 where it could not begin; 130 after Ctrl-C, with what there was until then."""
    args = parsed(argv)
    try:
        bench = Bench(args)
    except PiNNError as error:
        print(f"scripts/bench seeing: {error}", file=sys.stderr)
        return 2
    args.out.parent.mkdir(parents=True, exist_ok=True)
    with suppress(KeyboardInterrupt):
        for name, measure in SECTIONS.items():
            if not bench.work.stopped and (not args.sections or name in args.sections):
                bench.done.append(measure(bench))
                print(as_text(bench.done[-1]), flush=True)
        bench.whole = not bench.work.stopped
    write(args.out, bench)
    return 0 if bench.whole else 130


def write(out: Path, bench: Bench) -> None:
    """OUT.txt and OUT.html."""
    if not bench.whole:
        bench.done.append(Section("Stopped before the end", ["What is above is what there was until then."]))
    text, page = Path(f"{out}.txt"), Path(f"{out}.html")
    text.write_text("".join(map(as_text, bench.done)), encoding="utf-8")
    write_page(page, "How well pi_nn sees", bench.done)
    print(f"{page} and {text} written", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
