"""`pi-nn status` and `pi-nn look`, beside a service whose files stand still."""

import json

import numpy as np
import pytest

from pi_nn.commands import look_live, main
from pi_nn.commands.status import duration
from pi_nn.decision import NO_DIGIT, Reading
from pi_nn.errors import ServiceError
from pi_nn.runtime import RuntimeFiles, look
from pi_nn.vision import Glyph

FRAME = np.arange(48, dtype=np.uint8).reshape(6, 8)
SEVEN = Reading(FRAME, Glyph(np.ones((28, 28), np.float32), (1, 2, 3, 4)), np.eye(11, dtype=np.float32)[7], 7, 0.99)


@pytest.fixture
def service(tmp_path, monkeypatch):
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path / "run"))
    with RuntimeFiles(tmp_path / "run", lambda: {"model": "model 2"}, print) as files:
        yield files


def call(capsys, *argv):
    code = main(list(argv))
    out, err = capsys.readouterr()
    return code, out, err


def test_the_status_is_in_words(service, capsys):
    service.show(SEVEN)
    code, out, err = call(capsys, "status")
    assert (code, err) == (0, "") and "sees    a 7 (99%)\n" in out and "model   model 2\n" in out


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (Reading(FRAME, None, NO_DIGIT, None, 1.0), "no digit (100%)"),
        (Reading(FRAME, None, NO_DIGIT, None, 0.41, True), "no sure digit (41%)"),
    ],
)
def test_what_is_no_digit_is_said(service, capsys, reading, words):
    service.show(reading)
    assert words in call(capsys, "status")[1]


def test_a_fault_is_said_and_ends_with_1(service, capsys):
    service.tell("no camera: it is gone")
    code, out, _ = call(capsys, "status")
    assert code == 1 and out.startswith("fault   no camera: it is gone\n") and "sees" not in out


def test_a_service_that_stands_still_is_noticed(service, capsys):
    service._clock = lambda: 1.0
    service.show(SEVEN)
    code, out, _ = call(capsys, "status")
    assert code == 1 and "it stands still" in out


def test_scripts_get_one_json_object(service, capsys):
    service.show(SEVEN)
    state = json.loads(call(capsys, "status", "--json")[1])
    assert state["digit"] == 7 and {"age", "up", "temperature", "throttling", "scores"} <= state.keys()


def test_a_service_that_starts_says_so(service, capsys):
    assert "fault   starting" in call(capsys, "status")[1]


def test_without_a_service_it_is_one_line_and_2(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path))
    for command in ("status", "look"):
        code, out, err = call(capsys, command)
        assert (code, out) == (2, "") and "no service runs" in err and err.count("\n") == 1


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3.2, "3 s"), (61, "1 min 1 s"), (3600 * 3 + 125, "3 h 2 min"), (86400 * 400, "400 days 0 h")],
)
def test_times_are_in_their_two_largest_units(seconds, words):
    assert duration(seconds) == words


def test_looking_shows_what_the_service_saw(service, capsys, tmp_path):
    look(tmp_path / "run")
    service.show(SEVEN)
    code, out, err = call(capsys, "look", "--frames", "1", "--save", str(tmp_path / "kept"))
    assert (code, out) == (0, "frame 1 digit 7 0.99\n") and "kept" in err
    from pi_nn.camera.pictures import load_grey

    assert (load_grey(tmp_path / "kept" / "frame-000001.png") == FRAME).all()


def test_each_frame_is_looked_at_once_and_frames_are_wished_for_again(service, tmp_path):
    folder, now, stamps = tmp_path / "run", [0.0], set()
    counter = look_live.readings(folder, lambda: now[0], lambda seconds: step(seconds))

    def step(seconds):
        now[0] += seconds
        stamps.add((folder / "look").stat().st_mtime_ns)
        if round(now[0] * 10) % 5 == 0:
            service.show(SEVEN)

    numbers = [next(counter)[0] for _ in range(8)]
    assert numbers == sorted(set(numbers)) and len(stamps) >= 3


def test_a_service_without_frames_says_why(service, tmp_path):
    service.tell("no camera: it is gone")
    now = iter(range(100)).__next__
    with pytest.raises(ServiceError, match="it is gone"):
        next(look_live.readings(tmp_path / "run", lambda: float(now()), lambda seconds: None))


def test_a_folder_that_cannot_be_written_is_said(service, capsys, tmp_path):
    (tmp_path / "file").write_text("")
    look(tmp_path / "run")
    service.show(SEVEN)
    code, _, err = call(capsys, "look", "--save", str(tmp_path / "file"))
    assert code == 2 and "frames cannot be kept there" in err


def test_a_frame_that_is_left_when_a_fault_comes_is_no_reading(service, tmp_path):
    look(tmp_path / "run")
    service.show(SEVEN)
    service.tell("no camera: it is gone")
    times = iter(range(100))
    with pytest.raises(ServiceError, match="it is gone"):
        next(look_live.readings(tmp_path / "run", lambda: next(times), lambda seconds: None))
