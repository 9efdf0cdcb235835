"""The report after training."""

import numpy as np
import pytest

from pi_nn import plots
from pi_nn.commands import report
from pi_nn.commands.report import Judged

SCORES = np.array([[0.9, 0.1], [0.4, 0.6], [0.2, 0.8], [0.3, 0.7]])
IMAGES, LABELS = np.zeros((4, 16)), np.array([0, 0, 0, 1])


@pytest.fixture
def texts(monkeypatch):
    found, grid = [], plots.grid
    monkeypatch.setattr(plots, "grid", lambda images, texts, **more: found.extend(texts) or grid(images, texts=texts))
    return found


def test_the_confusion_counts_digits_by_what_was_read():
    assert report.confusion(SCORES, LABELS).tolist() == [[1, 2], [0, 1]]


def test_the_table_marks_what_is_right():
    table = report.confusion_table(np.array([[5, 1], [0, 7]]))
    assert "<td class=right>5</td>" in table and "<td>1</td>" in table


def test_the_surest_mistake_comes_first(texts):
    report.worst_mistakes(Judged(IMAGES, np.array([1, 0, 0, 1]), SCORES))
    assert texts == ["1 > 0", "0 > 1", "0 > 1"]


def test_no_mistakes_are_no_picture(texts):
    right = Judged(IMAGES, SCORES.argmax(axis=1), SCORES)
    assert report.worst_mistakes(right) == "<p>none</p>" and not texts


def test_a_row_becomes_a_square_picture():
    assert report.as_pictures(np.arange(32).reshape(2, 16)).tolist()[1][3] == [28, 29, 30, 31]


def test_pictures_stay_as_wide_as_they_are_and_what_is_none_is_said():
    assert report.as_pictures(np.zeros((2, 4, 9))).shape == (2, 4, 9)
    assert report.worst_mistakes(Judged(np.zeros((4, 5)), LABELS, SCORES)) == "<p>2; their inputs are no pictures</p>"


def test_the_cost_of_a_single_epoch_is_a_number_and_no_curve():
    assert report.cost_shown(np.array([0.25])) == "<p>0.25, the mean of the one epoch</p>"
    assert report.cost_shown(np.zeros(0)) == "<p>no epoch was done</p>"
    assert report.cost_shown(np.array([0.5, 0.25])).startswith("<img ")


def test_mistakes_are_drawn_as_large_whatever_their_size(monkeypatch):
    scales, grid = [], plots.grid
    monkeypatch.setattr(plots, "grid", lambda *images, scale, **more: scales.append(scale) or grid(*images, **more))
    for side in (8, 28):
        report.worst_mistakes(Judged(np.zeros((4, side * side)), LABELS, SCORES))
    assert [8 * scales[0], 28 * scales[1]] == pytest.approx([84, 84], abs=8)
