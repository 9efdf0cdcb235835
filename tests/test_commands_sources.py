"""Where a recipe's data comes from."""

import sys

import numpy as np
import pytest
from handwriting import glyphs
from mnist_files import put_digits
from PIL import Image

from pi_nn.commands import sources
from pi_nn.errors import DataError

IMAGES, LABELS = glyphs()


def test_mnist_comes_from_its_four_files(tmp_path):
    put_digits(tmp_path, "train", IMAGES[:6], LABELS[:6])
    put_digits(tmp_path, "t10k", IMAGES[6:9], LABELS[6:9])
    parts = sources.load("mnist", str(tmp_path))
    assert (parts["train"][0] == IMAGES[:6]).all() and (parts["test"][1] == LABELS[6:9]).all()


def test_mnist_comes_from_the_books_csv_as_well(tmp_path):
    for name, some in (("train", slice(0, 4)), ("test", slice(4, 6))):
        rows = np.column_stack([LABELS[some], IMAGES[some].reshape(-1, 784)])
        np.savetxt(tmp_path / f"mnist_{name}.csv", rows, fmt="%d", delimiter=",")
    parts = sources.load("mnist", str(tmp_path))
    assert (parts["train"][0] == IMAGES[:4]).all() and (parts["test"][1] == LABELS[4:6]).all()


@pytest.mark.parametrize(("given", "where"), [("book", "book/mnist"), (None, "mnist")])
def test_csv_is_found_where_the_four_files_would_be_and_is_said_to_be_read(given, where, tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("PI_NN_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / where).mkdir(parents=True)
    for part in ("train", "test"):
        np.savetxt(tmp_path / where / f"mnist_{part}.csv", [[3, *IMAGES[0].ravel()]], fmt="%d", delimiter=",")
    assert [labels.tolist() for _, labels in sources.load("mnist", given).values()] == [[3], [3]]
    assert capsys.readouterr().err == f"reading {where}/mnist_train.csv and mnist_test.csv\n"


def test_the_first_records_that_come_with_the_book_will_do_wherever_they_are_said_to_be(tmp_path, monkeypatch):
    for name, some in (("train_100", slice(0, 4)), ("test_10", slice(4, 6))):
        rows = np.column_stack([LABELS[some], IMAGES[some].reshape(-1, 784)])
        np.savetxt(tmp_path / f"mnist_{name}.csv", rows, fmt="%d", delimiter=",")
    monkeypatch.setenv("PI_NN_DATA", str(tmp_path))
    assert [len(labels) for _, labels in sources.load("mnist", None).values()] == [4, 2]


def test_a_picture_of_a_glyph_is_one_on_light_paper_and_on_dark(tmp_path):
    for picture in (IMAGES[0], 255 - IMAGES[0]):
        Image.fromarray(picture).save(tmp_path / "glyph.png")
        assert (sources.glyph(tmp_path / "glyph.png") == IMAGES[0]).all()


def test_a_dim_picture_of_a_glyph_is_still_dark_on_light(tmp_path):
    dim = (110 - IMAGES[0] // 3).astype(np.uint8)
    Image.fromarray(dim).save(tmp_path / "glyph.png")
    assert (sources.glyph(tmp_path / "glyph.png") == 255 - dim).all()


def put_pictures(folder, pictures):
    for number, (picture, label) in enumerate(pictures):
        (folder / str(label)).mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture).save(folder / str(label) / f"{number}.png")


def test_digits_come_from_folders_of_pictures(tmp_path):
    sheet = np.full((120, 120), 220, np.uint8)
    sheet[32:88, 32:88] -= (0.7 * np.kron(IMAGES[1], np.ones((2, 2)))).astype(np.uint8)
    put_pictures(tmp_path / "train", [(255 - IMAGES[0], LABELS[0]), (sheet, LABELS[1])])
    put_pictures(tmp_path / "test", [(255 - IMAGES[2], LABELS[2])])
    parts = sources.load("mnist", str(tmp_path))
    assert (parts["train"][0][0] == IMAGES[0]).all()
    assert (parts["train"][0].shape, parts["train"][1].tolist()) == ((2, 28, 28), LABELS[:2].tolist())


def test_what_of_a_table_is_not_learnt_from_is_said(tmp_path, capsys):
    for part in ("train", "test"):
        put_pictures(tmp_path / part, [(255 - IMAGES[0], 3)])
        (tmp_path / part / "labels.csv").write_text("file,label\n3/0.png,3\n3/0.png,three\n")
    assert len(sources.load("mnist", str(tmp_path))["train"][1]) == 1
    assert f"{tmp_path / 'train'}: left out: 1 rows without" in capsys.readouterr().err


def test_a_picture_without_a_digit_is_named(tmp_path):
    for part in ("train", "test"):
        put_pictures(tmp_path / part, [(np.full((80, 80), 200, np.uint8), 3)])
    with pytest.raises(DataError, match=r"0\.png: no digit found"):
        sources.load("mnist", str(tmp_path))


def test_the_small_digits_are_1797():
    images, labels = sources.load("digits", None)["all"]
    assert (images.shape, images.max(), labels[:3].tolist()) == ((1797, 8, 8), 16, [0, 1, 2])


def test_missing_scikit_learn_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.datasets", None)
    with pytest.raises(DataError, match="pip install scikit-learn"):
        sources.load("digits", None)


def test_the_digest_is_that_of_the_arrays():
    parts = {"all": (IMAGES, LABELS)}
    other = {"all": (IMAGES, (LABELS + 1) % 10)}
    assert sources.digest(parts) == sources.digest({"all": (IMAGES.copy(), LABELS)}) != sources.digest(other)
