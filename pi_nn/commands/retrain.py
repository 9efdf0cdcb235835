"""`pi-nn retrain`: the current model learns from what was taught, and is taken only when it reads that better."""

import argparse

from pi_nn.commands.common import add_settings_option, appliance_places, file_or_default, may_change

EXAMPLES = """examples:
  pi-nn retrain                learn from the samples that `pi-nn teach` has kept
  pi-nn models --rollback      back to the model before
What was killed, by Ctrl-C or a power cut, goes on where it was when it is started again. Who may not change models
leaves a wish, which the appliance obeys, and watches; Ctrl-C then ends the watching alone.
Exit code: 0, or 1 if the new model was not better and the old one stays, or 2 if nothing could be learnt."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe its arguments to argparse."""
    add_settings_option(parser)


def run(args: argparse.Namespace) -> int:
    """Retrain here, or wish for it and watch."""
    from pi_nn.model_store import ModelStore

    here = appliance_places(args.settings)
    if may_change(ModelStore(here.models)):
        from pi_nn.commands import retrain_here

        return retrain_here.run(here, file_or_default(args.settings))
    from pi_nn.commands import retrain_watch

    return retrain_watch.run(here)
