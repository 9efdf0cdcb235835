"""Confidence that means what it says: a network's logits are scaled so that held-out digits are likeliest."""

import numpy as np

from pi_nn.glyphs import Glyphs
from pi_nn.layers import Dense
from pi_nn.losses import cross_entropy
from pi_nn.network import Network

FACTORS = np.linspace(0.5, 2, 151, dtype=np.float32)


def calibrate(network: Network, digits: Glyphs) -> float:
    """Scale the last layer, which is dense, by the best of FACTORS, which is returned (Guo et al. 2017).

    digits: uint8, that the network has not learnt from. Which digit is likeliest stays as it was: how sure that is, is
    what changes. Averaged weights and dropout leave a network less sure than it may be.
    """
    last = network.layers[-1]
    assert isinstance(last, Dense)
    scores = network.predict_many(digits.images / np.float32(255))
    logits = np.log(np.maximum(scores, np.finfo(np.float32).tiny))
    factor = min(FACTORS, key=lambda each: cross_entropy(each * logits, digits.labels)[0])
    for name in last.trained:
        setattr(last, name, getattr(last, name) * factor)
    return round(float(factor), 2)
