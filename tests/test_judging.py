import numpy as np
import pytest

from pi_nn.judging import in_slices, judge


def scores(digit, confidence=0.9):
    """Scores with this confidence in the digit and the rest in "no digit" (10)."""
    values = np.zeros(11, np.float32)
    values[10] = 1 - confidence
    values[digit] = confidence
    return values


def test_right_wrong_and_refused_sum_to_count():
    report = judge([(scores(3), 3), (scores(4), 5), (scores(6, 0.4), 6), (None, 7)], 0.7)
    assert (report["read_right"], report["read_wrong"], report["refused"], report["count"]) == (1, 1, 2, 4)


def test_accuracy_asks_no_threshold_but_something_found():
    report = judge([(scores(6, 0.4), 6), (None, 7), (scores(1), 2), (scores(1), 1)], 0.7)
    assert report["accuracy"] == 0.5


def test_a_picture_without_a_digit_is_right_when_refused():
    report = judge([(None, None), (scores(3, 0.2), None), (scores(3), None)], 0.7)
    assert report["accuracy"] == pytest.approx(2 / 3)
    assert (report["refused"], report["read_wrong"], report["read_right"]) == (2, 1, 0)
    assert np.array(report["confusion"])[10].tolist() == [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2]


def test_the_confusion_has_a_row_and_a_column_a_digit_and_none_last():
    confusion = np.array(judge([(scores(4), 5), (None, 7), (scores(7), 7)], 0.7)["confusion"])
    assert confusion.shape == (11, 11)
    assert confusion[5, 4] == confusion[7, 10] == confusion[7, 7] == 1 and confusion.sum() == 3


def test_nothing_to_judge_is_no_error():
    assert judge([], 0.7)["accuracy"] == 0


def test_slices_cover_everything_once():
    assert [i for part in in_slices(2500) for i in range(2500)[part]] == list(range(2500))
