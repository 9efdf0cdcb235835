"""`pi-nn run`: the appliance, from a camera's frames to LEDs."""

import argparse
import sys
from functools import partial
from itertools import islice
from typing import Any

from pi_nn.commands.common import complain, file_or_default
from pi_nn.errors import CameraStalled
from pi_nn.settings import PROFILES, Settings

_EXAMPLES = """cameras:   pi, demo, folder:DIR      displays: segments, leds, binary, text

examples:
  pi-nn run                                         what this machine has, in the terminal
  pi-nn run --camera pi --display leds,text         ten LEDs, and the same in the terminal
  pi-nn run --camera folder:photos --hold 8         photographs, each held up for 8 frames
  pi-nn run --profile tests --frames 50             no hardware at all: mock pins, drawn digits

Without a terminal each change is one line: `frame 12 digit 7 0.99`, `frame 20 digit none 0.98`,
`frame 31 digit unsure 0.41`. The settings are read from FILE, else from /etc/pi_nn/settings.toml where there is one.
"""


def add_parser(subparsers: Any) -> None:
    """Declare the command's arguments."""
    parser = subparsers.add_parser(
        "run",
        help="read digits from a camera and show them on LEDs or in the terminal",
        description="Read digits from a camera and show them, until Ctrl-C or SIGTERM.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--camera", metavar="SPEC", help="pi, demo or folder:DIR")
    add("--display", metavar="SPEC[,SPEC...]", help="segments, leds, binary, text")
    add("--profile", choices=sorted(PROFILES), help="pi: camera and pins; tests: the same without hardware")
    add("--settings", metavar="FILE", help="a TOML file of settings")
    add("--model", metavar="FILE", help="the model to read with, instead of the one in the package")
    add("--frames", type=_count, metavar="N", help="end after N frames")
    add("--loop", action="store_true", help="folder: begin again after the last picture")
    add("--hold", type=_count, metavar="N", help="folder: hold each picture up for N frames")
    add("--pace", action=argparse.BooleanOptionalAction, help="demo, folder: no faster than a camera (in a terminal)")


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 up")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Read until the frames end; 1 when some pictures of a folder could not be read."""
    from pi_nn import service

    try:
        with service.ended_by_signals() as told:
            return _read(chosen_settings(args), args.frames, args.pace, told)
    except CameraStalled as error:
        # The camera is still open and its threads may be stuck: an ordinary exit would wait for them.
        print(f"pi-nn: {error}", file=sys.stderr)
        service.end_now(error.exit_code)
        raise


def chosen_settings(args: argparse.Namespace) -> Settings:
    """The profile, changed by the settings file, changed by the command line.

    The profile `tests` is the same on every machine: it reads only a file that is named.
    """
    settings = file_or_default(args.settings, PROFILES.get(args.profile), look=args.profile != "tests")
    camera = {"source": args.camera, "hold": args.hold, "loop": args.loop or None}
    settings = settings.changed("camera", **{name: value for name, value in camera.items() if value is not None})
    if args.display is not None:
        settings = settings.changed("display", show=tuple(args.display.split(",")))
    return settings.changed("service", model=args.model) if args.model else settings


def _read(settings: Settings, frames: int | None, pace: bool | None, told: list[Any]) -> int:
    """In this order: what fails leaves dark what was opened before it."""
    from pi_nn import model_file
    from pi_nn.camera import likely_source, open_camera
    from pi_nn.decision import Decider
    from pi_nn.display import open_displays
    from pi_nn.display.several import Several
    from pi_nn.reader import read_digits
    from pi_nn.service import notifiers
    from pi_nn.vision import likely_glyphs

    network, _ = model_file.load(settings.service.model or None)
    source = likely_source() if settings.camera.source == "auto" else settings.camera.source
    display = open_displays(settings.display.show, settings.display, settings.service.pin_factory)
    camera = open_camera(source, settings.camera)
    guard = _guard(display, settings, live=source == "pi")
    told.append(guard.leave)  # in case that a library swallows the SystemExit
    find = partial(likely_glyphs, finder=settings.finder)
    with Several([display, *notifiers(), guard]) as shown, camera, guard.leaving():
        taken = islice(_paced(camera, source, settings, pace), frames)
        read_digits(taken, network, Decider(settings.decision), shown, find)
    return _report_refused(camera)


def _guard(display: Any, settings: Settings, live: bool) -> Any:
    """Only a real camera can be late: a folder may take its time, and it ends."""
    from pi_nn.camera.pi import patience
    from pi_nn.service import Guard

    service = settings.service
    if not live:
        return Guard(display.dark, close_seconds=service.close_seconds)
    stall_seconds = service.guard_stalls * patience(settings.camera)
    return Guard(display.dark, stall_seconds, service.open_seconds, service.close_seconds)


def _paced(camera: Any, source: str, settings: Settings, pace: bool | None) -> Any:
    """As fast as it goes where nobody watches; a real camera has its own pace."""
    watched = sys.stdout.isatty() if pace is None else pace
    if source == "pi" or not watched:
        return camera
    from pi_nn.camera.paced import paced

    return paced(camera, settings.camera.frames_per_second)


def _report_refused(camera: Any) -> int:
    refused = getattr(camera, "refused", {})
    for reason in refused.values():
        complain(reason)
    return 1 if refused else 0
