"""The Raspberry Pi's camera: small grey frames through picamera2."""

import os
from collections.abc import Iterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import numpy as np

from pi_nn.camera.upright import middle, rotated
from pi_nn.errors import CameraError, CameraStalled
from pi_nn.settings import Camera

_CONTINUOUS = 2  # libcamera's AfModeEnum.Continuous: digits are held at any distance
_GREY_FIRST = ("YUV420", "YVU420", "NV12", "NV21")  # formats that begin with all of the picture's grey
_SLOWEST = 2  # in the dark a frame may take this many times longer: more light, still no blur of a held digit


class PiCamera:
    """Frames uint8 (height, width) of the camera module, upright and zoomed; a context manager.

    picamera: an object that behaves like a new `Picamera2()`; None: the first camera.
    api: has Picamera2, MappedArray, Transform and ColorSpace; None: those of picamera2 and libcamera.

    Raises CameraError when there is no camera to open, and CameraStalled when an open one delivers no
    frame for `stall_seconds`. After a stall the camera is left as it is: closing it can block for ever
    (picamera2 #1264, #1275), so the process has to end by `os._exit`.
    """

    def __init__(self, settings: Camera, picamera: Any = None, api: Any = None) -> None:
        self._settings = settings
        self._picamera = picamera
        self._api = api
        self._crop_here = False
        self._stalled = False

    def __enter__(self) -> "PiCamera":
        self._api = self._api or _import_api()
        self._picamera = self._picamera or _open(self._api)
        try:
            self._start()
        except Exception as error:  # a driver in a bad way raises nearly anything
            self._close()
            raise CameraError(f"camera does not start: {error}: see `rpicam-hello` for what it lacks") from error
        return self

    def __exit__(self, *exc_info: object) -> None:
        if not self._stalled:
            self._close()

    def _close(self) -> None:
        """What it says of its own end changes nothing, and must not take the place of what led to it."""
        with suppress(Exception):
            self._picamera.close()

    def __iter__(self) -> Iterator[np.ndarray]:
        while True:
            yield self._frame()

    def _start(self) -> None:
        self._picamera.configure(self._configuration())
        if (given := self._picamera.camera_configuration()["main"].get("format", "YUV420")) not in _GREY_FIRST:
            raise ValueError(f"it gives {given} instead of YUV420, as USB cameras do, and is no camera module")
        available = self._picamera.camera_controls
        if "AfMode" in available:
            self._picamera.set_controls({"AfMode": _CONTINUOUS})
        if self._settings.zoom > 1:
            self._zoom(available)
        self._picamera.start()

    def _configuration(self) -> dict[str, Any]:
        """Built afresh each time: picamera2 writes what it adjusted into the caller's own dictionaries."""
        settings, api = self._settings, self._api
        shortest = round(1e6 / settings.frames_per_second)
        configuration: dict[str, Any] = self._picamera.create_video_configuration(
            main={"size": (settings.width, settings.height), "format": "YUV420"},
            raw=None,
            display=None,
            encode=None,
            buffer_count=3,
            queue=False,  # a queued frame can be older than the moment it is asked for
            transform=api.Transform(hflip=settings.flip_horizontal, vflip=settings.flip_vertical),
            colour_space=api.ColorSpace.Sycc(),  # grey from 0 to 255; video's own is 16 to 235
            controls={"FrameDurationLimits": (shortest, shortest * _SLOWEST)},
        )
        return configuration

    def _zoom(self, available: dict[str, Any]) -> None:
        """Let the sensor's middle fill the frame; a camera without that control is cropped after capture."""
        self._crop_here = "ScalerCrop" not in available
        if not self._crop_here:
            whole = available["ScalerCrop"][1]
            self._picamera.set_controls({"ScalerCrop": scaler_crop(whole, self._settings)})

    def _frame(self) -> np.ndarray:
        frame = self._captured()
        if self._crop_here:
            frame = middle(frame, self._settings.zoom)
        return rotated(frame, self._settings.rotate)

    def _captured(self) -> np.ndarray:
        try:
            request = self._picamera.capture_request(wait=patience(self._settings))
            try:
                return self._grey(request)
            finally:
                request.release()
        except Exception as error:
            # Not cancel_all_and_flush(): it takes picamera2's locks, which a hung camera thread may hold,
            # and it only serves those who go on.
            self._stalled = True
            raise CameraStalled(_lost(error, patience(self._settings))) from error

    def _grey(self, request: Any) -> np.ndarray:
        """The Y plane, copied: a view kept beyond the `with` would leak the buffer.

        For YUV420 picamera2 gives (3/2 height, stride); the rows' padding up to the stride is cut off.
        """
        width, height = self._picamera.camera_configuration()["main"]["size"]
        with self._api.MappedArray(request, "main", write=False) as mapped:
            grey: np.ndarray = mapped.array[:height, :width].copy()
        if grey.shape != (height, width) or grey.dtype != np.uint8:
            raise ValueError(f"a frame is {grey.dtype} {grey.shape} instead of uint8 {(height, width)}")
        return grey


def connected() -> list[str]:
    """The names of the cameras that libcamera finds, also of busy ones; CameraError if it cannot be asked."""
    api = _import_api()
    try:
        return [str(each.get("Model", "camera")) for each in _listed(api)]
    except Exception as error:
        raise CameraError(f"cameras cannot be listed: {error}") from error


def _listed(api: Any) -> Any:
    """What libcamera knows of each camera; it has looked for them once, and looks anew when its manager is reset."""
    if not (found := api.Picamera2.global_camera_info()):
        with suppress(AttributeError):  # older ones cannot
            api.Picamera2._cm.reset()
        found = api.Picamera2.global_camera_info()
    return found


def patience(settings: Camera) -> float:
    """Seconds to wait for a frame: a camera that is asked for few frames a second is no stalled one."""
    return max(settings.stall_seconds, 4 * _SLOWEST / settings.frames_per_second)


def scaler_crop(whole: tuple[int, int, int, int], settings: Camera) -> tuple[int, int, int, int]:
    """The middle of the sensor that a frame shows: (x, y, width, height) in the sensor's pixels.

    whole: the largest rectangle. The frame's aspect is kept, as without zoom; then 1/zoom of it is taken.
    """
    x, y, width, height = whole
    scale = min(width / settings.width, height / settings.height) / settings.zoom
    inner_width, inner_height = round(settings.width * scale), round(settings.height * scale)
    return x + (width - inner_width) // 2, y + (height - inner_height) // 2, inner_width, inner_height


def _lost(error: Exception, seconds: float) -> str:
    if isinstance(error, TimeoutError):
        return f"camera stalled: no frame for {seconds:g} s: check its cable and the power supply"
    return f"camera lost: {str(error) or type(error).__name__}: check its cable and the power supply"


def _import_api() -> SimpleNamespace:
    os.environ.setdefault("LIBCAMERA_LOG_LEVELS", "*:ERROR")  # else it greets us at each look for cameras
    try:
        from libcamera import ColorSpace, Transform
        from picamera2 import MappedArray, Picamera2
    except Exception as error:  # ValueError: built for another NumPy; a worn card's files give nearly anything
        raise CameraError(
            f"no camera: picamera2 cannot be used ({error}): "
            "on a Raspberry Pi `sudo apt install python3-picamera2`, elsewhere `--camera demo`"
        ) from error
    import logging  # as picamera2 itself does: only now, so that other cameras do without

    logging.getLogger("picamera2").setLevel(logging.CRITICAL)  # what goes wrong is raised, too, and we say it once
    return SimpleNamespace(Picamera2=Picamera2, MappedArray=MappedArray, Transform=Transform, ColorSpace=ColorSpace)


def _require_listed(api: Any) -> None:
    """IndexError where no camera is listed: each time that one is asked for in vain, picamera2 leaves a pipe open."""
    with suppress(AttributeError):  # one that does not list them says itself that there is none
        if not _listed(api):
            raise IndexError("none is listed")


def _open(api: Any) -> Any:
    try:
        _require_listed(api)
        return api.Picamera2()
    except IndexError as error:
        raise CameraError(
            "no camera is connected: check the ribbon cable (power off first), then `rpicam-hello --list-cameras`; "
            "`--camera demo` needs none"
        ) from error
    except Exception as error:
        raise CameraError(f"camera is busy or not allowed ({error}): stop the other program that uses it") from error
