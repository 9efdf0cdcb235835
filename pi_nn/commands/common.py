"""What several commands share: their options, which settings and model hold, and how what went wrong is said."""

import argparse
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pi_nn import settings_file
from pi_nn.commands.complaint import complain
from pi_nn.errors import ServiceError, SettingsError
from pi_nn.places import Places, places
from pi_nn.settings import Settings

if TYPE_CHECKING:
    from pi_nn.model_store import ModelStore
    from pi_nn.network import Network

MOST = 10**9


def add_settings_option(parser: argparse.ArgumentParser) -> None:
    """Of every command that asks where the appliance keeps things, and how it reads."""
    parser.add_argument("--settings", metavar="FILE", help="a settings file (default: the appliance's, if any)")


def add_model_options(parser: argparse.ArgumentParser) -> None:
    """Of every command that reads pictures with a model."""
    parser.add_argument("--model", metavar="FILE", help="a model file (default: the current one, see pi-nn models)")
    add_settings_option(parser)


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


def require_writable(out: str | Path, ending: str = "") -> None:
    """SettingsError where no file can be written, or its name says that it is another sort: now, not after an hour."""
    if ending and Path(out).suffix.lower() not in ("", ending):
        raise SettingsError(f"{out}: what is written is {ending[1:].upper()}; name it {Path(out).stem}{ending}")
    folder = Path(out).absolute().parent
    if Path(out).is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise SettingsError(f"{out}: cannot be written; name a file in a folder that can")
    if Path(out).exists() and not Path(out).is_file():
        raise SettingsError(f"{out}: is no file but a device or a pipe; name another")


def own_file(recipe: str) -> str | None:
    """The file that a recipe of one's own is; None for one of ours."""
    return recipe if recipe.endswith(".py") else None


def require_apart(*paths: str | None) -> None:
    """SettingsError where a file is named for two things: one of them would be lost."""
    files = [Path(path).resolve() for path in paths if path]
    for file in files:
        if files.count(file) > 1:
            raise SettingsError(f"{file}: is named for two things, and one would be lost; name another file")


def settings_and_network(args: argparse.Namespace) -> "tuple[Settings, Network]":
    """What the options of `add_model_options` choose."""
    settings = file_or_default(args.settings)
    return settings, chosen_network(args.model or settings.service.model, settings)


def chosen_network(path: str, settings: Settings) -> "Network":
    """That of the file named, else the appliance's current one; what is refused before it is said."""
    from pi_nn import model_file
    from pi_nn.model_store import ModelStore

    if path:
        return model_file.load(path)[0]
    loaded = ModelStore(places(settings.service).models).load()
    for reason in loaded.refused:
        complain(reason)
    return loaded.network


def file_or_default(path: str | None, base: Settings | None = None, look: bool = True) -> Settings:
    """The settings of the file named on top of `base`; else, if it may look, those of the appliance's file if any."""
    chosen = Path(path) if path else settings_file.DEFAULT if look and settings_file.DEFAULT.exists() else None
    return settings_file.load(chosen, base) if chosen else base or Settings()


def appliance_places(path: str | None) -> Places:
    """Where the appliance keeps things, also while its settings are broken; a file that is named must be whole.

    ServiceError for who may not look there: to him it would seem that there is nothing.
    """
    try:
        here = places(file_or_default(path).service)
    except SettingsError:
        if path:
            raise
        here = places()
    _require_allowed(here.state)
    return here


def _require_allowed(folder: Path) -> None:
    try:
        os.scandir(folder).close()
    except PermissionError as error:
        from pi_nn import card

        raise ServiceError(f"{folder}: {card.explained(error)}") from error
    except OSError:  # nothing is kept yet
        return


def may_change(store: "ModelStore") -> bool:
    """Whether models may be changed; also where there is no folder yet: the error then says why there cannot be one."""
    return not store.folder.exists() or os.access(store.folder, os.W_OK)


def with_progress(items: list[Any]) -> Iterable[Any]:
    """The items, with a progress bar on a terminal."""
    from tqdm import tqdm

    return tqdm(items, leave=False, disable=None)
