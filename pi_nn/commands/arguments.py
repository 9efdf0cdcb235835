"""What several commands ask of the values on their command line."""

import argparse
import os
from pathlib import Path

from pi_nn.errors import SettingsError

MOST = 10**9


def count(text: str) -> int:
    """For argparse: how often or how many."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"{text!r} must be a whole number from 1 to {MOST}")
    return int(text)


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
