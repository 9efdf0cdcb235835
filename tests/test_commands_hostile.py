"""The real process, given what nobody would wish for."""

import json
import os
import signal
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from pi_nn.commands import main


def shell(line, folder, **environment):
    """`pi-nn` in the line is the real one; the finished process."""
    command = line.replace("pi-nn", f"'{sys.executable}' -m pi_nn")
    source = os.path.dirname(os.path.dirname(__file__))
    environment = {**os.environ, "PYTHONPATH": source, **environment}
    return subprocess.run(["sh", "-c", command], cwd=folder, env=environment, capture_output=True)


@pytest.fixture
def blank(tmp_path):
    Image.new("L", (40, 40), 200).save(tmp_path / "blank.png")
    return tmp_path


def test_without_a_standard_output_the_appliance_runs(blank):
    done = shell("pi-nn run --profile tests --frames 3 >&-", blank)
    assert (done.returncode, done.stderr) == (0, b"")


def test_without_a_standard_error_complaints_do_not_get_among_the_records(blank):
    done = shell("pi-nn read --json missing.png blank.png 2>&-", blank)
    assert done.returncode == 1 and json.loads(done.stdout)["file"] == "blank.png"


def test_a_full_disk_is_one_line_and_2(blank):
    done = shell("pi-nn read --json blank.png >/dev/full", blank)
    assert (done.returncode, done.stderr) == (2, b"pi-nn: No space left on device\n")


def test_a_file_name_that_is_no_text_is_read_and_escaped(blank):
    os.rename(blank / "blank.png", os.fsencode(blank) + b"/\xff.png")
    done = shell("pi-nn read *.png", blank, PYTHONIOENCODING="utf-8:strict")
    assert (done.returncode, done.stdout) == (0, b"\\udcff.png: no digit\n")


def test_a_missing_file_with_a_new_line_in_its_name_is_one_line(capsys):
    assert main(["read", "--json", "no\nsuch.png"]) == 2
    assert capsys.readouterr() == ("", "pi-nn: no such.png: no such file\n")


@pytest.mark.parametrize("more", [[], ["--glyphs"]])
def test_an_image_in_which_nothing_is_found_is_not_right(tmp_path, capsys, more):
    np.savez(tmp_path / "a.npz", images=np.zeros((10, 28, 28)), labels=np.arange(10))
    assert main(["evaluate", "--json", *more, str(tmp_path / "a.npz")]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["accuracy"], report["refused"], report["count"]) == (0, 10, 10)


@pytest.mark.parametrize("factor", [1e300, 1e-300, 1])
def test_images_are_scaled_by_their_own_maximum_however_large_or_small(tmp_path, capsys, factor):
    ring = np.hypot(*(np.mgrid[:28, :28] - 13.5))
    images = np.array([abs(ring - 8) < 1.5] * 3) * np.float64(factor)
    np.savez(tmp_path / "a.npz", images=images, labels=[0, 0, 0])
    main(["evaluate", "--json", str(tmp_path / "a.npz")])
    assert json.loads(capsys.readouterr().out)["accuracy"] == 1


def test_labels_that_are_no_digits_are_complained_about_by_their_files_name(tmp_path, capsys):
    header = bytes([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1])
    (tmp_path / "images").write_bytes(header + b"x")
    (tmp_path / "labels").write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 1, 10]))
    assert main(["evaluate", str(tmp_path / "images"), "--labels", str(tmp_path / "labels")]) == 2
    assert f"{tmp_path / 'labels'}: has labels other than" in capsys.readouterr().err


UNTIL_TOLD = """
import sys, tempfile, time
import pi_nn.commands.read as read
from pi_nn import files
from pi_nn.__main__ import start
from pathlib import Path

def run(args):
    with files.replacing(Path("half")) as file:
        print("begun", flush=True)
        time.sleep(60)

read.run = run
sys.argv[1:] = ["read", "x.png"]
sys.exit(start())
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_to_end_lets_what_is_half_written_be_cleared_and_ends_it_as_ever(tmp_path, number):
    environment = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(__file__))}
    command = [sys.executable, "-c", UNTIL_TOLD]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=-1, stderr=-1) as process:
        assert process.stdout.readline() == b"begun\n"
        process.send_signal(number)
        assert process.communicate() == (b"", b"")
    assert process.returncode == (130 if number == signal.SIGINT else -number)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("line", ["train xor --out x", "train xor --report x", "sweep xor --vary hidden=1 --plot x"])
def test_what_can_take_no_file_is_refused_before_the_work(tmp_path, monkeypatch, capsys, line):
    monkeypatch.chdir(tmp_path)
    os.mkfifo("x")
    assert main(line.split()) == 2
    assert capsys.readouterr() == ("", "pi-nn: x: is no file but a device or a pipe; name another\n")


def test_a_loop_of_links_is_no_data(tmp_path, capsys):
    (tmp_path / "loop").symlink_to("loop")
    assert main(["evaluate", str(tmp_path / "loop")]) == 2
    assert "loop: cannot be read (Too many levels of symbolic links)" in capsys.readouterr().err
