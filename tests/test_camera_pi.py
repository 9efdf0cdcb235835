"""The Pi's camera against a stand-in that is as strict as picamera2 about what the facts say of it."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest

from pi_nn.camera.pi import PiCamera, scaler_crop
from pi_nn.errors import CameraError, CameraStalled
from pi_nn.settings import Camera

PICTURE = np.arange(48 * 64, dtype=np.uint8).reshape(48, 64)
SETTINGS = Camera(width=64, height=48)


class Mapped:
    """Like picamera2's MappedArray: (3/2 height, stride), junk in the padding, gone after the `with`."""

    def __init__(self, request, stream, write):
        assert stream == "main" and write is False
        self._request = request

    def __enter__(self):
        padded = np.full((72, 128), 0xAA, np.uint8)
        padded[:48, :64] = PICTURE
        self.array = padded
        return self

    def __exit__(self, *exc_info):
        self.array[:] = 0
        assert not self._request.released


class FakePicamera:
    def __init__(self, controls=(), frames=3, end=TimeoutError):
        self.camera_controls = dict(controls)
        self.calls, self.requests, self.set = [], [], {}
        self._frames, self._end = frames, end

    def create_video_configuration(self, **asked):
        self.asked = asked
        return dict(asked)

    def configure(self, configuration):
        configuration["main"]["stride"] = 128
        self._configuration = configuration
        self.calls.append("configure")

    def camera_configuration(self):
        return self._configuration

    def set_controls(self, controls):
        assert controls.keys() <= self.camera_controls.keys()
        self.set |= controls

    def start(self):
        self.calls.append("start")

    def close(self):
        self.calls.append("close")

    def capture_request(self, wait):
        self.waited = wait
        if len(self.requests) == self._frames:
            raise self._end("lost")
        self.requests.append(FakeRequest())
        return self.requests[-1]


class FakeRequest:
    released = False

    def release(self):
        assert not self.released
        self.released = True


API = SimpleNamespace(
    Picamera2=FakePicamera,
    MappedArray=Mapped,
    Transform=lambda **flips: flips,
    ColorSpace=SimpleNamespace(Sycc=lambda: "sycc"),
)


def first_frame(settings=SETTINGS, **device):
    with PiCamera(settings, FakePicamera(**device), API) as camera:
        return next(iter(camera))


def opened(settings=SETTINGS, **device):
    picamera = FakePicamera(**device)
    with PiCamera(settings, picamera, API):
        return picamera


def test_a_frame_is_the_y_plane_without_padding_and_colours_and_outlives_the_buffer():
    frame = first_frame()
    assert frame.dtype == np.uint8 and frame.flags.c_contiguous and frame.flags.owndata
    np.testing.assert_array_equal(frame, PICTURE)


def test_every_request_is_given_back_before_the_frame_is_given_out():
    picamera = FakePicamera()
    with PiCamera(SETTINGS, picamera, API) as camera:
        frames = iter(camera)
        for _ in range(3):
            next(frames)
            assert all(request.released for request in picamera.requests)


def test_one_small_yuv_stream_without_queue_is_asked_for():
    asked = opened().asked
    assert asked["main"] == {"size": (64, 48), "format": "YUV420", "stride": 128}
    assert (asked["raw"], asked["display"], asked["encode"]) == (None, None, None)
    assert (asked["buffer_count"], asked["queue"]) == (3, False)
    assert asked["colour_space"] == "sycc"


def test_the_exposure_may_grow_in_the_dark():
    shortest, longest = opened(Camera(frames_per_second=8)).asked["controls"]["FrameDurationLimits"]
    assert shortest == 125_000 < longest


def test_flips_are_the_sensors():
    asked = opened(Camera(flip_horizontal=True)).asked
    assert asked["transform"] == {"hflip": True, "vflip": False}


def test_autofocus_is_used_only_where_the_sensor_has_it():
    assert opened(controls={"AfMode": (0, 2, 0)}).set == {"AfMode": 2}
    assert opened().set == {}


def test_zoom_takes_the_sensors_middle_where_it_can():
    controls = {"ScalerCrop": ((0, 0, 64, 64), (0, 0, 3280, 2464), (0, 0, 3280, 2464))}
    settings = Camera(width=64, height=48, zoom=2)
    assert opened(settings, controls=controls).set == {"ScalerCrop": (820, 617, 1640, 1230)}
    assert first_frame(settings, controls=controls).shape == (48, 64)


def test_zoom_crops_the_frame_where_the_sensor_cannot():
    frame = first_frame(Camera(width=64, height=48, zoom=2))
    np.testing.assert_array_equal(frame, PICTURE[12:36, 16:48])


def test_scaler_crop_keeps_the_frames_aspect_and_the_sensors_offset():
    x, y, width, height = scaler_crop((16, 8, 4608, 2592), Camera(width=320, height=240, zoom=1))
    assert (width, height) == (3456, 2592) and (x, y) == (16 + 576, 8)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_rotation_turns_clockwise_into_memory_of_its_own(turns):
    frame = first_frame(Camera(width=64, height=48, rotate=90 * turns))
    np.testing.assert_array_equal(frame, np.rot90(PICTURE, -turns))
    assert frame.flags.c_contiguous


def test_the_camera_is_closed_when_it_is_left():
    assert opened().calls == ["configure", "start", "close"]


@pytest.mark.parametrize("end", [TimeoutError, RuntimeError, OSError, KeyError])
def test_a_camera_without_frames_is_stalled_and_is_not_closed(end):
    picamera = FakePicamera(end=end)
    with pytest.raises(CameraStalled, match="camera"), PiCamera(SETTINGS, picamera, API) as camera:
        assert len(list(camera)) == 3
    assert picamera.calls == ["configure", "start"] and picamera.waited == 3.0


def test_a_slow_frame_rate_is_no_stall():
    picamera = FakePicamera()
    with PiCamera(Camera(width=64, height=48, frames_per_second=0.5), picamera, API) as camera:
        next(iter(camera))
    assert picamera.waited > 4


def failing_api(error):
    class Picamera2:
        global_camera_info = staticmethod(lambda: [{"Model": "imx219"}])

        def __init__(self):
            raise error

    return SimpleNamespace(Picamera2=Picamera2)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (IndexError("list index out of range"), "ribbon cable"),
        (RuntimeError("Device or resource busy"), "busy"),
        (AttributeError("no attribute 'camera_idx'"), "no attribute"),
    ],
)
def test_no_camera_and_a_busy_one_are_one_line_with_what_to_do(error, said):
    with pytest.raises(CameraError, match=said), PiCamera(SETTINGS, api=failing_api(error)):
        raise AssertionError("opened")


def test_where_none_is_listed_none_is_asked_for_and_each_time_they_are_looked_for_anew():
    looks = []

    class Picamera2(FakePicamera):
        _cm = SimpleNamespace(reset=lambda: looks.append("anew"))

        def __init__(self):
            assert len(looks) == 2
            super().__init__()

        @staticmethod
        def global_camera_info():
            return [{"Model": "imx219"}] if len(looks) == 2 else []

    api = SimpleNamespace(**{**vars(API), "Picamera2": Picamera2})
    with pytest.raises(CameraError, match="no camera is connected"), PiCamera(SETTINGS, api=api):
        raise AssertionError("opened")
    with PiCamera(SETTINGS, api=api) as camera:
        np.testing.assert_array_equal(next(iter(camera)), PICTURE)


def test_a_camera_that_gives_no_grey_as_usb_cameras_is_none_to_be_opened_and_no_lost_one():
    class Usb(FakePicamera):
        def configure(self, configuration):
            super().configure(configuration)
            configuration["main"]["format"] = "YUYV"

    picamera = Usb()
    with pytest.raises(CameraError, match="YUYV instead of YUV420") as caught, PiCamera(SETTINGS, picamera, API):
        raise AssertionError("opened")
    assert not isinstance(caught.value, CameraStalled) and picamera.calls[-1] == "close"


@pytest.mark.parametrize("error", ["EOFError('marshal data too short')", "RuntimeError('ABI')", "SyntaxError('null')"])
def test_whatever_is_wrong_with_the_librarys_files_is_a_camera_that_cannot_be_used(tmp_path, monkeypatch, error):
    (tmp_path / "libcamera.py").write_text(f"raise {error}")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "libcamera", raising=False)
    with pytest.raises(CameraError, match="picamera2 cannot be used"), PiCamera(SETTINGS):
        raise AssertionError("opened")


class OddlyClosing(FakePicamera):
    def close(self):
        self.calls.append("close")
        raise KeyError("camera")


def test_what_is_raised_in_closing_does_not_take_the_place_of_what_led_to_it():
    picamera = OddlyClosing()
    with pytest.raises(SystemExit), PiCamera(SETTINGS, picamera, API):
        raise SystemExit
    assert picamera.calls[-1] == "close"


@pytest.mark.parametrize("shape, dtype", [((72, 128, 3), np.uint8), ((48, 64), np.float32), ((0, 0), np.uint8)])
def test_frames_that_are_none_are_those_of_a_lost_camera(monkeypatch, shape, dtype):
    monkeypatch.setattr(Mapped, "__enter__", lambda self: SimpleNamespace(array=np.zeros(shape, dtype)))
    monkeypatch.setattr(Mapped, "__exit__", lambda self, *exc_info: None)
    picamera = FakePicamera()
    with pytest.raises(CameraStalled, match="instead of uint8"), PiCamera(SETTINGS, picamera, API) as camera:
        next(iter(camera))
    assert picamera.requests[0].released


@pytest.mark.parametrize("error", [RuntimeError("Failed to start camera"), TypeError("odd")])
@pytest.mark.parametrize("kind", [FakePicamera, OddlyClosing])
def test_a_camera_that_does_not_start_is_closed(kind, error):
    class Broken(kind):
        def start(self):
            raise error

    picamera = Broken()
    with pytest.raises(CameraError, match="does not start"), PiCamera(SETTINGS, picamera, API):
        raise AssertionError("opened")
    assert picamera.calls == ["configure", "close"]
