"""A retrained model is taken when it is better for its owner, and not worse for everybody else."""

import numpy as np
import pytest

from pi_nn.acceptance import Marks, Report, held_out, marks, objection
from pi_nn.layers import Dense
from pi_nn.network import Network
from pi_nn.settings import Teaching

LIMITS = Teaching(forgotten_digits=0.01, forgotten_others=0.05)


def report(samples=(5, 0.5), digits=2, others=3):
    return Report(Marks(10, *samples), Marks(400, digits, 0.1), Marks(100, others, 0.1))


def test_who_reads_more_samples_is_taken():
    assert objection(report((5, 0.5)), report((4, 0.9)), LIMITS) == ""


def test_who_reads_as_many_is_taken_when_it_is_surer():
    assert objection(report((5, 0.5)), report((5, 0.4)), LIMITS) == ""
    assert "no better" in objection(report((5, 0.5)), report((5, 0.5)), LIMITS)


def test_who_reads_fewer_is_not_taken_and_it_is_said_how_many():
    assert objection(report((4, 0.5)), report((5, 0.1)), LIMITS) == (
        "it reads your samples no better: 5 of 10 misread instead of 4"
    )


@pytest.mark.parametrize(("changes", "taken"), [({"digits": 6}, True), ({"digits": 7}, False)])
def test_more_digits_are_misread_only_within_the_limit(changes, taken):
    reason = objection(report(), report((0, 0.0), **changes), LIMITS)
    assert reason == ("" if taken else "it would misread drawn digits: 7 of 400 misread instead of 2")


@pytest.mark.parametrize(("changes", "taken"), [({"others": 8}, True), ({"others": 9}, False)])
def test_more_marks_are_read_as_digits_only_within_the_limit(changes, taken):
    reason = objection(report(), report((0, 0.0), **changes), LIMITS)
    assert (reason == "") is taken and (taken or "no digit" in reason)


def test_marks_count_what_is_misread_and_its_cost():
    head = Network([Dense(11, 11)])
    head.layers[0].weight[:] = 4 * np.eye(11)
    found = marks(head, np.eye(11, dtype=np.float32), np.array([*range(9), 0, 10]))
    assert (found.count, found.misread) == (11, 1) and 0.4 < found.cost < 0.7
    assert marks(head, np.zeros((0, 11), np.float32), np.zeros(0, np.int64)) == Marks(0, 0, 0.0)


def test_of_each_labels_writings_the_third_and_every_fourth_after_it_are_held_out():
    assert held_out("7" * 8, "abcdefgh") == [False, False, True, False, False, False, True, False]
    assert held_out("7171717", "abcdefg") == [False, False, False, False, True, True, False]


def test_glyphs_of_one_writing_are_held_out_together():
    assert held_out("77777", "abbcc") == [False, False, False, True, True]


def test_a_sample_that_is_held_out_stays_so_when_others_come():
    before = held_out("7" * 5, "abcde")
    assert held_out("7" * 9, "abcdefghi")[:5] == before
