"""`pi-nn obey`: do what wishes ask for that lie in the appliance's requests; systemd calls it when some come."""

import argparse
from typing import TYPE_CHECKING

from pi_nn.commands.common import add_settings_option, appliance_places, complain

if TYPE_CHECKING:
    from pi_nn.model_store import ModelStore

EXAMPLES = """examples:
  pi-nn obey                                          as systemd does
  echo 2 >/var/lib/pi_nn/requests/use                 a wish for model 2
  echo back >/var/lib/pi_nn/requests/rollback         a wish for the model before (the file must not be empty)"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe its arguments to argparse."""
    add_settings_option(parser)


def run(args: argparse.Namespace) -> int:
    """Obey each wish, oldest first; 1 if some could not be obeyed."""
    from pi_nn import wishes
    from pi_nn.errors import ModelError
    from pi_nn.model_store import ModelStore

    here = appliance_places(args.settings)
    store, failed = ModelStore(here.models), 0
    for word, value in wishes.taken(here.requests, ("rollback", "use")):
        try:
            _obey(store, word, value)
        except ModelError as error:
            failed = 1
            complain(error)
    return failed


def _obey(store: "ModelStore", word: str, value: str) -> None:
    from pi_nn.errors import ModelError

    if word == "rollback":
        store.rollback()
    elif value.isdecimal():
        store.use(int(value))
    else:
        raise ModelError(f"a wish to use {value!r}: must be the number of a model")
    print(f"current: model {store.history()[0]}, as wished")
