"""Faults from outside: kills, full and read-only cards, cameras that hang; what is lost, and how it goes on."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from test_commands_appliance import EMPTY, WRITTEN, Room, seven  # noqa: F401
from test_commands_run import HASTY, LONG, STUCK, model, nothing_is_left_running, start  # noqa: F401

from pi_nn import model_file
from pi_nn.commands import main
from pi_nn.model_store import ModelStore

BENCHES = Path(__file__).parent.parent / "scripts" / "benches"


@pytest.mark.checkout
def test_ten_kills_of_the_service_and_of_changes_of_models_lose_no_model():
    run = subprocess.run([sys.executable, BENCHES / "killed.py", "10"], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert [line.split(" in ")[0] for line in lines[:2]] == [
        "10 kills of the service",
        "10 kills of a change of models",
    ]
    assert lines[2] == "left half written: nothing"


WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
WATCHED = SimpleNamespace(folder=None, found=[], hooked=False)


def _watch(event, arguments):
    """Every file that Python opens for writing, or changes, outside the runtime folder."""
    if WATCHED.folder is None or not isinstance(arguments[0], str | Path):  # a number: of a file that is open already
        return
    changes = event in ("os.rename", "os.remove", "os.mkdir", "os.utime", "os.chmod", "os.link", "os.symlink")
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITES
    if (changes or writes) and WATCHED.folder not in str(arguments[0]):
        WATCHED.found.append((event, *arguments[:2]))


@pytest.fixture
def writes_to_the_card(tmp_path):
    if not WATCHED.hooked:
        sys.addaudithook(_watch)  # for as long as the process lives
    WATCHED.hooked, WATCHED.found = True, []
    yield WATCHED
    WATCHED.folder = None


def test_in_ten_thousand_frames_no_file_on_the_card_is_written(tmp_path, monkeypatch, seven, writes_to_the_card):  # noqa: F811
    room = Room(tmp_path, monkeypatch)
    room.file.write_text("")
    monkeypatch.setattr("pi_nn.vision.likely_glyphs", lambda frame, finder, chance: [])
    room.run([EMPTY], model=seven)
    small = np.zeros((8, 8), np.uint8)
    room.sleep = lambda seconds: setattr(room, "now", room.now + seconds)
    writes_to_the_card.folder = str(tmp_path / "run")
    room.run([small] * 10_000, model=seven)
    writes_to_the_card.folder = None
    assert writes_to_the_card.found == []


def test_the_watch_for_writes_sees_them(tmp_path, writes_to_the_card):
    writes_to_the_card.folder = str(tmp_path / "run")
    (tmp_path / "x").write_text("1")
    (tmp_path / "x").rename(tmp_path / "y")
    assert [found[0] for found in writes_to_the_card.found] == ["open", "os.rename"]


@pytest.fixture
def card(tmp_path):
    """A file system of its own, of half a megabyte, with two models."""
    folder = tmp_path / "card"
    folder.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "card", folder], capture_output=True)
    if mount.returncode:
        pytest.skip("only root can mount")
    store = ModelStore(folder / "models")
    for _ in range(2):
        store.use(store.add(*model_file.load()))
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(card):
    with (card / "filler").open("wb", buffering=0) as file:
        for size in (4096, 1):
            try:
                while file.write(bytes(size)):
                    continue
            except OSError:
                continue


def make_read_only(card):
    subprocess.run(["mount", "-o", "remount,ro", card], check=True)


@pytest.mark.parametrize(("spoil", "said"), [(fill, "No space left"), (make_read_only, "Read-only file system")])
def test_on_a_full_or_read_only_card_it_reads_on_and_says_why_no_model_changes(
    card, spoil, said, tmp_path, monkeypatch, capsys, seven  # noqa: F811
):  # fmt: skip
    room = Room(tmp_path, monkeypatch)
    monkeypatch.setenv("STATE_DIRECTORY", str(card))
    room.file.write_text("# mine\n")
    spoil(card)
    assert room.run([WRITTEN] * 20, model=seven) == 0 and room.lit[-1][1][7] == 1
    assert said in capsys.readouterr().err
    monkeypatch.setattr(os, "access", lambda path, mode: True)  # as for root, where only the disk refuses
    assert main(["models", "--use", "1"]) == 2
    assert said in capsys.readouterr().err
    store = ModelStore(card / "models")
    assert store.load().number == 2
    if spoil is fill:
        (card / "filler").unlink()
        assert main(["models", "--use", "1"]) == 0 and store.load().number == 1


def stuck_service(where, model, tmp_path):  # noqa: F811
    (tmp_path / "hasty.toml").write_text(HASTY.format(open_seconds=1 if where in ("open", "start") else LONG))
    arguments = ["--service", "--profile", "tests", "--camera", "pi", "--settings", str(tmp_path / "hasty.toml")]
    places = {"STATE_DIRECTORY": str(tmp_path), "RUNTIME_DIRECTORY": str(tmp_path / "run")}
    return start(*arguments, "--model", model, script=STUCK.format(where=where), **places)


@pytest.mark.parametrize("where", ["drop", "capture", "open", "start"])
def test_a_camera_that_hangs_ends_the_service_dark_with_75(model, tmp_path, where):  # noqa: F811
    out, err = (process := stuck_service(where, model, tmp_path)).communicate(timeout=LONG)
    assert process.returncode == 75 and out.splitlines()[-1] == "lit [] ever True"
    assert err.startswith("pi-nn: ") and err.count("\n") == 1


def test_a_kill_leaves_files_that_the_next_start_replaces(tmp_path, monkeypatch, seven):  # noqa: F811
    room = Room(tmp_path, monkeypatch)
    room.file.write_text("")
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "reading.json").write_text("half")
    (tmp_path / "run" / ".frame.pgm.tmp").write_text("half")
    assert room.run([WRITTEN] * 10, model=seven) == 0
    assert not (tmp_path / "run" / "reading.json").exists()
