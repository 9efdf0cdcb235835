"""`pi-nn doctor`: look at everything that can be wrong, and say how to mend what is."""

import argparse
from pathlib import Path

from pi_nn.commands.common import add_settings_option

EXAMPLES = """examples:
  pi-nn doctor                 each line: OK, or -- where it does not apply here, or MEND and what to do
  sudo pi-nn doctor            the same with all rights
Exit code: 0, or 1 if something is to be mended."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe its arguments to argparse."""
    add_settings_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print each finding as it is made."""
    from pi_nn import checks, settings_file

    bad = 0
    for each in checks.findings(Path(args.settings) if args.settings else settings_file.DEFAULT):
        mark = {True: "OK", False: "MEND", None: "--"}[each.ok]
        print(f"{mark:5} {each.about:9} {each.found}", flush=True)
        if each.ok is False:
            bad += 1
            print(f"{'':15} -> {each.mend}", flush=True)
    return 1 if bad else 0
