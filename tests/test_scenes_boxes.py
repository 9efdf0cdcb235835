"""Boxes in a frame."""

import numpy as np

from pi_nn.scenes.boxes import extent, ink_box, near, union


def test_the_box_of_ink_takes_in_what_is_inked_to_a_quarter():
    ink = np.zeros((20, 30))
    ink[5:9, 10:16] = 1
    ink[9, 10], ink[4, 10] = 0.3, 0.2
    assert ink_box(ink) == (10, 5, 6, 5)


def test_where_there_is_no_ink_there_is_no_box():
    assert ink_box(np.zeros((4, 4))) is None


def test_the_union_holds_both_boxes():
    assert union([(0, 0, 2, 3), (5, 1, 1, 1)]) == (0, 0, 6, 3)


def test_boxes_are_near_within_the_gap_and_not_beyond():
    assert near((0, 0, 10, 10), (14, 0, 5, 5), gap=5)
    assert not near((0, 0, 10, 10), (14, 0, 5, 5), gap=3)


def test_an_extent_is_the_smallest_box_of_points():
    assert extent(np.array([[1.0, 2], [4, 8], [3, 3]])) == (1, 2, 3, 6)
