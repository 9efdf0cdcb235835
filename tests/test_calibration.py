"""How sure a network is, as it turns out on digits that it has not learnt from."""

import numpy as np
import pytest

from pi_nn.calibration import calibrate
from pi_nn.glyphs import Glyphs
from pi_nn.layers import Dense, Flatten
from pi_nn.network import Network

RNG = np.random.default_rng(1)
IMAGES = RNG.integers(0, 256, (2000, 4, 4), np.uint8)


def network(scale=1.0):
    layer = Dense(16, 11, np.random.default_rng(2))
    layer.weight *= 3 * scale
    layer.bias = np.linspace(-0.3, 0.3, 11, dtype=np.float32) * scale
    return Network([Flatten(), layer])


def drawn_from(scores):
    """Labels that come up as often as the scores say."""
    return (scores.cumsum(axis=1) > RNG.random((len(scores), 1))).argmax(axis=1)


LABELS = drawn_from(network().predict_many(IMAGES / np.float32(255)))


@pytest.mark.parametrize("too_sure", [0.6, 1.0, 1.8])
def test_a_network_that_is_too_sure_or_too_unsure_is_mended(too_sure):
    mended = network(too_sure)
    assert calibrate(mended, Glyphs(IMAGES, LABELS)) == pytest.approx(1 / too_sure, rel=0.1)
    assert mended.forward(IMAGES[:9] / np.float32(255)) == pytest.approx(
        network().forward(IMAGES[:9] / np.float32(255)), rel=0.1, abs=0.02
    )


def test_what_is_likeliest_stays_so():
    mended = network(1.8)
    calibrate(mended, Glyphs(IMAGES, LABELS))
    before, after = (each.predict_many(IMAGES / np.float32(255)) for each in (network(1.8), mended))
    assert (before.argmax(axis=1) == after.argmax(axis=1)).all()
