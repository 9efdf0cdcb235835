"""Glyphs to practise on, and what is looked at when the network's scores are weighed."""

import numpy as np

from pi_nn.glyphs import Glyphs
from pi_nn.network import NOT_A_DIGIT
from pi_nn.practice import label_of, looked_at, one_try, practise
from pi_nn.scenes import KINDS, draw_scene
from pi_nn.vision import Glyph
from pi_nn.vision.standing import MEASURES

NONE = Glyphs(np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.int64))


def test_what_is_looked_at_has_a_standing_and_a_label():
    glyphs, standings, labels = looked_at(np.random.default_rng(1), 12, NONE)
    assert glyphs.shape == (len(labels), 28, 28) and standings.shape == (len(labels), len(MEASURES))
    assert NOT_A_DIGIT in labels and labels.min() < NOT_A_DIGIT


def test_digits_that_are_cut_off_are_looked_at_but_no_example(monkeypatch):
    asked = []

    def drawn(rng, **wanted):
        asked.append(wanted.get("kind"))
        return draw_scene(rng, **wanted)

    monkeypatch.setattr("pi_nn.practice.draw_scene", drawn)
    looked_at(np.random.default_rng(1), 20, NONE)
    assert "cut digit" in asked
    asked.clear()
    practise(np.random.default_rng(1), 60, NONE)
    assert "cut digit" not in asked and None in asked


def test_a_glyph_to_practise_on_says_of_which_scene_it_is():
    rng = np.random.default_rng(1)
    made = [each for _ in range(8) for each in one_try(rng, NONE)]
    assert made and all(kinds and set(kinds) <= set(KINDS) for _, _, kinds in made)


def test_the_same_generator_gives_the_same():
    first, again = (looked_at(np.random.default_rng(4), 4, NONE) for _ in range(2))
    assert all((a == b).all() for a, b in zip(first, again, strict=True))


def label(box, *digits):
    """Of a glyph with this box, where each of the digits stands in a box of its own."""
    boxes = [(10 + 30 * place, 10, 20, 40) for place in range(len(digits))]
    return label_of(Glyph(np.zeros((28, 28), np.float32), box), tuple(boxes), digits)


def test_a_glyph_is_the_digit_whose_box_it_has():
    assert label((10, 12, 20, 36), 4, 7) == 4 and label((40, 10, 20, 40), 4, 7) == 7


def test_what_meets_no_digit_is_none_and_a_part_of_one_is_nothing_to_learn_from():
    assert label((100, 10, 20, 40), 4, 7) == NOT_A_DIGIT
    assert label((10, 10, 20, 15), 4, 7) is None


def test_a_sheet_around_a_digit_is_no_digit():
    assert label((0, 0, 60, 60), 4) == NOT_A_DIGIT


def test_two_digits_together_are_no_digit():
    assert label((10, 10, 50, 40), 4, 7) == NOT_A_DIGIT
