"""Makes the real picamera2 run on libcamera's `virtual` pipeline and look as on a Pi; the program knows nothing of it.

ROOM_PADDING  rows of a YUV420 stream are padded to a multiple of that many bytes, and Transform is applied
ROOM_STALL    a file: "drop" in it: no frame completes any more; "hang": the camera's thread is stuck
ROOM_SPEED    frames come that many times as fast as FrameDurationLimits asks
"""

import os
import pathlib
import sys
import time
import types

import libcamera
import numpy as np

PADDING = int(os.environ["ROOM_PADDING"])
STALL = pathlib.Path(os.environ.get("ROOM_STALL", "/nowhere"))
SPEED = float(os.environ.get("ROOM_SPEED", "1"))


def stand_in(name, **attributes):
    """A module that picamera2 names at import and that only a real Pi's screen or raw pictures need."""
    module = sys.modules[name] = types.ModuleType(name)
    vars(module).update(attributes)


class AnyPixelFormat:
    def __getattr__(self, name):
        return name


stand_in("pykms", PixelFormat=AnyPixelFormat())
stand_in("pidng")
stand_in("pidng.camdefs", Picamera2Camera=None)
stand_in("pidng.core", PICAM2DNG=None)

from picamera2 import Picamera2  # noqa: E402
from picamera2.allocators import dmaallocator  # noqa: E402
from picamera2.request import CompletedRequest, Helpers  # noqa: E402


def raw_modes(camera):
    """`virtual` has no raw stream: one mode, so that picamera2 has a sensor's size."""
    return [{"format": "SRGGB10", "size": (640, 480)}]


def two_planes(planes):
    """`virtual` writes an NV12 picture's two planes apart, picamera2 allocates them as one: split it."""
    (luma,) = planes
    chroma, whole = libcamera.FrameBuffer.Plane(), luma.length
    luma.length = whole * 2 // 3
    chroma.fd, chroma.offset, chroma.length = luma.fd, luma.length, whole - luma.length
    return libcamera.FrameBuffer([luma, chroma])


def stall():
    try:
        return STALL.read_text().strip()
    except OSError:
        return ""


def wait_for_next(camera):
    """`virtual` makes frames as fast as it can: keep to the rate that was asked for."""
    duration = (camera.camera_config.get("controls") or {}).get("FrameDurationLimits", (33333, 33333))[0]
    due = getattr(camera, "_room_due", 0.0)
    time.sleep(max(0.0, due - time.monotonic()))
    camera._room_due = time.monotonic() + duration / 1e6 / SPEED


def take_requests(camera):
    """The frames that are due: at most one, as from a sensor, where `virtual` completes all it has at once."""
    with camera._requestslock:
        if stall() == "drop":
            camera._room_lost = getattr(camera, "_room_lost", []) + camera._requests
            camera._requests = []
        later, camera._requests = camera._requests[1:], camera._requests[:1]
        return len(camera._requests), later


def give_back(camera, later):
    """Frames for the next times; after a stop() their buffers are set free."""
    if not camera.started:
        for request in later:
            request.release()
        return
    with camera._requestslock:
        camera._requests = later + camera._requests
    camera._run_process_requests()


def process_requests(camera, display):
    while stall() == "hang":
        time.sleep(0.02)
    due, later = take_requests(camera)
    if due:
        wait_for_next(camera)
    _process_requests(camera, display)
    if later:
        give_back(camera, later)


def update_stream_config(camera, stream, given):
    """A Pi gives the YUV420 that was asked for, where `virtual` gives NV12."""
    asked = stream["format"]
    _update_stream_config(camera, stream, given)
    if asked == "YUV420" and stream["format"] == "NV12":
        width, height = stream["size"]
        stride = -(-width // PADDING) * PADDING
        stream.update(format=asked, stride=stride, framesize=stride * height * 3 // 2, in_room=True)


def as_on_a_pi(buffer, stream, transform):
    """The NV12 buffer as flat YUV420 with padded rows, flipped; 0xAA lies in the padding."""
    (width, height), stride = stream["size"], stream["stride"]
    nv12 = np.asarray(buffer).reshape(height * 3 // 2, width)
    flip = np.s_[:: -1 if transform.vflip else 1, :: -1 if transform.hflip else 1]
    picture = np.full(stride * height * 3 // 2, 0xAA, np.uint8)
    luma, chroma = np.split(picture, [stride * height])
    luma.reshape(height, stride)[:, :width] = nv12[:height][flip]
    for plane, at in zip(chroma.reshape(2, height // 2, stride // 2), (0, 1), strict=True):
        plane[:, : width // 2] = nv12[height:, at::2][flip]
    return picture


def make_array_shared(helpers, buffer, stream):
    if not stream.get("in_room"):
        return _make_array_shared(helpers, buffer, stream)
    picture = as_on_a_pi(buffer, stream, helpers.picam2.camera_config["transform"])
    return picture.reshape(-1, stream["stride"])


def make_buffer(request, name):
    buffer, stream = _make_buffer(request, name), request.config[name]
    return as_on_a_pi(buffer, stream, request.config["transform"]) if stream.get("in_room") else buffer


_process_requests = Picamera2.process_requests
_update_stream_config = Picamera2._update_stream_config
_make_array_shared = Helpers._make_array_shared
_make_buffer = CompletedRequest.make_buffer

dmaallocator.libcamera = types.SimpleNamespace(FrameBuffer=two_planes)
two_planes.Plane = libcamera.FrameBuffer.Plane
Picamera2._get_raw_modes = raw_modes
Picamera2.process_requests = process_requests
Picamera2._update_stream_config = update_stream_config
Helpers._make_array_shared = make_array_shared
CompletedRequest.make_buffer = make_buffer
