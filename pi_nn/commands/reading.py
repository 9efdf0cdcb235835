"""What reading by hand and reading as a service share: model, pace and guard of a camera's frames."""

import argparse
import sys
from collections.abc import Iterator
from typing import Any

from pi_nn.commands.common import complain, file_or_default
from pi_nn.errors import CameraError
from pi_nn.settings import PROFILES, Settings


def chosen_settings(args: argparse.Namespace) -> Settings:
    """The profile, changed by the settings file, changed by the command line.

    The profile `tests` is the same on every machine: it reads only a file that is named.
    """
    file = file_or_default(args.settings, PROFILES.get(args.profile), look=args.profile != "tests")
    return with_options(file, args)


def with_options(settings: Settings, args: argparse.Namespace) -> Settings:
    """Changed by the command line alone; the service's camera never ends."""
    camera = {"source": args.camera, "hold": args.hold, "loop": args.loop or args.service or None}
    settings = settings.changed("camera", **{name: value for name, value in camera.items() if value is not None})
    if args.display is not None:
        settings = settings.changed("display", show=tuple(args.display.split(",")))
    return settings.changed("service", model=args.model) if args.model else settings


def source_of(settings: Settings) -> str:
    """The camera's source, what "auto" means included."""
    from pi_nn.camera import likely_source

    return likely_source() if settings.camera.source == "auto" else settings.camera.source


def guard_of(display: Any, settings: Settings) -> Any:
    """Only a real camera can be late: a folder may take its time, and it ends."""
    from pi_nn.camera.pi import patience
    from pi_nn.service import Guard

    service = settings.service
    if source_of(settings) != "pi":
        return Guard(display.dark, close_seconds=service.close_seconds)
    stall_seconds = service.guard_stalls * patience(settings.camera)
    return Guard(display.dark, stall_seconds, service.open_seconds, service.close_seconds)


def taken(camera: Any, settings: Settings, args: argparse.Namespace) -> Any:
    """So many frames as were asked for; as fast as it goes by hand where nobody watches; a camera has its own pace."""
    from itertools import islice

    watched = args.service or sys.stdout.isatty() if args.pace is None else args.pace
    if source_of(settings) == "pi" or not watched:
        return islice(_frames(camera), args.frames)
    from pi_nn.camera.paced import paced

    return islice(paced(_frames(camera), settings.camera.frames_per_second), args.frames)


def _frames(camera: Any) -> Iterator[Any]:
    """What the camera gives, as long as it is frames."""
    import numpy as np

    for frame in camera:
        if not isinstance(frame, np.ndarray) or frame.dtype != np.uint8 or frame.ndim != 2 or not frame.size:
            given = f"{frame.dtype} {frame.shape}" if isinstance(frame, np.ndarray) else type(frame).__name__
            raise CameraError(f"the camera gives no frames but {given}: see docs/camera.md, uint8 (height, width)")
        yield frame


def read(frames: Any, network: Any, display: Any, settings: Settings) -> None:
    """The loop itself, with these settings."""
    import time
    from functools import partial

    from pi_nn.decision import Decider
    from pi_nn.reader import read_digits, read_numbers
    from pi_nn.spelling import Speller
    from pi_nn.vision import Changes, find_glyphs, likely_glyphs

    changed = Changes(settings.finder).seen_in
    if settings.display.reading == "number":
        find = partial(find_glyphs, finder=settings.finder)
        speller = Speller(settings.decision, settings.display, time.monotonic)
        read_numbers(frames, network, speller, display, find, changed)
    else:
        likely = partial(likely_glyphs, finder=settings.finder, chance=network.chance)
        read_digits(frames, network, Decider(settings.decision), display, likely, changed, settings.decision.certain)


def report_refused(camera: Any) -> int:
    """The exit code: 1 when some pictures of a folder could not be read, which are named."""
    refused = getattr(camera, "refused", {})
    for reason in refused.values():
        complain(reason)
    return 1 if refused else 0


class Fixed:
    """A model that stays, in the place of a LiveModel."""

    name: str
    broken = False

    def __init__(self, path: str) -> None:
        from pi_nn import model_file

        network, _ = model_file.load(path)
        self.predict, self.chance = network.predict, network.chance
        self.name = path

    def show(self, reading: Any) -> None:
        """Another model is none of its business."""


def model_of(settings: Settings) -> Any:
    """The model file that the settings name, else the appliance's current one, alive."""
    from pi_nn.live_model import LiveModel
    from pi_nn.model_store import ModelStore
    from pi_nn.places import places

    if settings.service.model:
        return Fixed(settings.service.model)
    return LiveModel(ModelStore(places(settings.service).models), complain)
