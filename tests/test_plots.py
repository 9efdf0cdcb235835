"""Curves and grids."""

import numpy as np
import pytest

from pi_nn import plots


def dark(image):
    """Rows and columns of what is no paper and no grid line."""
    return np.argwhere(np.asarray(image.convert("L")) < 180)


def test_a_rising_curve_rises_on_the_picture():
    flat, rising = (plots.curves("", "", "", {"": ([0, 1], y)}) for y in ([0, 0], [0, 1]))
    pixels = np.asarray(rising) != np.asarray(flat)
    assert pixels.any()
    blue = np.argwhere((np.asarray(rising) == (0x1F, 0x5F, 0xA8)).all(axis=2))
    left, right = blue[blue[:, 1].argmin()], blue[blue[:, 1].argmax()]
    assert left[0] > right[0] + 300


def test_each_curve_has_its_colour_and_name():
    one = plots.curves("t", "x", "y", {"a": ([0, 1], [0, 1])})
    two = plots.curves("t", "x", "y", {"a": ([0, 1], [0, 1]), "b": ([0, 1], [1, 0])}, dots=True)
    colours = [{colour for _, colour in image.getcolors(1 << 20)} for image in (one, two)]
    assert (0xC4, 0x43, 0x1F) in colours[1] - colours[0]


@pytest.mark.parametrize("y", [[2.0], [2.0, 2.0], [1e-9, 1e9]])
def test_any_values_can_be_drawn(y):
    assert plots.curves("t", "x", "y", {"a": (range(len(y)), y)}).size == (plots.WIDTH, plots.HEIGHT)


def test_a_grid_shows_high_values_dark_each_in_its_own_range():
    images = np.zeros((3, 4, 4))
    images[0, 0, 0], images[1, 3, 3] = 1, 1000
    sheet = np.asarray(plots.grid(images, columns=3, scale=2).convert("L"))
    assert (sheet[2, 2], sheet[9, 22 - 1]) == (0, 0)
    assert sheet[:, 24:].min() == 255


def test_texts_stand_under_the_images():
    plain, named = (plots.grid(np.zeros((2, 8, 8)), texts=texts) for texts in ((), ("ab", "cd")))
    assert named.height > plain.height and len(dark(named)) > len(dark(plain)) == 0
