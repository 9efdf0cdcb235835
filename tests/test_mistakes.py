"""The worst mistakes of an evaluation are kept and found again."""

import numpy as np
import pytest

from pi_nn import mistakes
from pi_nn.errors import DataError
from pi_nn.judging import REFUSED
from pi_nn.mistakes import MOST, Mistakes


def scores(**values):
    found = np.zeros(11, np.float32)
    for name, value in values.items():
        found[int(name.removeprefix("of_"))] = value
    return found


def noted(*rows):
    found = Mistakes("photos")
    for number, (label, given) in enumerate(rows):
        found.note(np.full((28, 28), number / 10), given, label)
    return found


def test_only_what_was_read_wrongly_is_kept_the_surest_first():
    found = noted((7, scores(of_7=0.9)), (7, scores(of_1=0.6, of_7=0.4)), (3, scores(of_8=0.99)))
    assert (found.count, found.wrong) == (3, 2)
    assert [(each.label, each.read, round(each.sure, 2)) for each in found.worst] == [(3, 8, 0.99), (7, 1, 0.2)]


def test_a_digit_read_where_there_is_none_is_a_mistake():
    found = noted((None, scores(of_4=0.9)), (None, scores(of_10=0.9)))
    assert [(each.label, each.read) for each in found.worst] == [(REFUSED, 4)]


def test_only_the_worst_are_kept():
    found = noted(*[(1, scores(of_2=number / 200)) for number in range(100)])
    assert len(found.worst) == MOST and found.wrong == 100 and found.worst[0].sure == pytest.approx(0.495)


def test_what_is_kept_is_found_again(tmp_path):
    found = noted((3, scores(of_8=0.99)))
    mistakes.save(tmp_path / "kept.npz", found)
    again = mistakes.load(tmp_path / "kept.npz")
    assert (again.what, again.date, again.count, again.wrong) == ("photos", found.date, 1, 1)
    assert (again.worst[0].glyph == found.worst[0].glyph).all() and again.worst[0].read == 8


def test_an_evaluation_without_mistakes_is_kept_too(tmp_path):
    mistakes.save(tmp_path / "kept.npz", Mistakes("photos"))
    assert mistakes.load(tmp_path / "kept.npz").worst == []


def test_where_nothing_was_kept_it_is_said_how_to(tmp_path):
    with pytest.raises(DataError, match="evaluate --keep"):
        mistakes.load(tmp_path / "kept.npz")


def test_a_damaged_file_is_named(tmp_path):
    (tmp_path / "kept.npz").write_bytes(b"broken")
    with pytest.raises(DataError, match=r"kept\.npz: is damaged"):
        mistakes.load(tmp_path / "kept.npz")


def test_where_they_cannot_be_kept_is_said(tmp_path):
    with pytest.raises(DataError, match="cannot be kept"):
        mistakes.save(tmp_path / "none" / "kept.npz", Mistakes("photos"))
