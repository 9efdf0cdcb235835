"""`pi-nn restore FILE`: put back what `pi-nn backup` wrote; all of it, or nothing if anything is wrong with it."""

import argparse
from pathlib import Path

from pi_nn.commands.common import appliance_places, with_progress

EXAMPLES = """examples:
  sudo pi-nn restore pi_nn.zip && sudo systemctl restart pi_nn
Models and samples that have come since stay; the model that was current becomes current again."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe its arguments to argparse."""
    parser.add_argument("file", metavar="FILE", help="a file that `pi-nn backup` wrote")
    parser.add_argument("--settings", metavar="FILE", help="the settings file (default: the appliance's)")


def run(args: argparse.Namespace) -> int:
    """Check all of it, then put it back."""
    from pi_nn import backup, settings_file

    settings = Path(args.settings) if args.settings else settings_file.DEFAULT
    count = backup.restore(Path(args.file), appliance_places(None), settings, with_progress)
    print(f"{args.file}: {count} files restored; new settings hold after `sudo systemctl restart pi_nn`")
    return 0
