"""The odds that a shape of ink is a digit before the network has seen it, from its evidence and what is around it.

A stroke is a 1 to the network, be it one or a piece of a grid, of a hand's outline or of a cut-off 4: which of them
it is, only the frame shows. The log of the odds is a weighted sum, fitted by logistic regression on drawn scenes
(`scripts/bench odds`); the scores are weighed with them by Bayes' rule, see `decision.weighed`.
"""

from math import exp, log

import numpy as np

from pi_nn.settings import Finder
from pi_nn.vision.candidates import Candidate
from pi_nn.vision.evidence import around


def digit_odds(candidate: Candidate, finder: Finder) -> float:
    """Digits to other things among shapes like this one; more than 0."""
    return exp(sum(weight * term for weight, term in zip(finder.odds, terms(candidate, finder), strict=True)))


def terms(candidate: Candidate, finder: Finder) -> tuple[float, ...]:
    """What the weights `finder.odds` are for, in their order."""
    return (
        1.0,
        log(max(candidate.evidence, 1e-3)),
        max(0.0, finder.narrow - candidate.width / candidate.height),
        crowd(candidate, finder),
        candidate.border / candidate.size,
        float(candidate.share != finder.ink_share),
        float(candidate.inner),
    )


def crowd(candidate: Candidate, finder: Finder) -> float:
    """Share of other ink, found at the same threshold, in a wide margin around the candidate's box."""
    margin = max(finder.least_margin, int(finder.crowd_margin * candidate.size))
    area = candidate.pieces.labels[around(candidate, margin)]
    inner = candidate.pieces.labels[candidate.rows, candidate.columns]
    return float(np.count_nonzero(area) - np.count_nonzero(inner)) / max(area.size - inner.size, 1)
