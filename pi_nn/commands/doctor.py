"""`pi-nn doctor`: look at everything that can be wrong, and say how to mend what is."""

import argparse
from pathlib import Path
from typing import Any

EXAMPLES = """examples:
  pi-nn doctor                 each line: OK, or -- where it does not apply here, or MEND and what to do
  sudo pi-nn doctor            the same with all rights
Exit code: 0, or 1 if something is to be mended."""


def add_parser(subparsers: Any) -> None:
    """Describe the command to argparse."""
    parser = subparsers.add_parser(
        "doctor",
        help="look at everything that can be wrong and say how to mend it",
        description=__doc__,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--settings", metavar="FILE", help="a settings file (default: the appliance's, if any)")


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
