"""What must not be forgotten is drawn, always the same, in parts that share nothing."""

import numpy as np
import pytest

from pi_nn import rehearsal


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(rehearsal, "PARTS", {"rehearsed": (30, 10), "reference": (12, 8)})


def drawn():
    return rehearsal.put_together([(part, draw()) for part, draw in rehearsal.jobs()])


def test_each_part_has_its_digits_and_its_other_things(few):
    parts = drawn()
    counts = {name: [(some.labels < 10).sum(), (some.labels == 10).sum()] for name, some in parts.items()}
    assert counts == {"rehearsed": [30, 10], "reference": [12, 8]}
    assert all(some.images.shape == (len(some.labels), 28, 28) for some in parts.values())


def test_they_are_always_the_same(few):
    one, other = drawn(), drawn()
    assert all((one[name].images == other[name].images).all() for name in one)


def test_what_is_judged_by_is_never_rehearsed(few):
    parts = drawn()
    rehearsed = {image.tobytes() for image in parts["rehearsed"].images}
    assert not rehearsed & {image.tobytes() for image in parts["reference"].images}
    assert len(rehearsed) == 40


def test_all_that_is_drawn_is_drawn_in_small_jobs(few):
    assert sum(draw.args[0] for _, draw in rehearsal.jobs()) == 60
    assert max(draw.args[0] for _, draw in rehearsal.jobs()) <= rehearsal.A_JOB


def test_another_set_has_another_description(few, monkeypatch):
    before = rehearsal.described()
    monkeypatch.setattr(rehearsal, "SEED", 7)
    assert rehearsal.described() != before and np.all(rehearsal.described()["counts"] == before["counts"])
