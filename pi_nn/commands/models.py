"""`pi-nn models`: the models of this appliance, and which one reads."""

import argparse
from contextlib import suppress
from typing import TYPE_CHECKING

from pi_nn.commands.common import add_settings_option, appliance_places, complain, file_or_default, may_change
from pi_nn.errors import SettingsError

if TYPE_CHECKING:
    from pi_nn.model_store import ModelStore
    from pi_nn.places import Places

_FIGURES = {"validation_error": "validation error", "test_error": "test error"}
EXAMPLES = """examples:
  pi-nn models                 all models; the current one is marked with *
  pi-nn models --use 2         read with model 2 from the next frame on; 0 is the packaged one
  pi-nn models --rollback      back to the model that was current before
A model is only taken when it passes its self-test. Who may not change models leaves a wish, which the appliance obeys.
Exit code: 0, or 1 if some models are broken, or 2 if what was asked for was not done."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe its arguments to argparse."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--use", type=int, metavar="N", help="make model N the current one")
    what.add_argument("--rollback", action="store_true", help="make the one before the current one again")
    add_settings_option(parser)


def run(args: argparse.Namespace) -> int:
    """List, or change what is current."""
    from pi_nn.model_store import ModelStore

    here = appliance_places(args.settings)
    store = ModelStore(here.models)
    if args.use is not None:
        store.require(args.use)
    _say_if_named(args.settings)
    if args.use is None and not args.rollback:
        return _list(store)
    if not may_change(store) and here.requests.is_dir():
        return _wish(here, args)
    if args.rollback:
        store.rollback()
    else:
        store.use(args.use)
    print(f"current: {_name(store.history()[0])}")
    return 0


def _say_if_named(settings: str | None) -> None:
    """A model that the settings name reads, whichever is current."""
    with suppress(SettingsError):
        if named := file_or_default(settings).service.model:
            complain(f"the settings name {named} (`model` in [service]): it reads, whichever of these is current")


def _wish(here: "Places", args: argparse.Namespace) -> int:
    from pi_nn import wishes

    word, value = ("rollback", "") if args.rollback else ("use", str(args.use))
    wishes.wish(here.requests, word, value)
    print("wished: the appliance obeys within seconds; `pi-nn models` shows it, or `journalctl -u 'pi_nn*'` why not")
    return 0


def _list(store: "ModelStore") -> int:
    """One line a model; 1 if some cannot be used."""
    from pi_nn.errors import ModelError

    current, broken = store.load().number, 0
    for number in [0, *store.numbers()]:
        mark = "*" if number == current else " "
        try:
            print(f"{mark} {number:4d}  {_described(store, number)}")
        except ModelError as error:
            broken = 1
            complain(error)
    return broken


def _described(store: "ModelStore", number: int) -> str:
    from pi_nn.model_store import load_tested

    _, record = load_tested(store.path(number))
    figures = [f"{said} {record[name]:.2%}" for name, said in _FIGURES.items() if isinstance(record.get(name), float)]
    known = [str(record[word]) for word in ("date", "recipe", "learnt") if word in record]
    return "  ".join([*known, *figures, *(["packaged"] if number == 0 else [])])


def _name(number: int) -> str:
    return f"model {number}" if number else "the packaged model"
