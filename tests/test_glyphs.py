"""Glyphs with their labels, chosen and put together."""

import numpy as np
import pytest

from pi_nn.glyphs import Glyphs, together
from pi_nn.network import NOT_A_DIGIT

IMAGES = np.stack([np.full((28, 28), number, np.uint8) for number in range(4)])
SOME = Glyphs(IMAGES, np.array([7, 1, 7, NOT_A_DIGIT]))


@pytest.mark.parametrize("chosen", [np.array([0, 2]), np.array([True, False, True, False]), slice(None, 3, 2)])
def test_some_are_chosen_by_number_mask_or_slice_with_their_labels(chosen):
    some = SOME[chosen]
    assert len(some) == 2 and some.images[:, 0, 0].tolist() == [0, 2] and some.labels.tolist() == [7, 7]


def test_parts_are_put_together_in_their_order_and_stay_bytes():
    all_of_them = together([SOME[:1], SOME[3:], SOME[1:3]])
    assert all_of_them.images[:, 0, 0].tolist() == [0, 3, 1, 2] and all_of_them.images.dtype == np.uint8
    assert all_of_them.labels.tolist() == [7, NOT_A_DIGIT, 1, 7]
