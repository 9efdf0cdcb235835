from itertools import islice

import numpy as np
import pytest
from PIL import Image

from pi_nn.camera import likely_source, open_camera
from pi_nn.camera.demo import Demo
from pi_nn.camera.folder import Folder
from pi_nn.camera.paced import paced
from pi_nn.camera.pi import PiCamera
from pi_nn.camera.upright import flipped, middle, rotated, upright
from pi_nn.errors import CameraError
from pi_nn.settings import Camera

FRAME = np.arange(40 * 60, dtype=np.uint16).astype(np.uint8).reshape(40, 60)


def test_a_source_names_its_camera(tmp_path):
    made = [open_camera(source, Camera()) for source in ("pi", "demo", f"folder:{tmp_path}")]
    assert [type(camera) for camera in made] == [PiCamera, Demo, Folder]


@pytest.mark.parametrize("source", ["", "usb", "folder", "folder:", "Demo"])
def test_an_unknown_source_is_refused_with_the_known_ones(source):
    with pytest.raises(CameraError, match='"pi", "demo" and "folder:DIR"'):
        open_camera(source, Camera())


def test_a_folders_frames_are_turned_upright_as_the_pis(tmp_path):
    Image.fromarray(FRAME).save(tmp_path / "1.png")
    settings = Camera(rotate=90, flip_horizontal=True, zoom=2)
    with open_camera(f"folder:{tmp_path}", settings) as camera:
        np.testing.assert_array_equal(next(iter(camera)), np.rot90(FRAME[:, ::-1][10:30, 15:45], -1))


def test_without_a_raspberry_pi_the_likely_camera_is_the_demo(tmp_path):
    (tmp_path / "model").write_text("Some other board")
    assert likely_source(tmp_path / "none") == likely_source(tmp_path / "model") == "demo"


def test_the_demo_gives_the_same_frames_for_the_same_seed():
    one, two, other = (list(islice(Demo(Camera(seed=seed)), 3)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, other)


def test_the_demos_frames_have_the_size_of_the_settings():
    with Demo(Camera(width=160, height=120)) as camera:
        frame = next(iter(camera))
    assert frame.shape == (120, 160) and frame.dtype == np.uint8


def test_paced_frames_wait_until_they_are_due():
    now, slept = [0.0], []

    def sleep(seconds):
        slept.append(seconds)
        now[0] += seconds

    for frame in paced([1, 2, 3], 4, clock=lambda: now[0], sleep=sleep):
        now[0] += 0.1 * frame
    assert slept == pytest.approx([0, 0.15, 0.05])


def test_paced_frames_are_not_rushed_after_a_delay():
    now, slept = [0.0], []
    for frame in paced([1, 2, 3], 4, clock=lambda: now[0], sleep=slept.append):
        now[0] += 10 if frame == 1 else 0
    assert slept == [0, 0, 0.25]


def test_middle_is_centred_and_never_empty():
    assert middle(FRAME, 4).shape == (10, 15)
    np.testing.assert_array_equal(middle(FRAME, 2), FRAME[10:30, 15:45])
    assert middle(FRAME[:1, :1], 4).shape == (1, 1)


def test_rotated_turns_clockwise():
    np.testing.assert_array_equal(rotated(FRAME, 90)[:, -1], FRAME[0])


def test_flips_mirror_their_own_axis():
    np.testing.assert_array_equal(flipped(FRAME, True, False), FRAME[:, ::-1])
    np.testing.assert_array_equal(flipped(FRAME, False, True), FRAME[::-1])


def test_settings_of_an_upright_camera_change_nothing():
    np.testing.assert_array_equal(upright(FRAME, Camera()), FRAME)
