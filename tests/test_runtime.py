"""The runtime files: what the service sees, for other processes, and for nobody else."""

import json
import os
import shutil
import time
from itertools import count

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pi_nn import recent
from pi_nn.decision import NO_DIGIT, Reading
from pi_nn.errors import ServiceError
from pi_nn.runtime import RuntimeFiles, look, seen
from pi_nn.vision import Glyph

FRAME = np.arange(48, dtype=np.uint8).reshape(6, 8)
GLYPH = Glyph(np.linspace(0, 1, 784, dtype=np.float32).reshape(28, 28), (1, 2, 3, 4))
SEVEN = Reading(FRAME, GLYPH, np.eye(11, dtype=np.float32)[7], 7, 0.99)
NOTHING = Reading(FRAME, None, NO_DIGIT, None, 1.0)


@pytest.fixture
def said():
    return []


@pytest.fixture
def files(tmp_path, said):
    clock = count(100, 0.125).__next__
    with RuntimeFiles(tmp_path / "run", lambda: {"model": "model 2"}, said.append, clock) as files:
        yield files


@pytest.fixture
def folder(files, tmp_path):
    return tmp_path / "run"


def test_the_latest_reading_stands_there(files, folder):
    files.show(NOTHING)
    files.show(SEVEN)
    found = seen(folder, lambda: 101.0)
    wanted = {"frame": 2, "digit": 7, "unsure": False, "confidence": 0.99, "box": [1, 2, 3, 4], "size": [8, 6]}
    assert wanted.items() <= found.record.items() and found.record["model"] == "model 2" and found.age < 1
    assert (found.glyph == (GLYPH.image * 255).astype(np.uint8)).all()


def test_frames_a_second_are_those_of_the_last_frames(files, folder):
    files._clock = iter(np.arange(0, 100, 0.25).tolist()).__next__
    for _ in range(20):
        files.show(NOTHING)
    assert seen(folder).record["frames_per_second"] == 2.0


def test_the_frame_is_there_only_while_somebody_looks(files, folder):
    files.show(SEVEN)
    assert seen(folder).frame is None
    look(folder)
    files.show(SEVEN)
    assert (seen(folder).frame == FRAME).all()
    os.utime(folder / "look", (0, time.time() - 6))
    files.show(SEVEN)
    assert seen(folder).frame is None and not (folder / "frame.pgm").exists()


@pytest.mark.parametrize("years", [-30, 30])
def test_a_clock_that_jumps_by_years_keeps_no_frame_there(files, folder, years):
    os.utime(folder / "look", (0, time.time() + years * 365 * 86400))
    files.show(SEVEN)
    assert seen(folder).frame is None
    look(folder)
    files.show(SEVEN)
    assert seen(folder).frame is not None


def test_the_world_may_read_nothing_and_the_group_may_look(files, folder):
    look(folder)
    files.show(SEVEN)
    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert modes.pop("look") == 0o660
    assert modes == dict.fromkeys(("reading.json", "glyph.pgm", "frame.pgm", "recent-00.json"), 0o640)
    assert folder.stat().st_mode & 0o777 == 0o750


def test_a_fault_stands_there_instead_of_a_reading(files, folder):
    files.show(SEVEN)
    files.tell("no camera")
    record = seen(folder).record
    assert record["fault"] == "no camera" and "digit" not in record and record["frames_per_second"] == 0


def test_a_picture_of_another_frame_is_not_given(files, folder):
    files.show(SEVEN)
    files.show(NOTHING)
    assert seen(folder).glyph is None


def test_a_glyph_that_stays_is_written_once_and_given_all_the_while(files, folder):
    files.show(SEVEN)
    written = os.stat(folder / "glyph.pgm").st_mtime_ns, os.stat(folder / "glyph.pgm").st_ino
    files.show(SEVEN)
    assert (os.stat(folder / "glyph.pgm").st_mtime_ns, os.stat(folder / "glyph.pgm").st_ino) == written
    assert seen(folder).glyph is not None


def test_what_was_shown_is_kept_for_whoever_teaches(files, folder):
    files.show(SEVEN)
    assert [kept.digit for kept in recent.kept(folder)] == [7]


def test_nothing_is_left_behind(files, folder):
    look(folder)
    files.show(SEVEN)
    files.__exit__()
    assert os.listdir(folder) == []


def test_a_full_memory_is_said_once_and_ends_nothing(files, folder, said, monkeypatch):
    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pi_nn.files.swap", full)
    for _ in range(5):
        files.show(SEVEN)
    monkeypatch.undo()
    files.show(SEVEN)
    assert len(said) == 1 and "No space left" in said[0] and seen(folder).record["frame"] == 6


def test_a_folder_that_cannot_be_made_ends_nothing(tmp_path, said):
    (tmp_path / "file").write_text("")
    with RuntimeFiles(tmp_path / "file" / "run", dict, said.append) as files:
        files.show(SEVEN)
    assert len(said) == 1


def test_where_no_service_runs_it_is_said(tmp_path):
    for ask in (seen, look):
        with pytest.raises(ServiceError, match="no service runs"):
            ask(tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(st.binary(max_size=60), st.binary(max_size=60))
def test_damaged_files_are_refused_in_one_line(tmp_path, record, picture):
    (tmp_path / "reading.json").write_bytes(record)
    with pytest.raises(ServiceError):
        seen(tmp_path)
    record = {"frame": 1, "glyph": 1, "monotonic": 1.0, "frames_per_second": 8.0, "fault": ""}
    (tmp_path / "reading.json").write_text(json.dumps(record))
    (tmp_path / "glyph.pgm").write_bytes(b"P5\n# 1\n" + picture)
    found = seen(tmp_path).glyph
    assert found is None or found.ndim == 2


def test_a_folder_that_vanishes_is_made_again_with_all_that_is_in_it(files, folder, said):
    files.show(SEVEN)
    shutil.rmtree(folder)
    for _ in range(2):
        files.show(SEVEN)
    look(folder)
    files.show(SEVEN)
    found = seen(folder)
    assert found.record["digit"] == 7 and found.glyph is not None and found.frame is not None
    assert len(said) == 1


def test_a_second_service_leaves_the_first_ones_files_alone_and_takes_over_when_that_has_ended(tmp_path, said):
    folder = tmp_path / "run"
    with RuntimeFiles(folder, dict, print) as first:
        with RuntimeFiles(folder, dict, said.append) as second:
            second.tell("no display")
            first.show(SEVEN)
            assert seen(folder).record["digit"] == 7
            first.__exit__()
            second.show(NOTHING)
            assert seen(folder).record["digit"] is None
        first.__enter__()
        look(folder)
    assert len(said) == 1 and "another service keeps there what it sees" in said[0]


@pytest.mark.parametrize("change", [{"frame": "1"}, {"fault": None}, {"frames_per_second": "8"}, {"monotonic": np.nan}])
def test_a_record_that_no_service_writes_is_damaged(files, folder, change):
    files.show(SEVEN)
    record = seen(folder).record
    (folder / "reading.json").write_text(json.dumps({**record, **change}))
    with pytest.raises(ServiceError, match="is damaged"):
        seen(folder)
