"""Beds are kept between runs, and one line tells of them all."""

import os
import shutil
import subprocess
import sys
import time

import bed
import pytest

pytestmark = pytest.mark.checkout


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(bed, "CACHE", tmp_path / "beds")
    return tmp_path / "beds"


def built(word):
    def build(folder):
        folder.mkdir()
        (folder / "word").write_text(word)

    return build


def interrupted(folder):
    folder.mkdir()
    raise KeyboardInterrupt


def test_a_bed_is_built_once_for_a_recipe():
    bed.kept("x", b"recipe", built("first"))
    assert (bed.kept("x", b"recipe", built("second")) / "word").read_text() == "first"


def test_another_recipe_builds_another_bed():
    bed.kept("x", b"recipe", built("first"))
    assert (bed.kept("x", b"changed", built("second")) / "word").read_text() == "second"


def test_an_interrupted_build_is_not_taken_for_a_good_one():
    with pytest.raises(KeyboardInterrupt):
        bed.kept("x", b"recipe", interrupted)
    assert (bed.kept("x", b"recipe", built("whole")) / "word").read_text() == "whole"


def test_a_bed_that_was_not_used_for_a_week_is_removed():
    old = bed.kept("x", b"old", built("old"))
    os.utime(old, (time.time() - 8 * 24 * 3600,) * 2)
    bed.kept("x", b"new", built("new"))
    assert not old.exists()


def test_a_bed_fails_past_its_limit():
    with pytest.raises(pytest.fail.Exception, match="hard limit"):
        bed.run(["sleep", "60"], bed.Clock(0.1))


def test_without_root_a_bed_is_skipped_with_its_reason(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(pytest.skip.Exception, match="needs root"):
        bed.needs_root()


def test_an_unreachable_archive_is_a_reason_to_skip_and_a_broken_recipe_is_none():
    with pytest.raises(pytest.skip.Exception, match="no network"):
        bed.must_be_built(subprocess.CompletedProcess([], bed.UNREACHABLE, "trying\nno network\n"))
    with pytest.raises(AssertionError, match="gcc"):
        bed.must_be_built(subprocess.CompletedProcess([], 1, "gcc: error\n"))


def test_one_line_tells_of_all_beds_before_the_closing_one(tmp_path):
    (tmp_path / "tests" / "beds").mkdir(parents=True)
    shutil.copy(bed.CHECKOUT / "tests" / "conftest.py", tmp_path / "tests")
    for name, body in (("a", "pass"), ("b", "assert 0"), ("c", "import pytest; pytest.skip('needs root')")):
        (tmp_path / "tests" / "beds" / f"test_bed_{name}.py").write_text(f"def test_it(): {body}\n")
    run = subprocess.run([sys.executable, "-m", "pytest", "tests"], cwd=tmp_path, capture_output=True, text=True)
    assert "beds: a ok, b failed, c skipped (needs root)\n" in run.stdout
    assert "1 failed, 1 passed, 1 skipped" in run.stdout.splitlines()[-1]
