from itertools import islice

import numpy as np
import pytest
from PIL import Image

from pi_nn.camera.folder import Folder
from pi_nn.errors import CameraError


def picture(folder, name, grey=0):
    Image.fromarray(np.full((32, 40), grey, np.uint8)).save(folder / name)


def greys(camera):
    return [int(frame[0, 0]) for frame in camera]


def test_frames_come_in_natural_order(tmp_path):
    for name, grey in (("f10.png", 30), ("f9.png", 20), ("F1.PNG", 10), ("g.png", 40)):
        picture(tmp_path, name, grey)
    with Folder(tmp_path) as camera:
        assert greys(camera) == [10, 20, 30, 40]


def test_only_jpeg_and_png_files_count(tmp_path):
    for name in ("a.jpg", "b.jpeg", "c.png", "d.bmp"):
        picture(tmp_path, name)
    (tmp_path / "notes.txt").write_text("no picture")
    (tmp_path / "folder.png").mkdir()
    assert [path.name for path in Folder(tmp_path).pictures()] == ["a.jpg", "b.jpeg", "c.png"]


def test_a_folder_ends_unless_it_loops(tmp_path):
    picture(tmp_path, "1.png", 1)
    picture(tmp_path, "2.png", 2)
    assert greys(Folder(tmp_path)) == [1, 2]
    assert greys(islice(Folder(tmp_path, loop=True), 5)) == [1, 2, 1, 2, 1]


def test_a_tilde_is_the_home_as_in_a_shell_and_of_nobody_nothing(tmp_path, monkeypatch):
    picture(tmp_path, "1.png", 1)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert greys(Folder("~")) == [1]
    with pytest.raises(CameraError, match="~nobody-here/x: No such"):
        Folder("~nobody-here/x").__enter__()


def test_each_picture_is_held_up_for_some_frames(tmp_path):
    picture(tmp_path, "1.png", 1)
    picture(tmp_path, "2.png", 2)
    assert greys(Folder(tmp_path, hold=3)) == [1, 1, 1, 2, 2, 2]


def test_an_unreadable_picture_is_left_out_and_named(tmp_path):
    picture(tmp_path, "1.png", 1)
    (tmp_path / "2.png").write_bytes(b"junk")
    camera = Folder(tmp_path)
    assert greys(camera) == [1]
    assert list(camera.refused) == [tmp_path / "2.png"] and "2.png" in camera.refused[tmp_path / "2.png"]


@pytest.mark.parametrize("loop", [False, True])
def test_a_folder_of_which_nothing_can_be_read_is_no_camera(tmp_path, loop):
    (tmp_path / "1.png").write_bytes(b"junk")
    with pytest.raises(CameraError, match=r"no picture in .* can be read"):
        list(Folder(tmp_path, loop=loop))


@pytest.mark.parametrize("name", ["", "none"])
def test_no_folder_and_no_pictures_are_refused_when_it_opens(tmp_path, name):
    with pytest.raises(CameraError, match="picture"), Folder(tmp_path / name):
        raise AssertionError("opened")
