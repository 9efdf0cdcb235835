"""Cameras: context managers that give grey frames, uint8 (height, width), upright and zoomed.

A list of arrays is a camera, too, for whoever only iterates.
"""

from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pi_nn.errors import CameraError
from pi_nn.settings import Camera

_MODEL = Path("/proc/device-tree/model")


def open_camera(source: str, settings: Camera) -> Any:
    """The camera of a source: "pi", "demo", "folder:DIR" or "auto"; it opens when it is entered.

    Raises CameraError for any other source.
    """
    kind, _, place = source.partition(":")
    if source == "auto":
        return open_camera(likely_source(), settings)
    if source == "pi":
        from pi_nn.camera.pi import PiCamera

        return PiCamera(settings)
    if source == "demo":
        from pi_nn.camera.demo import Demo

        return Demo(settings)
    if kind == "folder" and place:
        return _folder(place, settings)
    raise CameraError(f'no camera "{source}": there are "pi", "demo" and "folder:DIR"')


def _folder(place: str, settings: Camera) -> Any:
    from pi_nn.camera.folder import Folder
    from pi_nn.camera.upright import upright

    return Folder(place, settings.loop, settings.hold, turn=partial(upright, settings=settings))


def likely_source(model: Path = _MODEL) -> str:
    """ "pi" on a Raspberry Pi that has picamera2, else "demo"."""
    on_pi = model.exists() and "Raspberry Pi" in model.read_text(errors="replace")
    return "pi" if on_pi and find_spec("picamera2") else "demo"
