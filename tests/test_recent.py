"""Readings that were shown are kept once per steady stretch, in memory, for whoever teaches from them."""

import json
from itertools import count

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pi_nn import recent
from pi_nn.decision import NO_DIGIT, Reading
from pi_nn.errors import ServiceError
from pi_nn.recent import LONGEST_SIDE, Recent
from pi_nn.vision import Glyph

FRAME = np.arange(100 * 200, dtype=np.uint32).reshape(100, 200).astype(np.uint8)
SCORES = np.eye(11, dtype=np.float32)[7]


def glyph(seed):
    return Glyph(np.random.default_rng(seed).random((28, 28), np.float32) ** 8, (80, 20, 40, 60))


def shown(digit=7, seed=0, frame=FRAME, unsure=False):
    return Reading(frame, glyph(seed), SCORES, digit, 0.9, unsure)


BLANK = Reading(FRAME, None, NO_DIGIT, None, 1.0)


@pytest.fixture
def keeper(tmp_path):
    return Recent(tmp_path, most=3, patience=4, clock=count(100, 0.125).__next__)


def show(keeper, *readings):
    for reading in readings:
        keeper.show(reading)


def test_a_digit_that_is_shown_for_many_frames_is_kept_once(keeper, tmp_path):
    show(keeper, *[shown(7, seed) for seed in range(20)])
    (kept,) = recent.kept(tmp_path)
    assert kept.digit == 7 and not kept.unsure and kept.confidence == 0.9 and kept.box == (80, 20, 40, 60)
    assert (kept.scores == SCORES).all() and (kept.glyph == (glyph(0).image * 255).astype(np.uint8)).all()
    assert kept.size == (200, 100) and (kept.crop == FRAME[5:95, 65:135]).all()


def test_shown_again_after_the_paper_was_gone_it_is_another_reading(keeper, tmp_path):
    show(keeper, shown(7, 1), BLANK, shown(7, 2))
    glyphs = [(glyph(seed).image * 255).astype(np.uint8) for seed in (2, 1)]
    assert [each.glyph.tolist() for each in recent.kept(tmp_path)] == [each.tolist() for each in glyphs]


def test_the_same_writing_seen_again_is_the_newest_under_its_own_number(keeper, tmp_path):
    show(keeper, shown(7, 1), BLANK, shown(4, 2), BLANK)
    numbers = [each.number for each in recent.kept(tmp_path)]
    show(keeper, shown(7, 1))
    assert [each.number for each in recent.kept(tmp_path)] == numbers[::-1]


def test_of_more_than_it_may_keep_the_oldest_makes_room(keeper, tmp_path):
    for seed in range(5):
        show(keeper, shown(seed, seed), BLANK)
    assert [each.digit for each in recent.kept(tmp_path)] == [4, 3, 2]


def test_unsure_is_kept_at_once_and_no_digit_only_after_a_while(keeper, tmp_path):
    show(keeper, shown(None, 1, unsure=True), *[shown(None, 2)] * 3)
    assert [each.unsure for each in recent.kept(tmp_path)] == [True]
    show(keeper, shown(None, 2))
    assert [(each.digit, each.unsure) for each in recent.kept(tmp_path)] == [(None, False), (None, True)]


def test_nothing_written_is_never_kept_and_ends_a_stretch(keeper, tmp_path):
    show(keeper, *[BLANK] * 20, *[shown(None, 2), shown(None, 2), BLANK] * 5)
    assert recent.kept(tmp_path) == []


def test_a_digit_held_through_frames_without_a_glyph_waits_for_one(keeper, tmp_path):
    show(keeper, Reading(FRAME, None, NO_DIGIT, 7, 0.9), shown(7, 3))
    assert len(recent.kept(tmp_path)) == 1


def test_a_large_crop_has_fewer_pixels(keeper, tmp_path):
    large = np.zeros((3000, 4000), np.uint8)
    part = recent.cut(large, (100, 100, 2000, 1000))
    assert max(part.shape) <= LONGEST_SIDE and min(part.shape) > LONGEST_SIDE // 3


def test_it_is_found_by_its_number_and_missed_when_it_has_gone(keeper, tmp_path):
    show(keeper, shown(7, 1))
    (kept,) = recent.kept(tmp_path)
    assert recent.find(tmp_path, kept.number).digit == 7
    keeper.clear()
    with pytest.raises(ServiceError, match="hold it up again"):
        recent.find(tmp_path, kept.number)


def test_where_nothing_was_seen_it_says_whether_a_service_runs_at_all(tmp_path):
    with pytest.raises(ServiceError, match="no service runs"):
        recent.last(tmp_path)
    (tmp_path / "reading.json").touch()
    with pytest.raises(ServiceError, match="hold a digit up"):
        recent.last(tmp_path)


def test_the_group_may_read_it_and_the_world_not(keeper, tmp_path):
    show(keeper, shown(7, 1))
    assert [path.stat().st_mode & 0o777 for path in tmp_path.iterdir()] == [0o640]


HUGE = {"width": 2**60, "height": 2, "pixels": "AA=="}
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "digit": st.sampled_from([10, -11, "7", 1e300, []]),
        "scores": st.sampled_from([[], [0.1] * 10, [float("nan")] * 11, "x", {}]),
        "box": st.sampled_from([[1], None, ["a"] * 4]),
        "crop": st.sampled_from([None, {}, {"width": -1, "height": 1, "pixels": ""}, HUGE]),
        "glyph": st.sampled_from(["", "!", 3, "AAAA"]),
        "number": st.sampled_from([None, "x", float("inf")]),
        "time": st.sampled_from([None, float("inf")]),
        "confidence": st.sampled_from(["", float("nan")]),
    },
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(CHANGES)
def test_a_damaged_file_is_left_out(keeper, tmp_path, changes):
    keeper.clear()
    show(keeper, shown(7, 1), BLANK, shown(4, 2), BLANK)
    damaged = tmp_path / "recent-00.json"
    damaged.write_text(json.dumps(json.loads(damaged.read_text()) | changes))
    assert len(recent.kept(tmp_path)) == (1 if changes else 2)
    damaged.write_bytes(b"\xff")
    assert len(recent.kept(tmp_path)) == 1
