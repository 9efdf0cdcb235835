"""`pi-nn backup FILE`: settings, models and samples of this appliance in one file."""

import argparse
from pathlib import Path

from pi_nn.commands.common import add_settings_option, appliance_places, complain, with_progress

EXAMPLES = """examples:
  pi-nn backup pi_nn.zip                       on the Pi; the owner must be in the group pi_nn
  scp pi@raspberrypi:pi_nn.zip .               keep it elsewhere
Exit code: 0, or 1 if something broken was left out, which is named."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe its arguments to argparse."""
    parser.add_argument("file", metavar="FILE", help="the file to write")
    add_settings_option(parser)


def run(args: argparse.Namespace) -> int:
    """Write it and say what it holds."""
    from pi_nn import backup, settings_file

    settings = Path(args.settings) if args.settings else settings_file.DEFAULT
    count, left_out = backup.save(Path(args.file), appliance_places(args.settings), settings, with_progress)
    for reason in left_out:
        complain(f"left out: {reason}")
    print(f"{args.file}: {count} files")
    return 1 if left_out else 0
