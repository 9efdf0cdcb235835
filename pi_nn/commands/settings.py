"""`pi-nn settings`: a settings file to start from, whether one can be used, and keys of earlier versions."""

import argparse
import itertools
import os
from pathlib import Path

EXAMPLES = """examples:
  pi-nn settings                            all settings with their meaning, as a file to start from
  pi-nn settings --check settings.toml      whether this version takes the file, else one line that says why not
  pi-nn settings --migrate settings.toml    keys of earlier versions are renamed or made comments; the old file is kept
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe its arguments to argparse."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", metavar="FILE", help="say whether the file can be used")
    what.add_argument("--migrate", metavar="FILE", help="mend what stands there for an earlier version")


def run(args: argparse.Namespace) -> int:
    """Print, check or migrate; SettingsError for a file that cannot be used."""
    from pi_nn import settings_file
    from pi_nn.commands.common import complain
    from pi_nn.places import STATE, unreached
    from pi_nn.settings import PROFILES
    from pi_nn.settings_text import commented

    if args.migrate:
        print(_migrate(Path(args.migrate)))
    elif args.check:
        chosen = settings_file.load(args.check, PROFILES["pi"])
        for each in unreached(chosen):
            why = f"it sees nothing in /home or /tmp, and writes in {STATE} alone"
            complain(f"{args.check}: {each} is out of the service's reach: {why}")
        print(f"{args.check}: can be used")
    else:
        print(commented(str(settings_file.DEFAULT)), end="")
    return 0


def _migrate(path: Path) -> str:
    """Change the file where keys were renamed or have gone, if what comes out can be used; else it is left as it is."""
    from pi_nn import __version__, files
    from pi_nn.settings_file import naming, read

    with naming(path):
        text = read(path)
        result = _migrated(text)
    if result == text:
        return f"{path}: nothing to change for this version"
    kept = _unused(path.with_name(f"{path.name}.before-{__version__}"))
    files.replace(kept, text.encode())
    files.replace(path, result.encode())
    return f"{path}: what was of an earlier version was renamed or made a comment; as it was it is {kept}"


def _unused(path: Path) -> Path:
    """The path, or with a number after it: what an earlier migration has kept stays."""
    numbers = itertools.count(2)
    unused = path
    while os.path.lexists(unused):
        unused = path.with_name(f"{path.name}-{next(numbers)}")
    return unused


def _migrated(text: str) -> str:
    """With the present names; SettingsError if this version cannot use it even so."""
    from pi_nn.settings import PROFILES
    from pi_nn.settings_file import applied, parse
    from pi_nn.settings_text import migrated

    result = migrated(text)
    applied(parse(result), PROFILES["pi"])
    return result
