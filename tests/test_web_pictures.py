"""Arrays as pictures in an answer."""

import numpy as np
from browsing import opened

from pi_nn.web import pictures


def test_a_png_holds_every_pixel():
    picture = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert (np.asarray(opened(pictures.png(picture))) == picture).all()


def test_true_is_white():
    ink = np.array([[True, False], [False, True]])
    assert (np.asarray(opened(pictures.png(ink)).convert("L")) == 255 * ink).all()


def test_a_wide_frame_is_sent_narrower_in_its_proportions():
    assert opened(pictures.jpeg(np.zeros((300, 400), np.uint8), 200)).size == (200, 150)
    assert opened(pictures.jpeg(np.zeros((30, 40), np.uint8), 200)).size == (40, 30)


def test_ink_is_dark():
    assert np.asarray(opened(pictures.ink(np.array([[0.0, 1.0, 7.0]])))).tolist() == [[255, 0, 0]]


def test_numbers_have_the_colours_of_the_legend():
    row = np.asarray(opened(pictures.signed(np.array([[0.0, 2.0, -2.0, 9.0]]), 2.0)))[0]
    assert [tuple(pixel) for pixel in row] == [(255,) * 3, pictures.POSITIVE, pictures.NEGATIVE, pictures.POSITIVE]


def test_numbers_that_are_all_zero_are_white():
    assert (np.asarray(opened(pictures.signed(np.zeros((2, 2)), 0.0))) == 255).all()
