"""How well "no digit" is told from digits where training never saw its like: one kind left out, each in turn.

Each time the shipped network is trained anew without letters, noise, textures, ruled and empty paper, or doodles, and
judged on what was left out. That takes as long as five trainings; fewer epochs and less that is drawn do for a look.
"""

import argparse
import os
import sys
from pathlib import Path

from left_out_judging import Judge
from left_out_kinds import KINDS
from left_out_samples import drawn_once
from left_out_training import Training
from seeing_page import write_page
from seeing_text import as_text
from seeing_work import Work

from pi_nn.commands import sources
from pi_nn.commands.common import add_model_options, settings_and_network
from pi_nn.datasets import mnist
from pi_nn.errors import PiNNError
from pi_nn.recipes import shipped

EXAMPLES = """examples:
  scripts/bench left_out --epochs 6 --share 0.3 --data DIR     a quick look: few epochs, little drawn
  scripts/bench left_out letters --data DIR                    one kind alone, as long as the shipped network
  scripts/bench left_out --glyphs test --data DIR              the table to publish
What was stopped goes on from its last epoch when started again with the same arguments."""


def parsed(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench left_out",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"some of: {', '.join(KINDS)} (default: all)")
    parser.add_argument("--epochs", type=int, default=shipped.EPOCHS, help="of each training (default: %(default)s)")
    parser.add_argument("--share", type=float, default=1.0, help="of what is drawn to learn from (default: all)")
    parser.add_argument("--count", type=int, default=1000, help="glyphs of each sort to judge on")
    parser.add_argument("--glyphs", choices=("test", "validation"), default="validation", help="MNIST's, to judge on")
    parser.add_argument("--data", metavar="DIR", help="where MNIST is (default: PI_NN_DATA)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes side by side")
    parser.add_argument("--seed", type=int, default=1, help="the same seed draws and trains the same")
    parser.add_argument("--out", type=Path, default=Path("runs/left_out"), help="folder for all that is written")
    add_model_options(parser)
    args = parser.parse_args(argv)
    if unknown := set(args.kinds) - set(KINDS):
        parser.error(f"no kind {', '.join(sorted(unknown))}: some of {', '.join(KINDS)}")
    if min(args.epochs, args.count, args.jobs) < 1 or not 0 < args.share <= 1:
        parser.error("--epochs, --count and --jobs: at least 1; --share: above 0, at most 1")
    args.kinds = args.kinds or list(KINDS)
    return args


def main(argv: list[str] | None = None) -> int:
    """0; 2 where something was wrong; 130 after Ctrl-C."""
    args = parsed(argv)
    work = Work(args.jobs)
    try:
        run(args, work)
    except PiNNError as error:
        print(f"scripts/bench left_out: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        work.stopped = True
    return 130 if work.stopped else 0


def run(args: argparse.Namespace, work: Work) -> None:
    settings, packaged = settings_and_network(args)
    folder = mnist.find_folder(args.data)
    train = mnist.load(folder, "train")
    learnt_from, held_out = mnist.split(train, folder)
    judged_on = held_out if args.glyphs == "validation" else mnist.load(folder, "t10k")
    args.out.mkdir(parents=True, exist_ok=True)
    drawn = drawn_once(args.out / "samples.npz", args.seed, args.share, learnt_from, work)
    if drawn is None:
        return
    digest = sources.digest({"train": (train.images, train.labels)})
    record = {"seed": args.seed, "share": args.share, "data": f"sha256 {digest}"}
    training = Training(args.kinds, learnt_from, drawn, held_out, record, args.epochs, args.seed, args.out)
    trained = work.run("networks", training, len(args.kinds), together=1)
    judge = Judge(settings.decision.threshold, args.count, args.seed, judged_on, packaged, work)
    section = judge.section([name for name in args.kinds if name in trained], args.out, args.glyphs)
    print(as_text(section), flush=True)
    write_page(args.out / "left_out.html", "What training never saw", [section])
    print(f"{args.out / 'left_out.html'} written: what was read as a digit, as pictures", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
