"""`pi-nn samples`: what was taught, which can be looked at, called otherwise and taken back."""

import argparse
import shutil
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from pi_nn.commands.common import add_settings_option, appliance_places, complain, file_or_default

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pi_nn.places import Places
    from pi_nn.samples import Sample, SampleStore
    from pi_nn.settings import Settings

EXAMPLES = """examples:
  pi-nn samples                                        all of them, a line each
  pi-nn samples --show                                 their glyphs, as the network gets them
  pi-nn samples --show 7/20261127-073659-1f0c2a9b      one of them
  pi-nn samples --relabel 7/20261127-073659-1f0c2a9b 1     it is a 1
  pi-nn samples --remove 7/20261127-073659-1f0c2a9b        take it back; `pi-nn retrain` unlearns it
They are files, samples/7/NAME.png and the like, in the appliance's folder; `pi-nn backup` takes them along.
Exit code: 0, or 1 if some are no good, or 2 if what was asked for was not done."""

_NAME = 29  # of "none/20261127-073659-1f0c2a9b", the longest: whoever copies it wants it whole
_COLUMNS = _NAME + 2  # and the gap after it


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe its arguments to argparse."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--show", nargs="*", metavar="LABEL/NAME", help="draw these, or all, in the terminal")
    what.add_argument("--relabel", nargs=2, metavar=("LABEL/NAME", "LABEL"), help="say that one is something else")
    what.add_argument("--remove", nargs="+", metavar="LABEL/NAME", help="take some back")
    add_settings_option(parser)


def run(args: argparse.Namespace) -> int:
    """List, or do what is asked for."""
    store = store_of(appliance_places(args.settings), file_or_default(args.settings))
    if args.relabel:
        store.relabel(*_parted(args.relabel[0]), args.relabel[1])
        print(f"{args.relabel[0]}: is {args.relabel[1]} now: `pi-nn retrain` learns it")
        return 0
    for each in args.remove or []:
        store.remove(*_parted(each))
        print(f"{each}: taken back: `pi-nn retrain` unlearns it")
    if args.remove:
        return 0
    return _list(store) if args.show is None else _show(store, args.show)


def store_of(here: "Places", settings: "Settings") -> "SampleStore":
    """The appliance's samples."""
    from pi_nn.samples import SampleStore

    return SampleStore(here.samples, int(settings.teaching.most_megabytes * 2**20))


def _parted(text: str) -> tuple[str, str]:
    label, _, name = text.partition("/")
    return label, name


def _list(store: "SampleStore") -> int:
    """One line a sample; 1 if some are no good."""
    from pi_nn.errors import DataError

    broken, names = 0, store.names()
    for label, name in names:
        try:
            print(f"{label}/{name}  {_read_as(store.facts(label, name))}".rstrip())
        except DataError as error:
            broken = 1
            complain(error)
    counts = [f"{count} of {label}" for label, count in sorted(Counter(label for label, _ in names).items())]
    size = f"{store.used() / 2**20:.1f} of {store.most_bytes / 2**20:g} MB"
    many = "1 sample" if len(names) == 1 else f"{len(names)} samples"
    print(f"{many} ({', '.join(counts)}), {size}" if names else "nothing has been taught yet")
    return broken


def _read_as(facts: dict[str, Any]) -> str:
    if facts.get("unsure"):
        return "was read as no sure digit"
    return f"was read as {'no digit' if facts.get('read') is None else repr(facts['read'])}" if "read" in facts else ""


def _show(store: "SampleStore", names: list[str]) -> int:
    """Their glyphs; 1 if some are no good."""
    failed: list[Exception] = []
    samples = [store.load(*_parted(each)) for each in names] if names else list(store.all(failed.append))
    for error in failed:
        complain(error)
    print("\n".join(pictures(samples) or [f"{each.label}/{each.name}" for each in samples]))
    return int(bool(failed))


def pictures(samples: "Sequence[Sample]") -> list[str]:
    """Glyphs side by side, as many as fit, with what they are; nothing where the terminal cannot draw."""
    from pi_nn.display import canvas
    from pi_nn.display.text import beside, draws

    if not draws(sys.stdout):
        return []
    lines: list[str] = []
    in_a_row = max(1, shutil.get_terminal_size().columns // _COLUMNS)
    for start in range(0, len(samples), in_a_row):
        row: list[str] = []
        for place, each in enumerate(samples[start : start + in_a_row]):
            glyph = [f"{line} " for line in canvas.lines(canvas.grey(each.glyph))]  # 28 columns and one
            block = [*glyph, f"{each.label}/{each.name}".ljust(_NAME)[:_NAME]]
            row = beside(row, place * _COLUMNS - 2, block) if row else block
        lines += [*row, ""]
    return lines
