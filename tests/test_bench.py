"""`scripts/bench` says what it can do, and its kills find a training that does not resume."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.checkout

SCRIPTS = Path(__file__).parent.parent / "scripts"


@pytest.fixture
def benches(monkeypatch):
    monkeypatch.syspath_prepend(SCRIPTS / "benches")


@pytest.mark.parametrize("arguments", [[], ["nothing"]])
def test_without_a_bench_it_says_which_there_are(arguments):
    run = subprocess.run([SCRIPTS / "bench", *arguments], capture_output=True, text=True)
    assert run.returncode == 2
    assert "scripts/bench network" in run.stderr and "scripts/bench faults" in run.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["teach", "--help"], ["page", "-h"]])
def test_whoever_asks_for_help_gets_it_and_nothing_is_measured(arguments):
    run = subprocess.run([SCRIPTS / "bench", *arguments], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "") and run.stdout.startswith("usage: scripts/bench network")


def test_kills_of_a_training_leave_its_weights_alone():
    run = subprocess.run([sys.executable, SCRIPTS / "benches" / "faults.py", "3"], capture_output=True, text=True)
    ended = r"[1-9]\d* runs came to their end, all with the same weights"  # one that was quick may end before its kill
    assert re.search(f"^a recipe: 1 kills, {ended}.*\nthe shipped network: 2 kills, {ended}", run.stdout), run.stderr
    assert run.stdout.count("files left: whole.npz") == 2


def test_other_weights_than_those_of_the_uninterrupted_run_are_noticed(benches, tmp_path):
    import faults

    np.savez(tmp_path / "killed.npz", w=np.zeros(2), record=np.array("{}"))
    faults.check(0, tmp_path / "killed.npz", {"w": np.zeros(2)})
    np.savez(tmp_path / "killed.npz", w=np.zeros(2), record=np.array("{}"))
    with pytest.raises(SystemExit, match="other weights"):
        faults.check(0, tmp_path / "killed.npz", {"w": np.array([0, 1e-9])})


def test_what_is_not_installed_is_not_compared(benches, capsys):
    import network

    network.if_installed(["no_such_library", "numpy"], lambda: print("measured"))
    assert capsys.readouterr().out == "no_such_library not installed: not compared\n"
    network.if_installed(["numpy"], lambda: print("measured"))
    assert capsys.readouterr().out == "measured\n"


@pytest.mark.parametrize("part", ["instructions", "zero"])
@pytest.mark.parametrize(("end", "said"), [(pytest.skip, "not measured: no root"), (pytest.fail, "FAILED: no root")])
def test_the_bench_of_the_appliance_says_in_one_line_why_it_measured_nothing(benches, monkeypatch, part, end, said):
    import appliance

    monkeypatch.setattr(appliance, "instructions", lambda clock: part == "zero" or end("no root"))
    monkeypatch.setattr(appliance.appliance_zero, "measured", lambda clock: end("no root"))
    with pytest.raises(SystemExit, match=said):
        appliance.main()


def test_the_memory_of_a_training_is_its_own_and_not_that_of_whoever_measures_it(benches, tmp_path):
    import network

    held = np.ones(160 << 20, np.uint8)
    command = [sys.executable, "-c", network.MEASURED, "hand", "--out", tmp_path / "m.npz"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert 20 << 10 < int(run.stdout) < held.nbytes >> 10  # kB


def test_the_memory_of_a_retraining_is_its_own_too(benches, tmp_path, capsys):
    import teach_cost

    held = np.ones(160 << 20, np.uint8)
    teach_cost.memory(tmp_path)  # nothing is taught there, so that it ends at once
    assert 20 < int(capsys.readouterr().out.split(" MB")[0].split()[-1]) < held.nbytes >> 20


def test_side_by_side_measures_how_many_times_as_fast(benches, capsys):
    import side_by_side

    side_by_side.compare("x", lambda: None, lambda: sum(range(3000)), 3, "2")
    assert "times as fast  wanted 2" in capsys.readouterr().out
