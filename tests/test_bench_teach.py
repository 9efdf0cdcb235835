"""`scripts/bench teach` draws the same signs each time, and finds the forms that are read badly."""

from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.checkout


@pytest.fixture
def signs(monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).parent.parent / "scripts" / "benches")
    import teach_signs

    return teach_signs


def test_a_sign_is_always_drawn_the_same_and_unlike_another(signs):
    one, other = signs.mirrored(3, "soft"), signs.mirrored(3, "flat")
    assert (one.glyphs(3) == signs.mirrored(3, "soft").glyphs(4)[:3]).all()
    assert (one.glyphs(3) != other.glyphs(3)).any() and one.glyphs(3).shape == (3, 28, 28)


def test_a_seven_upside_down_has_its_bar_below(signs):
    upright, turned = signs.form(7, "plain").glyphs(5), signs.upside_down(7, "plain", 1).glyphs(5)
    above, below = np.s_[:, :10], np.s_[:, 18:]
    assert upright[above].mean() > upright[below].mean() and turned[above].mean() < turned[below].mean()


def test_forms_that_are_read_badly_are_found_and_all_are_said(signs, monkeypatch, capsys):
    monkeypatch.setattr(signs, "_COUNT", 1)
    bad = signs.bad_styles(lambda glyphs, labels: 0.6 if labels[0] == 8 else 0.61)
    assert [sign.name for sign in bad] == ["8 one stroke", "8 circles"]
    assert "7 crossed 61%" in capsys.readouterr().out
