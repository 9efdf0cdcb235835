"""Glyphs to practise on, and what is looked at when the network's scores are weighed."""

import numpy as np

from pi_nn.practice import NOT_A_DIGIT, looked_at, practise
from pi_nn.scenes import draw_scene
from pi_nn.vision.standing import MEASURES

NONE = np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.int64)


def test_what_is_looked_at_has_a_standing_and_a_label():
    glyphs, standings, labels = looked_at(np.random.default_rng(1), 12, *NONE)
    assert glyphs.shape == (len(labels), 28, 28) and standings.shape == (len(labels), len(MEASURES))
    assert NOT_A_DIGIT in labels and labels.min() < NOT_A_DIGIT


def test_digits_that_are_cut_off_are_looked_at_but_no_example(monkeypatch):
    asked = []

    def drawn(rng, **wanted):
        asked.append(wanted.get("kind"))
        return draw_scene(rng, **wanted)

    monkeypatch.setattr("pi_nn.practice.draw_scene", drawn)
    looked_at(np.random.default_rng(1), 20, *NONE)
    assert "cut digit" in asked
    asked.clear()
    practise(np.random.default_rng(1), 60, *NONE)
    assert "cut digit" not in asked and None in asked


def test_the_same_generator_gives_the_same():
    first, again = (looked_at(np.random.default_rng(4), 4, *NONE) for _ in range(2))
    assert all((a == b).all() for a, b in zip(first, again, strict=True))
