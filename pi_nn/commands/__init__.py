"""The command `pi-nn`: finds the sub-command, runs it, and turns every error into one line.

A sub-command is a module here: its docstring and EXAMPLES are its help, `add_arguments(parser)` describes what it
takes, `run(args)` returns the exit code. It is imported when it is called, and what is heavy in it when it runs, so
that `--version` and `--help` are quick. The other modules here are parts of one command, as `train_recipe`, or what
several share.
"""

import argparse
import io
import os
import sys
from importlib import import_module
from typing import Any, NamedTuple

from pi_nn import __version__
from pi_nn.commands.complaint import complain, in_words
from pi_nn.postponed import postpone_unused


class Command(NamedTuple):
    """A sub-command's name, which is its module's, and its line in `pi-nn --help`."""

    name: str
    help: str


COMMANDS = [
    Command("run", "read digits from a camera and show them on LEDs or in the terminal"),
    Command("read", "read the digit in picture files"),
    Command("look", "show what is seen in a picture, step by step"),
    Command("train", "fit a network and write its model file"),
    Command("recipes", "list the networks that can be trained"),
    Command("sweep", "train a recipe with several values and compare"),
    Command("backquery", "draw what a trained network thinks a digit is"),
    Command("evaluate", "measure the model on labelled pictures"),
    Command("settings", "print all settings, or check a settings file"),
    Command("status", "say what the appliance sees and how it is"),
    Command("doctor", "look at everything that can be wrong and say how to mend it"),
    Command("models", "list the models of this appliance, choose one, or go back"),
    Command("teach", "say what was held up: the appliance learns from it"),
    Command("samples", "list what was taught, show it, relabel or remove it"),
    Command("retrain", "learn from what was taught, and forget nothing"),
    Command("backup", "put settings, models and samples into one file"),
    Command("restore", "put back what backup wrote"),
    Command("web", "serve the page: live, teach, try, inside"),
    Command("obey", "do what wishes ask for (for systemd)"),
]

_EXAMPLES = """examples:
  pi-nn run                                 the camera, or without one the built-in demo
  pi-nn run --camera pi --display leds      the appliance
  pi-nn read photo.jpg
  pi-nn train --help                        what a command can do
"""
_DEBUG = "show where in the program an error arose"


def main(argv: list[str] | None = None) -> int:
    """Run the command line; returns the exit code: 0, 1 (done for some inputs), 2 (not done), 130 (Ctrl-C)."""
    _make_streams_usable()
    postpone_unused()
    argv = sys.argv[1:] if argv is None else argv
    name = next((each for each in argv if each in {command.name for command in COMMANDS}), None)
    try:
        return _run(_parser(name).parse_args(argv))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return _reader_gone()
    except Exception as error:
        if "--debug" in argv:
            raise
        complain(in_words(error))
        _drop_what_cannot_be_written()
        return getattr(error, "exit_code", 2)


def _run(args: argparse.Namespace) -> int:
    code: int = import_module(f"{__name__}.{args.command}").run(args)
    sys.stdout.flush()
    return code


def _make_streams_usable() -> None:
    """A stream that was closed (`>&-`) swallows what is said; a file name that it cannot encode is escaped."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


def _parser(name: str | None) -> argparse.ArgumentParser:
    """The parser of all commands, of which only the named one knows its own arguments."""
    parser = argparse.ArgumentParser(
        prog="pi-nn",
        description="Reads handwritten digits that are held up to a camera.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"pi-nn {__version__}")
    parser.add_argument("--debug", action="store_true", help=_DEBUG)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        if command.name == name:
            _add_with_arguments(subparsers, command)
        else:
            subparsers.add_parser(command.name, help=command.help)
    return parser


def _add_with_arguments(subparsers: Any, command: Command) -> None:
    """The command that is called, as its module describes it."""
    module = import_module(f"{__name__}.{command.name}")
    parser = subparsers.add_parser(
        command.name,
        help=command.help,
        description=module.__doc__,
        epilog=module.EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.add_arguments(parser)
    parser.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=_DEBUG)


def _reader_gone() -> int:
    """As after `pi-nn ... | head`: quiet."""
    _drop_what_cannot_be_written()
    return 128 + 13  # as a program that SIGPIPE ends


def _drop_what_cannot_be_written() -> None:
    """Python flushes standard output once more at its end; if that failed too, the exit code would be Python's."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
