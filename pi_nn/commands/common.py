"""What several commands share: which settings and model hold, and how what went wrong is said."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pi_nn import settings_file
from pi_nn.settings import Settings

if TYPE_CHECKING:
    from pi_nn.network import Network


def add_model_options(parser: argparse.ArgumentParser) -> None:
    """The options of every command that reads pictures with a model."""
    parser.add_argument("--model", metavar="FILE", help="a model file (default: the settings' or the packaged one)")
    parser.add_argument("--settings", metavar="FILE", help="a settings file (default: the appliance's, if any)")


def settings_and_network(args: argparse.Namespace) -> "tuple[Settings, Network]":
    """What those options choose."""
    from pi_nn import model_file

    settings = file_or_default(args.settings)
    network, _ = model_file.load(args.model or settings.service.model or None)
    return settings, network


def file_or_default(path: str | None, base: Settings | None = None, look: bool = True) -> Settings:
    """The settings of the file named on top of `base`; else, if it may look, those of the appliance's file if any."""
    chosen = Path(path) if path else settings_file.DEFAULT if look and settings_file.DEFAULT.exists() else None
    return settings_file.load(chosen, base) if chosen else base or Settings()


def complain(what: object) -> None:
    """Say on stderr, in one line, what could not be done; the command goes on."""
    print(f"pi-nn: {' '.join(str(what).split())}", file=sys.stderr)
