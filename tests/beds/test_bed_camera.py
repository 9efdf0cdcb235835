"""The real picamera2 in the camera room: `pi-nn run --camera pi`, unmodified, from JPEG frames to pins."""

import os
import re
import signal
import subprocess
import sys
import time

import bed
import numpy as np
import pytest
import sheets as sheets_of_paper
from PIL import Image

pytestmark = pytest.mark.bed

DIGITS = [3, 1, 4, 0, 5, 9, 2, 6, 8, 7]
COPIES = 5  # of each picture, which the camera shows at least twice each: enough to settle on it
FRAMES = 450  # once around, and more


@pytest.fixture(scope="module")
def clock():
    return bed.Clock(300)


@pytest.fixture(scope="module")
def room(clock, room):
    """After the clock, which counts the building too."""
    return room


@pytest.fixture(scope="module")
def sheets():
    """Each digit in real handwriting, and a blank sheet after each."""
    written, blank = sheets_of_paper.written(), sheets_of_paper.blank()
    return [sheet for digit in DIGITS for sheet in [written[digit], blank] for _ in range(COPIES)]


def store(sheets, folder, size=(640, 480), horizontal=False, vertical=False):
    """Write them as the sensor sees them, so that the flips make them upright."""
    folder.mkdir()
    for number, sheet in enumerate(sheets):
        seen = Image.fromarray(sheet[:: -1 if vertical else 1, :: -1 if horizontal else 1]).resize(size)
        seen.convert("RGB").save(folder / f"{number}.jpg", quality=95)


def write_settings(path, **camera):
    values = [f"{name} = {str(value).lower()}" for name, value in camera.items()]
    path.write_text("\n".join(["[camera]", *values, "[service]", 'pin_factory = "mock"', ""]))


def settled(output):
    """The digits that were shown, one after another."""
    return [int(digit) for digit in re.findall(r"^frame \d+ digit (\d)", output, re.MULTILINE)]


def turned_to(first, digits):
    """A camera that goes round and round may begin anywhere."""
    at = digits.index(first)
    return digits[at:] + digits[:at]


def read_folder(work):
    command = [sys.executable, "-m", "pi_nn", "run", "--camera", f"folder:{work / 'frames'}", "--hold", "2"]
    command += ["--display", "text", "--settings", work / "settings.toml"]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=bed.CHECKOUT)
    return settled(run.stdout)


def in_room(room, work, *options, **environment):
    """The command that reads from the room's camera, and its environment."""
    command = [bed.CAMERA / "run", room, work, "pi-nn", "run", "--camera", "pi", "--settings", "settings.toml"]
    return command + list(options), {**os.environ, **{name: str(value) for name, value in environment.items()}}


GRAB = """
import numpy
from pi_nn import settings_file
from pi_nn.camera import open_camera

with open_camera("pi", settings_file.load("settings.toml").camera) as camera:
    numpy.save("grabbed.npy", next(iter(camera)))
"""


@pytest.mark.parametrize(("padding", "size"), [(64, (400, 300)), (128, (320, 240))])
def test_a_frame_is_the_upright_picture_without_the_padding(room, clock, sheets, tmp_path, padding, size):
    store(sheets[:1], tmp_path / "frames", size, horizontal=True)
    write_settings(tmp_path / "settings.toml", width=size[0], height=size[1], flip_horizontal=True)
    command = [bed.CAMERA / "run", room, tmp_path, "python3", "-c", GRAB]
    grab = bed.run(command, clock, env={**os.environ, "ROOM_PADDING": str(padding)})
    assert grab.returncode == 0, grab.stdout
    frame, wanted = np.load(tmp_path / "grabbed.npy"), np.asarray(Image.fromarray(sheets[0]).resize(size))
    assert (frame.shape, frame.dtype) == (wanted.shape, np.uint8)
    assert np.abs(frame - wanted.astype(float)).mean() < 3


@pytest.mark.parametrize(
    ("padding", "size", "horizontal", "vertical"),
    [
        (64, (400, 300), True, True),
        (128, (320, 240), True, True),
        (64, (400, 300), True, False),
        (128, (320, 240), False, True),
    ],
)
def test_the_camera_reads_what_the_folder_reads(room, clock, sheets, tmp_path, padding, size, horizontal, vertical):
    store(sheets, tmp_path / "frames", size, horizontal, vertical)
    flips = {"flip_horizontal": horizontal, "flip_vertical": vertical}
    write_settings(tmp_path / "settings.toml", width=size[0], height=size[1], **flips)
    wanted = read_folder(tmp_path)
    options = ("--display", "text", "--frames", str(FRAMES))
    command, environment = in_room(room, tmp_path, *options, ROOM_PADDING=padding, ROOM_SPEED=5)
    run = bed.run(command, clock, env=environment)
    assert run.returncode == 0, run.stdout
    assert wanted == DIGITS
    seen = settled(run.stdout)[: len(wanted)]
    assert seen == turned_to(seen[0], wanted), run.stdout


ABSENT = """
import os
import subprocess

os.environ["LIBCAMERA_LOG_LEVELS"] = "Camera:INFO"  # in which it greets whoever makes it list the cameras
from pi_nn import settings_file
from pi_nn.camera import open_camera
from pi_nn.errors import CameraError

subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/usr/share/libcamera/pipeline/virtual"], check=True)
settings = settings_file.load("settings.toml").camera
for _ in range(3):
    try:
        open_camera("pi", settings).__enter__()
    except CameraError as error:
        print(str(error)[:22], len(os.listdir("/proc/self/fd")), flush=True)
"""


def test_an_absent_camera_is_looked_for_anew_each_time_which_leaves_nothing_open(room, clock, tmp_path):
    """Whether one that has come is found is for a Pi to show: `virtual` looks for its own but once."""
    (tmp_path / "frames").mkdir()
    write_settings(tmp_path / "settings.toml")
    command = [bed.CAMERA / "run", room, tmp_path, "python3", "-c", ABSENT]
    lines = bed.run(command, clock, env={**os.environ, "ROOM_PADDING": "64"}).stdout.splitlines()
    said = [line for line in lines if line.startswith("no camera is connected")]
    assert len(said) == 3 and len(set(said)) == 1, lines
    assert sum("libcamera v" in line for line in lines) >= 3, lines


@pytest.fixture
def reading(room, clock, sheets, tmp_path):
    """A process that reads one digit from the room's camera and has lit its LED, and its log of the pins."""
    store(sheets[:1], tmp_path / "frames")
    write_settings(tmp_path / "settings.toml")
    places = {"ROOM_STALL": "/opt/bed/stall", "ROOM_PINS": "/opt/bed/pins"}
    command, environment = in_room(room, tmp_path, "--display", "leds,binary", ROOM_PADDING=64, **places)
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "start_new_session": True}
    with subprocess.Popen(command, env=environment, **options) as process:
        try:
            wait_until_lit(process, tmp_path / "pins", clock)
            yield process, tmp_path
        finally:
            bed.end(process)


def levels(pins):
    """The last level of each pin that was ever driven."""
    return dict(line.split() for line in pins.read_text().splitlines()) if pins.exists() else {}


def wait_until_lit(process, pins, clock):
    while "1" not in levels(pins).values():
        if process.poll() is not None or clock.left() < 1:
            pytest.fail(f"no LED was lit: {process.communicate()}")
        time.sleep(0.05)


@pytest.mark.parametrize("kind", ["drop", "hang"])
def test_a_stalled_camera_ends_the_process_with_dark_leds(reading, kind):
    process, work = reading
    (work / "stall").write_text(kind)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 75, errors
    assert set(levels(work / "pins").values()) == {"0"}
    assert len(errors.splitlines()) == 1, errors


def test_sigterm_ends_it_at_once_with_dark_leds(reading):
    process, work = reading
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
    assert set(levels(work / "pins").values()) == {"0"}


def test_sigterm_ends_it_also_while_the_camera_hangs(reading):
    process, work = reading
    (work / "stall").write_text("hang")
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 0
    assert set(levels(work / "pins").values()) == {"0"}
