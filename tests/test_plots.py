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
    two = plots.curves("t", "x", "y", {"a": ([0, 1], [0, 1]), "b": ([0, 1], [1, 0])}, dots=["b"])
    colours = [{colour for _, colour in image.getcolors(1 << 20)} for image in (one, two)]
    assert (0xC4, 0x43, 0x1F) in colours[1] - colours[0]


@pytest.mark.parametrize("y", [[2.0], [2.0, 2.0], [1e-9, 1e9], [1e300]])
def test_any_values_can_be_drawn(y):
    assert plots.curves("t", "x", "y", {"a": (range(len(y)), y)}).height == plots.HEIGHT


def blue(image):
    """How many pixels the first curve's colour has."""
    return (np.asarray(image) == (0x1F, 0x5F, 0xA8)).all(axis=2).sum()


def test_points_are_marked_where_it_is_asked_for():
    named = {"a": ([0, 1, 2], [0, 2, 1]), "b": ([0, 2], [0, 0])}
    plain, of_a, of_b = (plots.curves("", "", "", named, dots) for dots in ((), ["a"], ["b"]))
    assert blue(of_a) > blue(plain) + 40 >= blue(of_b) + 40 - 12


def test_names_stand_beside_the_curves_and_not_over_them():
    short, long = (plots.curves("", "", "", {name: ([0, 1], [1, 1])}) for name in ("", "a name of some length"))
    inside = slice(None), slice(0, plots.WIDTH - plots.RIGHT + 2)
    assert (np.asarray(short)[inside] == np.asarray(long)[inside]).all() and long.width > short.width


@pytest.mark.parametrize(
    ("ends", "values"),
    [
        ((-8, 7.9), [-8, -6, -4, -2, 0, 2, 4, 6]),
        ((0, 2.6), [0, 0.5, 1, 1.5, 2, 2.5]),
        ((1, 3), [1, 2, 3]),
        ((0.012, 0.0345), [0.015, 0.02, 0.025, 0.03]),
        ((1e-9, 1e9), [0, 2e8, 4e8, 6e8, 8e8, 1e9]),
        ((1, 3000), [500, 1000, 1500, 2000, 2500, 3000]),
    ],
)
def test_axes_are_marked_at_round_values(ends, values, monkeypatch):
    written, write = [], plots.write
    monkeypatch.setattr(plots, "write", lambda *what, **how: written.append(what[3]) or write(*what, **how))
    plots.curves("", "", "", {"": (ends, [0, 1])})
    marks = [float(text) for text in written if text]
    assert marks[: len(values)] == pytest.approx(values)
    assert max(values) > 1e5 or not any("e" in text for text in written)


def test_a_grid_shows_high_values_dark_each_in_its_own_range():
    images = np.zeros((3, 4, 4))
    images[0, 0, 0], images[1, 3, 3] = 1, 1000
    sheet = np.asarray(plots.grid(images, columns=3, scale=2).convert("L"))
    assert (sheet[2, 2], sheet[9, 22 - 1]) == (0, 0)
    assert sheet[2:10, 26:34].min() == 255 > sheet[1, 25]  # nothing but its frame


def test_texts_stand_under_the_images():
    plain, named = (plots.grid(np.zeros((2, 8, 8)), texts=texts) for texts in ((), ("ab", "cd")))
    assert named.height > plain.height and len(dark(named)) > len(dark(plain)) == 0


def test_a_picture_that_cannot_be_written_whole_leaves_the_old_file(tmp_path, monkeypatch):
    picture = plots.grid(np.zeros((1, 2, 2)))
    plots.save(picture, tmp_path / "x.png")
    before = (tmp_path / "x.png").read_bytes()

    def full_disk(file, format):
        file.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(picture, "save", full_disk)
    with pytest.raises(OSError):
        plots.save(picture, tmp_path / "x.png")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [before]
