"""`pi-nn teach 7`: what is held up, or was shown last, is a 7; it is kept for `pi-nn retrain` to learn from."""

import argparse

from pi_nn.commands.common import add_settings_option, appliance_places, complain, file_or_default

EXAMPLES = """examples:
  pi-nn teach 7                hold the 7 up: what is seen in the next seconds is kept as a 7
  pi-nn teach 7 --last         the reading that was shown last was a 7
  pi-nn teach none             this is no digit
  pi-nn teach 7 --retrain      and learn from all samples at once
Ten writings of a sign are enough, each held up anew; `pi-nn samples` shows what is kept, `pi-nn retrain` learns it.
Exit code: 0, or 2 if nothing was seen, or nothing can be kept."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe its arguments to argparse."""
    parser.add_argument("label", metavar="LABEL", choices=[*"0123456789", "none"], help="0 to 9, or none: no digit")
    parser.add_argument("--last", action="store_true", help="of the reading shown last, not of the next seconds")
    parser.add_argument("--retrain", action="store_true", help="afterwards `pi-nn retrain`")
    add_settings_option(parser)


def run(args: argparse.Namespace) -> int:
    """Take, keep, show; and retrain if asked to."""
    from pi_nn import recent
    from pi_nn.commands.samples import pictures, store_of
    from pi_nn.commands.teach_steady import steady
    from pi_nn.samples import shown

    here, settings = appliance_places(args.settings), file_or_default(args.settings)
    store = store_of(here, settings)
    store.require_room()
    taken = [shown(recent.last(here.runtime))] if args.last else steady(here.runtime, settings.teaching, complain)
    samples = [store.add(args.label, each) for each in taken]
    print("\n".join([*pictures(samples), _said(args.label, len(samples), len(store.names()))]), flush=True)
    if not args.retrain:
        return 0
    from pi_nn.commands import retrain

    return retrain.run(args)


def _said(label: str, count: int, all_of_them: int) -> str:
    what = "no digit" if label == "none" else f"a {label}"
    glyphs = "1 glyph" if count == 1 else f"{count} glyphs"
    return f"{glyphs} kept as {what}; {all_of_them} in all: `pi-nn retrain` learns them"
