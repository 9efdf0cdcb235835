"""Whoever watches a retraining reads one file, which is whole, old enough to be told, or not there."""

import json
import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pi_nn import progress
from pi_nn.progress import Progress

SOME = Progress("running", "learning", 3, 20, 41.5, [[0.9, 1.5], [0.5, 0.7]], "", None)


def test_what_is_written_is_read(tmp_path):
    progress.write(tmp_path, SOME)
    found = progress.read(tmp_path)
    assert replace(found, time=0.0) == SOME and abs(found.time - time.time()) < 60


def test_where_nothing_was_retrained_there_is_none(tmp_path):
    assert progress.read(tmp_path) is None and progress.read(tmp_path / "none") is None


def test_the_group_may_read_it(tmp_path):
    progress.write(tmp_path, SOME)
    assert [path.stat().st_mode & 0o777 for path in tmp_path.iterdir()] == [0o640]


def test_what_ran_and_says_nothing_any_more_was_interrupted(tmp_path, monkeypatch):
    progress.write(tmp_path, SOME)
    later = time.time() + progress.STILL + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert progress.read(tmp_path).state == "interrupted"


@pytest.mark.parametrize("state", ["taken", "refused", "failed"])
def test_what_came_to_its_end_stays_as_it_ended(tmp_path, monkeypatch, state):
    progress.write(tmp_path, replace(SOME, state=state, model=4))
    monkeypatch.setattr(time, "time", lambda: 4e9)
    assert progress.read(tmp_path).state == state and progress.read(tmp_path).model == 4


ODD = st.one_of(st.none(), st.text(max_size=5), st.floats(), st.lists(st.integers(), max_size=3))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.sampled_from(["state", "doing", "epoch", "curve", "seconds_left", "model", "time"]), ODD)
def test_a_damaged_file_is_none_or_one_of_the_right_kinds(tmp_path, name, odd):
    progress.write(tmp_path, SOME)
    path = tmp_path / "progress.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), name: odd}))
    found = progress.read(tmp_path)
    assert found is None or (found.state in progress.STATES and isinstance(found.epoch, int))
    path.write_bytes(b"{")
    assert progress.read(tmp_path) is None
