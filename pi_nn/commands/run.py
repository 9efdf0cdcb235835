"""`pi-nn run`: read digits from a camera and show them on LEDs or in the terminal, until Ctrl-C or SIGTERM."""

import argparse
import sys
from typing import Any

from pi_nn.commands import reading
from pi_nn.commands.common import complain, count
from pi_nn.commands.reading import chosen_settings
from pi_nn.errors import CameraStalled
from pi_nn.settings import PROFILES, Settings

EXAMPLES = """examples:
  pi-nn run                                         what this machine has, in the terminal
  pi-nn run --camera pi --display leds,text         ten LEDs, and the same in the terminal
  pi-nn run --camera folder:photos --hold 8         photographs, each held up for 8 frames
  pi-nn run --profile tests --frames 50             no hardware at all: mock pins, drawn digits

Without a terminal each change is one line: `frame 12 digit 7 0.99`, `frame 20 digit none 0.98`,
`frame 31 digit unsure 0.41`, of a whole number `frame 40 number 407`. The settings are read from FILE, else from
/etc/pi_nn/settings.toml where there is one.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe its arguments to argparse."""
    add = parser.add_argument
    add("--camera", metavar="SPEC", help="pi, demo or folder:DIR")
    add("--display", metavar="SPEC[,SPEC...]", help="segments, leds, binary, text")
    add("--profile", choices=sorted(PROFILES), help="pi: camera and pins; tests: the same without hardware")
    add("--settings", metavar="FILE", help="a TOML file of settings")
    add("--model", metavar="FILE", help="a model file (default: the current one, see pi-nn models)")
    add("--frames", type=count, metavar="N", help="end after N frames")
    add("--loop", action="store_true", help="folder: begin again after the last picture")
    add("--hold", type=count, metavar="N", help="folder: hold each picture up for N frames")
    add("--pace", action=argparse.BooleanOptionalAction, help="demo, folder: at a camera's pace (as in a terminal)")
    add("--service", action="store_true", help="as systemd starts it: faults blink, see docs/blink-codes.md")


def run(args: argparse.Namespace) -> int:
    """Read until the frames end; 1 when some pictures of a folder could not be read."""
    from pi_nn.commands import memory

    memory.search_seldom()
    from pi_nn import service

    try:
        with service.ended_by_signals() as told:
            return _appliance(args, told) if args.service else _read(args, chosen_settings(args), told)
    except CameraStalled as error:
        # The camera is still open and its threads may be stuck: an ordinary exit would wait for them.
        complain(error)
        service.end_now(error.exit_code)
        raise


def _appliance(args: argparse.Namespace, told: list[Any]) -> int:
    from pi_nn.commands.appliance import Appliance

    return Appliance(args, told).run()


def _read(args: argparse.Namespace, settings: Settings, told: list[Any]) -> int:
    """In this order: what fails leaves dark what was opened before it."""
    from pi_nn.camera import open_camera
    from pi_nn.display import open_displays
    from pi_nn.display.several import Several
    from pi_nn.service import notifiers

    model = reading.model_of(settings)
    display = open_displays(settings.display.show, settings.display, settings.service.pin_factory)
    camera = open_camera(reading.source_of(settings), settings.camera)
    guard = reading.guard_of(display, settings)
    told.append(guard.leave)  # in case that a library swallows the SystemExit
    with Several([display, *notifiers(), guard]) as opened, camera, guard.leaving():
        if "text" not in settings.display.show and sys.stderr.isatty():
            complain(f"reading from {reading.source_of(settings)} to {', '.join(settings.display.show)}, until Ctrl-C")
        reading.read(reading.taken(camera, settings, args), model, Several([opened, model]), settings)
    return reading.report_refused(camera)
