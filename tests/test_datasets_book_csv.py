"""The book's CSV."""

import numpy as np
import pytest

from pi_nn.datasets.book_csv import read_csv
from pi_nn.errors import DataError

ROW = [7, *range(256), *[0] * 528]


@pytest.fixture
def write(tmp_path):
    def written(*lines):
        path = tmp_path / "mnist_train.csv"
        path.write_text("\n".join(lines))
        return path

    return written


def line(values):
    return ",".join(map(str, values))


def test_a_line_is_a_label_and_an_image(write):
    images, labels = read_csv(write(line(ROW), line([5, *[255] * 784]), ""))
    assert (images.shape, images.dtype, labels.tolist()) == ((2, 28, 28), np.uint8, [7, 5])
    assert images[0].ravel()[:256].tolist() == list(range(256))
    assert images[1].min() == 255


def test_a_first_line_that_names_the_columns_is_left_out_and_no_other(write):
    names = line(["label", *range(784)])
    assert read_csv(write(names, line(ROW)))[1].tolist() == [7]
    with pytest.raises(DataError, match="line 2"):
        read_csv(write(line(ROW), names))


@pytest.mark.parametrize("how", ["{}", "\ufeff{}", '"{}"'])
@pytest.mark.parametrize("first", ["label", "Label", None])
def test_a_table_that_another_program_wrote_anew_is_read(how, first, tmp_path):
    lines = [line([first, *range(784)])] if first else []
    text = how.format("\r\n".join([*lines, line(ROW), line(ROW)]).replace(",", '","' if how == '"{}"' else ","))
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    images, labels = read_csv(tmp_path / "a.csv")
    assert labels.tolist() == [7, 7] and images[1].ravel().tolist() == ROW[1:]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (line(ROW[:-1]), "line 2: has 784 of 785 values"),
        (line(ROW).replace(",", ";"), "line 2: has 1 of 785 values, .* with commas between"),
        (line([1, "3.0", *ROW[2:]]), "line 2: '3.0' is no whole number from 0 to 255"),
        (line([1, -3, *ROW[2:]]), "line 2: '-3' is no whole number"),
        (line([1, "9" * 5000, *ROW[2:]]), "line 2: '99"),
        (line([10, *ROW[1:]]), "label 10"),
        (line([1, 256, *ROW[2:]]), "from 0 to 255"),
        (line([1, "x", *ROW[2:]]), "from 0 to 255"),
    ],
)
def test_a_wrong_line_is_named(write, bad, said):
    with pytest.raises(DataError, match=said):
        read_csv(write(line(ROW), bad))


def test_an_empty_or_missing_file_is_an_error(write, tmp_path):
    with pytest.raises(DataError, match="holds no line"):
        read_csv(write(""))
    with pytest.raises(DataError, match="cannot be read"):
        read_csv(tmp_path / "none.csv")
