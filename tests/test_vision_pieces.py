"""Pieces of ink: what is measured of them, and which belong together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import ndimage

from pi_nn.settings import Finder
from pi_nn.vision.joining import joined
from pi_nn.vision.pieces import EIGHT, find_pieces
from pi_nn.vision.strokes import dilated, extents, mean_width, stroke_width

masks = hnp.arrays(bool, st.tuples(st.integers(3, 20), st.integers(3, 20)))


def pieces_of(mask, least=1, most=1000):
    rows = np.repeat(np.arange(len(mask), dtype=np.uint8)[:, None], mask.shape[1], axis=1)
    return find_pieces(mask, rows, rows.T[: len(mask)] if mask.shape[0] == mask.shape[1] else rows, least, most)


def drawn(*lines):
    return np.array([[char == "#" for char in line] for line in lines])


@settings(deadline=None, max_examples=60)
@given(masks)
def test_the_measures_are_those_of_each_piece_alone(mask):
    pieces = pieces_of(mask)
    labels, count = ndimage.label(mask, EIGHT)
    assert len(pieces.numbers) == count
    for piece, (number, box, ink) in enumerate(zip(pieces.numbers, pieces.boxes.tolist(), pieces.inks, strict=True)):
        own = labels == number
        rows, columns = np.nonzero(own)
        assert (pieces.pixels(piece) == (rows, columns)).all()
        assert box == [rows.min(), columns.min(), rows.max() + 1, columns.max() + 1]
        assert (ink.area, ink.contrast) == (own.sum(), rows.sum())
        assert mean_width(ink.area, ink.outline) == pytest.approx(stroke_width(own))
        assert ink.border == own[0].sum() + own[-1].sum() + own[:, 0].sum() + own[:, -1].sum()


def test_the_largest_pieces_come_first_and_specks_not_at_all():
    pieces = pieces_of(drawn("#....##", "....###", "##....."), least=2)
    assert [each.area for each in pieces.inks] == [5, 2]


def test_only_so_many_pieces_are_looked_at():
    assert len(pieces_of(drawn("#.##.###"), most=2).inks) == 2


def test_a_bar_is_as_wide_as_it_is():
    bar = np.zeros((60, 200), bool)
    bar[20:26, 20:180] = True
    assert stroke_width(bar) == pytest.approx(6 * 4 / np.pi, rel=0.05)  # level, of its outline all steps are real


@settings(deadline=None, max_examples=60)
@given(hnp.arrays(np.uint8, st.tuples(st.integers(1, 12), st.integers(1, 12))), st.integers(0, 4))
def test_ink_is_spread_over_a_round_spot(ink, radius):
    offsets = np.arange(-radius, radius + 1)
    spot = np.hypot(*np.meshgrid(offsets, offsets)) <= radius + 0.5
    assert (dilated(ink, radius) == ndimage.grey_dilation(np.pad(ink, radius), footprint=spot, mode="constant")).all()


@settings(deadline=None, max_examples=60)
@given(masks)
def test_extents_hold_all_there_is(mask):
    found = extents(mask)
    rows, columns = np.nonzero(mask)
    expected = (rows.min(), rows.max() + 1, columns.min(), columns.max() + 1) if len(rows) else None
    assert found == expected


def groups(mask, smallest=6):
    pieces = pieces_of(mask)
    return [sorted(group) for group in joined(pieces, mask.shape, smallest, Finder())]


def canvas(*bars):
    mask = np.zeros((60, 60), bool)
    for top, left, height, width in bars:
        mask[top : top + height, left : left + width] = True
    return mask


def test_a_fragment_near_by_is_joined():
    assert groups(canvas((20, 20, 20, 3), (20, 24, 3, 8))) == [[0, 1], [0], [1]]


def test_a_fragment_far_away_is_not():
    assert groups(canvas((20, 20, 20, 3), (20, 34, 3, 8))) == [[0], [1]]


def test_a_digit_of_its_own_height_beside_is_not_joined():
    assert groups(canvas((20, 20, 20, 4), (20, 26, 20, 3))) == [[0], [1]]


def test_what_stands_in_a_drawn_frame_is_not_joined_to_it():
    ring = canvas((5, 5, 50, 50)) & ~canvas((7, 7, 46, 46))
    assert groups(ring | canvas((20, 27, 20, 4))) == [[0], [1]]


def test_a_line_across_and_what_is_cut_off_are_joined_to_nothing():
    assert groups(canvas((30, 0, 3, 60), (20, 20, 8, 3))) == [[1]]
    assert groups(canvas((0, 0, 40, 12), (42, 4, 8, 3))) == [[1]]


def test_more_pieces_than_two_bytes_can_number_are_told_apart():
    mask = np.zeros((600, 600), bool)
    mask[::2, ::2] = True
    mask[298:303, 298:303] = True
    pieces = pieces_of(mask, most=2)
    assert [each.area for each in pieces.inks] == [25, 1] and pieces.boxes[0].tolist() == [298, 298, 303, 303]
