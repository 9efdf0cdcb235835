"""What several commands ask of the values on their command line."""

import argparse
import os
from pathlib import Path

from pi_nn.errors import SettingsError


def seed(text: str) -> int:
    """For argparse: what random numbers begin with."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} must be a whole number from 0 up")
    return int(text)


def require_writable(out: str | Path) -> None:
    """SettingsError where no file can be written: better now than after an hour."""
    folder = Path(out).absolute().parent
    if Path(out).is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise SettingsError(f"{out}: cannot be written; name a file in a folder that can")
    if Path(out).exists() and not Path(out).is_file():
        raise SettingsError(f"{out}: is no file but a device or a pipe; name another")
