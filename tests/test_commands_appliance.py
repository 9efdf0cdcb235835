"""`pi-nn run --service`: what fails is said, blinks and is tried again, and what works goes on."""

import json
import socket
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from gpiozero.pins.mock import MockFactory

from pi_nn import model_file
from pi_nn.commands import appliance
from pi_nn.commands.appliance import Appliance
from pi_nn.display.gpio import Leds
from pi_nn.display.several import Several
from pi_nn.errors import CameraError, CameraStalled, DisplayError
from pi_nn.layers import Dense, Flatten
from pi_nn.network import Network

EMPTY = np.full((120, 160), 220, np.uint8)
WRITTEN = EMPTY.copy()
WRITTEN[30:90, 76:84] = 30
ALL, DARK = tuple([1] * 10), tuple([0] * 10)


@pytest.fixture(scope="module")
def seven(tmp_path_factory):
    """A model to which every glyph is a 7."""
    layer = Dense(784, 11)
    layer.bias[:] = 10 * np.eye(11)[7]
    path = tmp_path_factory.mktemp("model") / "seven.npz"
    model_file.save(path, Network([Flatten(), layer]), {})
    return str(path)


class Camera:
    """Gives frames, an eighth of a second apart; an exception among them is raised, also as the first when opening."""

    def __init__(self, room, *frames):
        self._room = room
        self._frames = frames

    def __enter__(self):
        if self._frames and isinstance(self._frames[0], Exception):
            raise self._frames[0]
        return self

    def __exit__(self, *exc_info):
        pass

    def __iter__(self):
        for frame in self._frames:
            if isinstance(frame, Exception):
                raise frame
            self._room.sleep(0.125)
            yield frame


class Room:
    """A service with a clock of its own, ten mock LEDs, cameras one after the other, and what is seen of it."""

    def __init__(self, folder, monkeypatch):
        self.folder, self.now, self.cameras, self.lit, self.pins = folder, 0.0, [], [], MockFactory()
        self.pins.reset()
        (folder / "state").mkdir()
        self.file = folder / "settings.toml"
        monkeypatch.setenv("STATE_DIRECTORY", str(folder / "state"))
        monkeypatch.setenv("RUNTIME_DIRECTORY", str(folder / "run"))
        monkeypatch.setattr("pi_nn.camera.open_camera", lambda source, settings: self.cameras.pop(0))
        monkeypatch.setattr(appliance, "_displays", self.displays)

    def displays(self, settings):
        return Several([Leds(settings.display, self.pins, clock=lambda: self.now)])

    def sleep(self, seconds):
        self.now += seconds
        self.lit.append((self.now, tuple(self.state(pin) for pin in (9, 10, 11, 12, 13, 16, 19, 20, 21, 26))))

    def state(self, pin):
        found = [each for each in self.pins.pins.values() if each.info.name == f"GPIO{pin}"]
        return int(found[0].state) if found else None

    def run(self, *cameras, model=""):
        self.cameras = [Camera(self, *frames) for frames in cameras]
        args = SimpleNamespace(
            camera=None, hold=None, loop=False, display=None, model=model, settings=str(self.file), profile="tests",
            frames=None, pace=False, service=True,
        )  # fmt: skip
        return Appliance(args, [], clock=lambda: self.now, sleep=self.sleep).run()

    def patterns(self, begin, end):
        """What was lit between two moments, each pattern with how often it came anew."""
        seen = [pattern for at, pattern in self.lit if begin <= at < end]
        return [pattern for pattern, before in zip(seen, [None, *seen], strict=False) if pattern != before]


@pytest.fixture
def room(tmp_path, monkeypatch):
    room = Room(tmp_path, monkeypatch)
    room.file.write_text("")
    return room


@pytest.fixture
def systemd(tmp_path, monkeypatch):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.setblocking(False)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 24)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        yield listener


NO_CAMERA = CameraError("no camera is connected")


def test_without_a_camera_two_flashes_of_every_led_come_again_and_again(room, seven):
    room.run([NO_CAMERA], [EMPTY], model=seven)
    assert room.patterns(0.03, 2.53) == [ALL, DARK, ALL, DARK] == room.patterns(2.58, 5.03)


def test_without_a_camera_opening_is_tried_again_every_ten_seconds(room, seven, capsys):
    assert room.run([NO_CAMERA], [NO_CAMERA], [NO_CAMERA], [EMPTY], model=seven) == 0
    assert 30 <= room.now < 31
    assert capsys.readouterr().err == "pi-nn: no camera is connected\npi-nn: works again\n"


def test_after_many_trials_in_vain_the_process_ends_dark_to_begin_anew(room, seven, monkeypatch):
    monkeypatch.setattr(appliance, "MOST_RETRIES", 2)
    in_vain = [NO_CAMERA], [NO_CAMERA]
    with pytest.raises(CameraStalled, match="no camera is connected; begins anew after 2 more"):
        room.run(*in_vain, [EMPTY, NO_CAMERA], *in_vain, model=seven)
    assert 40 <= room.now < 41 and {room.state(pin) for pin in (9, 26)} <= {0, None}


def test_without_a_camera_systemd_hears_ready_and_life_at_once(room, seven, systemd, monkeypatch):
    heard = []
    monkeypatch.setattr("pi_nn.service.Notify._notify", lambda self, message: heard.append((room.now, message)))
    room.run([NO_CAMERA], [EMPTY], model=seven)
    assert heard[0] == (0, "READY=1") and heard[2] == (0, "STATUS=no camera is connected")
    fed = [at for at, message in heard if message == "WATCHDOG=1"]
    assert max(later - at for at, later in pairwise(fed)) < 0.2
    assert "STATUS=no digit" in [message for _, message in heard]


def test_every_led_is_lit_while_starting_and_one_flash_says_ready(room, seven):
    room.run([EMPTY] * 40, model=seven)
    assert room.lit[0][1] == ALL
    assert room.patterns(0.2, 5) == [ALL, DARK]


def test_a_digit_is_shown_at_once_also_while_a_code_holds(room, seven):
    room.run([NO_CAMERA], [WRITTEN] * 8, model=seven)
    assert room.lit[-1][1] == tuple(int(digit == 7) for digit in range(10))


def test_settings_that_worked_are_kept_and_not_written_again(room, seven):
    room.file.write_text("[decision]\nwindow = 2\n")
    kept = room.folder / "state" / "last-good-settings.toml"
    room.run([EMPTY], model=seven)
    before = kept.stat()
    assert kept.read_text() == room.file.read_text() and before.st_mode & 0o777 == 0o640
    room.run([EMPTY], model=seven)
    assert kept.stat().st_ino == before.st_ino


def test_settings_are_not_kept_before_a_frame_was_read_with_them(room, seven):
    assert room.run([NO_CAMERA], [], model=seven) == 0
    assert not (room.folder / "state" / "last-good-settings.toml").exists()


def test_broken_settings_blink_four_times_and_the_last_ones_that_worked_are_used(room, seven, capsys):
    room.run([EMPTY], model=seven)
    room.file.write_text("[camera]\nrotat = 90\n")
    room.lit.clear()
    start = room.now
    room.run([EMPTY] * 60 + [WRITTEN] * 8, model=seven)
    ready = start + 0.125 + 2.0
    assert room.patterns(ready + 0.2, ready + 3.6).count(ALL) == 4
    assert room.lit[-1][1][7] == 1
    assert "rotat" in capsys.readouterr().err
    assert (room.folder / "state" / "last-good-settings.toml").read_text() == ""


def test_a_camera_that_there_is_not_is_a_fault_of_the_settings(room, seven):
    room.run([EMPTY], model=seven)
    room.file.write_text('[camera]\nsource = "Pi"\n')
    room.lit.clear()
    ready = room.now + 0.125 + 2.0
    room.run([EMPTY] * 60, model=seven)
    assert room.patterns(ready + 0.2, ready + 3.6).count(ALL) == 4


def test_broken_settings_without_any_that_worked_drive_no_pin_until_they_are_mended(room, seven, capsys):
    room.file.write_text("broken")

    def mend(seconds, sleep=room.sleep):
        sleep(seconds)
        if room.file.read_text() and room.now > 9:
            assert not room.pins.pins
            room.file.write_text("")

    room.sleep = mend
    assert room.run([EMPTY], model=seven) == 0 and room.pins.pins
    assert "is no TOML" in capsys.readouterr().err


def test_settings_that_may_not_be_read_are_broken_ones(room, seven, capsys, monkeypatch):
    room.run([EMPTY], model=seven)
    kind = type(room.file)
    opened = kind.open

    def refuse(path, *how, **more):
        if path == room.file:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *how, **more)

    monkeypatch.setattr(kind, "open", refuse)
    assert room.run([WRITTEN] * 8, model=seven) == 0 and room.lit[-1][1][7] == 1
    assert "settings.toml: settings cannot be read: Permission denied; the last" in capsys.readouterr().err


def test_without_a_display_lookers_are_told_why(room, seven):
    room.file.write_text("broken")
    faults = []

    def look(seconds, sleep=room.sleep):
        sleep(seconds)
        faults.append(json.loads((room.folder / "run" / "reading.json").read_text())["fault"])
        room.file.write_text("")

    room.sleep = look
    room.run([EMPTY], model=seven)
    assert faults[0].startswith("no display: ") and "is no TOML" in faults[0] and faults[-1] == "starting"


def test_busy_pins_are_tried_again(room, seven, capsys, monkeypatch):
    tries = []

    def displays(settings):
        tries.append(room.now)
        if len(tries) < 3:
            raise DisplayError("GPIO 9 is busy")
        return room.displays(settings)

    monkeypatch.setattr(appliance, "_displays", displays)
    room.run([EMPTY], model=seven)
    assert len(tries) == 3 and tries[-1] >= 20
    assert capsys.readouterr().err.count("GPIO 9 is busy") == 1


def test_a_pin_that_does_not_exist_gives_way_to_the_settings_that_worked(room, seven, capsys):
    room.run([EMPTY], model=seven)
    room.file.write_text("[display]\nleds_pins = [99, 10, 11, 12, 13, 16, 19, 20, 21, 26]\n")
    room.run([EMPTY], model=seven)
    assert "GPIO 99 does not exist on this board; the last settings that worked" in capsys.readouterr().err


def test_a_broken_model_in_the_settings_gives_way_to_the_current_one_and_blinks_three_times(room, capsys):
    (room.folder / "bad.npz").write_bytes(b"broken")
    room.run([EMPTY] * 60, model=str(room.folder / "bad.npz"))
    assert room.patterns(2.3, 5.1).count(ALL) == 3
    assert "bad.npz: is damaged" in capsys.readouterr().err


def test_without_any_model_three_flashes_come_until_there_is_one(room, monkeypatch, tmp_path, seven):
    packaged = model_file.PACKAGED
    monkeypatch.setattr(model_file, "PACKAGED", tmp_path / "none.npz")

    def mend(seconds, sleep=room.sleep):
        sleep(seconds)
        if room.now > 9:
            monkeypatch.setattr(model_file, "PACKAGED", packaged)

    room.sleep = mend
    assert room.run([EMPTY]) == 0
    assert room.patterns(0.03, 3.03) == [ALL, DARK] * 3


def test_an_open_camera_that_stalls_ends_the_service(room, seven):
    with pytest.raises(CameraStalled):
        room.run([EMPTY, CameraStalled("camera stalled")], model=seven)
    assert not any(room.state(pin) for pin in (9, 10, 11, 12))


def test_lookers_hear_of_the_fault_and_of_the_readings(room, seven):
    records = []

    def read(seconds, sleep=room.sleep):
        sleep(seconds)
        file = room.folder / "run" / "reading.json"
        records.append(json.loads(file.read_text()) if file.exists() else {})

    room.sleep = read
    room.run([NO_CAMERA], [WRITTEN] * 5, model=seven)
    assert records[0]["fault"] == "no camera is connected" and records[0]["model"] == seven
    assert records[-1]["fault"] == "" and records[-1]["digit"] == 7
    assert not (room.folder / "run" / "reading.json").exists()


def test_a_read_only_card_ends_nothing(room, seven, capsys, monkeypatch):
    def read_only(*arguments):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("pi_nn.files.replace", read_only)
    monkeypatch.setattr("pi_nn.files.swap", read_only)
    assert room.run([WRITTEN] * 20, model=seven) == 0
    err = capsys.readouterr().err
    assert err.count("Read-only file system") == 2 and room.lit[-1][1][7] == 1


@pytest.mark.parametrize("years", [-50, 50])
def test_a_clock_that_jumps_by_years_disturbs_nothing(room, seven, monkeypatch, years):
    import time

    monkeypatch.setattr(time, "time", lambda: 1.8e9 + (room.now > 1) * years * 3.15e7)
    assert room.run([NO_CAMERA], [WRITTEN] * 20, model=seven) == 0
    assert room.lit[-1][1][7] == 1 and room.now < 13


def test_every_half_minute_python_tidies_up(monkeypatch):
    from pi_nn.commands import memory

    done = []
    monkeypatch.setattr(memory.gc, "collect", lambda: done.append("collect"))
    monkeypatch.setattr(memory.gc, "freeze", lambda: done.append("freeze"))
    tidy = memory.Tidy()
    for _ in range(2 * memory.TIDY_READINGS + 1):
        tidy.show(None)
    assert done == ["collect", "freeze", "collect", "collect"]


@pytest.mark.parametrize(
    "garbage",
    [np.zeros((9, 9, 3), np.uint8), np.zeros((0, 0), np.uint8), np.full((9, 9), np.nan), np.zeros(9, bool), None],
)
def test_a_camera_that_gives_no_frames_is_said_and_opened_again(room, seven, capsys, garbage):
    room.run([EMPTY, garbage], [WRITTEN] * 8, model=seven)
    err = capsys.readouterr().err
    assert "the camera gives no frames but " in err and "works again" in err and room.lit[-1][1][7] == 1
