"""Tones, what is ink beside its paper, and windows, against slower ways to the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from paper import ink, on_paper
from scipy import ndimage

from pi_nn.errors import DataError
from pi_nn.settings import Finder
from pi_nn.vision.contrast import Paper, View, enlarge, sliding
from pi_nn.vision.resample import block_factor, block_sums, resample
from pi_nn.vision.tone import contrast_of, contrasts, difference, tones

pictures = hnp.arrays(np.uint8, st.tuples(st.integers(1, 30), st.integers(1, 40)))


@settings(deadline=None, max_examples=60)
@given(pictures, st.integers(0, 20).map(lambda half: 2 * half + 1))
def test_the_strongest_of_a_window_is_that_of_scipy(picture, reach):
    for pick, theirs in ((np.maximum, ndimage.maximum_filter), (np.minimum, ndimage.minimum_filter)):
        assert (sliding(pick, picture, reach) == theirs(picture, reach, mode="nearest")).all()


@settings(deadline=None, max_examples=60)
@given(pictures, st.integers(1, 8))
def test_sums_of_blocks_are_those_of_their_pixels(picture, factor):
    sums = block_sums(picture, factor)
    for row, column in np.ndindex(sums.shape):
        block = picture[row * factor : (row + 1) * factor, column * factor : (column + 1) * factor]
        assert sums[row, column] == block.sum(dtype=int)


def test_sums_of_large_blocks_do_not_overflow():
    assert block_sums(np.full((600, 300), 255, np.uint8), 300).tolist() == [[255 * 90000], [255 * 90000]]


@pytest.mark.parametrize("shape, factor", [((240, 320), 2), ((100, 160), 1), ((6000, 8000), 50), ((1, 4000), 1)])
def test_a_view_is_no_larger_than_asked_for_unless_it_would_vanish(shape, factor):
    assert block_factor(shape, 160) == factor


@pytest.mark.parametrize("factor", [1, 2, 7, 50])
def test_tones_rise_from_0_to_255_whatever_the_block(factor):
    grey = np.repeat(np.arange(256, dtype=np.uint8), factor)[None].repeat(factor, axis=0)
    line = tones(grey, factor, 30.0)[0].astype(int)
    assert line[0] == 0 and line[-1] == 255 and (np.diff(line) >= 0).all()


def test_a_shadow_leaves_the_contrast_of_ink_as_it_is():
    paper, pen = (int(tones(np.full((2, 2), grey, np.uint8), 1, 1.0)[0, 0]) for grey in (200, 100))
    in_shadow = [int(tones(np.full((2, 2), grey, np.uint8), 1, 1.0)[0, 0]) for grey in (100, 50)]
    assert paper - pen == pytest.approx(in_shadow[0] - in_shadow[1], abs=1)


def test_differences_and_contrasts_are_each_others_inverse():
    steps = np.arange(256)
    assert np.abs(difference(contrasts(30.0)[steps].astype(float), 30.0) - steps).max() <= 1
    assert contrast_of(100, 30.0) == pytest.approx(contrasts(30.0)[100])


def test_paper_has_no_contrast_and_ink_has():
    drawn = ink("7")
    view = View(on_paper(drawn, light=np.linspace(0.4, 1, 320)), 160, Finder())
    dark, light = (view.contrast(kind)[:, 16:-16] for kind in (True, False))
    assert dark[:15].max() <= 2 and dark.max() > 60 and light[:15].max() <= 2


@settings(deadline=None, max_examples=60)
@given(pictures, hnp.arrays(bool, (30, 40)), *2 * [st.tuples(st.integers(0, 20), st.integers(1, 40))])
def test_the_mean_of_the_paper_is_that_of_its_pixels(tone, mask, rows, columns):
    mask = mask[: tone.shape[0], : tone.shape[1]]
    sides = [slice(start, start + length) for start, length in (rows, columns)]
    mean = Paper(tone[::2, ::2], mask[::2, ::2].copy()).mean(*sides)
    area = tuple(slice(side.start + side.start % 2, side.stop, 2) for side in sides)
    weights = np.where(mask[area], 1.0, 64.0)
    assert mean == (pytest.approx((tone[area] * weights).sum() / weights.sum()) if weights.size else None)


def test_every_cell_is_enlarged():
    assert enlarge(np.array([[1, 2]]), (3, 5), 2).tolist() == 3 * [[1, 1, 2, 2, 2]]


def test_enlarging_by_resampling_interpolates_and_shrinking_averages():
    line = np.array([[0, 4, 8, 4]], np.float32)
    row = np.array([0.0])
    assert resample(line, row, np.array([0.5, 1.25]), 0.5)[0].tolist() == [2, 5]
    assert resample(line.repeat(2, 0), np.array([0.5]), np.array([0.5, 2.5]), 2)[0].tolist() == [2, 6]


def test_beyond_the_picture_there_is_nothing():
    assert not resample(np.ones((4, 4), np.float32), np.array([-9.0, 12]), np.array([1.0]), 1).any()


@pytest.mark.parametrize("frame", [np.zeros((9, 9)), np.full((9, 9), np.nan), np.zeros((9, 9, 3), np.uint8)])
def test_what_is_no_grey_frame_is_refused_in_one_line(frame):
    with pytest.raises(DataError, match=r"uint8 \(height, width\), not"):
        View(frame, 160, Finder())
