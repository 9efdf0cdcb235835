"""Learning to weigh scores with how a glyph stands in its frame."""

import numpy as np
import pytest

from pi_nn.layers import Dense, Tanh
from pi_nn.losses import cross_entropy, softmax
from pi_nn.network import LEAST_SCORE, Network, weighed
from pi_nn.vision.standing import DOT, MEASURES, stances
from pi_nn.weighing import learnt_glance, learnt_weighing


def ones_and_edges(count=6000):
    """A network that takes all for a 1; half of them stand on the border and are no digit."""
    border = np.arange(count) % 2
    scores = np.full((count, 11), 1e-3, np.float32)
    scores[:, 1] = 0.99
    return scores, border[:, None].astype(np.float32), np.where(border, 10, 1)


def nothing_known(inputs):
    return Network([Dense(inputs, 3, np.random.default_rng(1)), Tanh(), Dense(3, 11)])


@pytest.mark.parametrize("unit", [1, 1000])
def test_it_learns_what_only_the_frame_shows_in_whatever_unit_it_is_measured(unit):
    scores, standings, labels = ones_and_edges()
    standings *= unit
    weighing = learnt_weighing(scores, standings, labels, np.random.default_rng(1))
    believed = softmax(weighed(scores, standings, weighing))
    assert believed[np.arange(len(labels)), labels].min() > 0.9


def test_the_same_generator_gives_the_same_weights():
    first, again = (learnt_weighing(*ones_and_edges(), np.random.default_rng(3)) for _ in range(2))
    assert all((a == b).all() for a, b in zip(first.parameters(), again.parameters(), strict=True))


def test_before_it_has_learnt_the_scores_are_as_they_were():
    scores, standings, _ = ones_and_edges(4)
    scores /= scores.sum(axis=1, keepdims=True)
    assert softmax(weighed(scores, standings, nothing_known(12))) == pytest.approx(scores, abs=1e-6)


def test_a_score_of_nothing_can_be_weighed():
    scores = np.eye(11, dtype=np.float32)[:2]
    logits = weighed(scores, np.zeros((2, 1), np.float32), nothing_known(12))
    assert logits.min() == pytest.approx(np.log(LEAST_SCORE)) and np.isfinite(logits).all()


def test_a_glance_learns_which_stances_are_those_of_digits():
    rng = np.random.default_rng(4)
    standings = rng.random((4000, len(MEASURES))).astype(np.float32)
    both = standings[:, 0] + standings[:, DOT - 1]
    labels = np.where(both > 1, 3, 10)
    network = Network([Dense(1, 1)], glance=learnt_glance(standings, labels, rng))
    sure = np.abs(both - 1) > 0.2
    chances = np.array([network.chance(each) for each in stances(standings[sure][:200])])
    assert ((chances > 0.5) == (labels[sure][:200] == 3)).all()


def test_weighing_what_is_known_lowers_the_loss():
    scores, standings, labels = ones_and_edges()
    weighing = learnt_weighing(scores, standings, labels, np.random.default_rng(1))
    before = cross_entropy(np.log(scores), labels)[0]
    assert cross_entropy(weighed(scores, standings, weighing), labels)[0] < before / 5
