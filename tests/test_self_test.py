"""The self-test: any of our models passes it, and what is none does not."""

import numpy as np
import pytest
from paper import on_paper

from pi_nn import model_file, self_test
from pi_nn.reader import first_digit
from pi_nn.settings import Decision
from pi_nn.vision import likely_glyphs


class Answers:
    """Instead of a network."""

    def __init__(self, scores):
        self._scores = scores

    def predict_many(self, images):
        return self._scores


def reads(right):
    """Scores that read so many of the ten digits."""
    scores = np.zeros((10, 11), np.float32)
    scores[np.arange(10), [digit if digit < right else 10 for digit in range(10)]] = 1
    return Answers(scores)


def test_the_packaged_model_reads_all_ten_glyphs():
    scores = model_file.load()[0].predict_many(self_test.glyphs())
    assert scores.argmax(axis=1).tolist() == list(range(10))


def test_the_packaged_model_is_sure_of_all_ten_on_paper():
    network = model_file.load()[0]
    frames = [on_paper(np.kron(glyph, np.ones((4, 4), np.float32))) for glyph in self_test.glyphs()]
    scores = np.array([first_digit(likely_glyphs(frame), network)[1] for frame in frames])
    assert scores.argmax(axis=1).tolist() == list(range(10)) and scores.max(axis=1).min() >= Decision().threshold


def test_glyphs_are_framed_as_the_finder_frames():
    glyphs = self_test.glyphs()
    assert glyphs.shape == (10, 28, 28) and glyphs.dtype == np.float32
    assert glyphs.min() == 0 and (glyphs.max(axis=(1, 2)) > 0.9).all() and glyphs[:, [0, -1]].max() == 0


@pytest.mark.parametrize(("right", "fault"), [(10, ""), (8, ""), (7, "it reads 7 of 10 plain digits")])
def test_a_network_that_reads_most_digits_passes(right, fault):
    assert self_test.fault(reads(right)) == fault


@pytest.mark.parametrize("scores", [np.full((10, 11), np.nan), np.zeros((10, 10))])
def test_answers_that_are_no_scores_fail(scores):
    assert self_test.fault(Answers(scores)) == "its answers are no scores"
