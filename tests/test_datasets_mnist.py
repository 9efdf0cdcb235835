"""Finding MNIST and holding images out of it."""

import gzip

import numpy as np
import pytest
from mnist_files import as_idx, put_digits

from pi_nn.datasets import mnist
from pi_nn.errors import DataError
from pi_nn.glyphs import Glyphs


def put(folder, count=48, part="train", zipped=False, seed=1):
    """A small set in MNIST's files; the label of each image is in its first pixel."""
    rng = np.random.default_rng(seed)
    images = rng.integers(256, size=(count, 28, 28), dtype=np.uint8)
    labels = rng.integers(10, size=count, dtype=np.uint8)
    images[:, 0, 0] = labels
    put_digits(folder, part, images, labels, *([gzip.compress, ".gz"] if zipped else []))
    return folder


@pytest.mark.parametrize("within", ["", "mnist"])
def test_the_folder_or_its_parent_can_be_given(tmp_path, within):
    put(tmp_path / within)
    assert mnist.find_folder(str(tmp_path)) == tmp_path / within


def test_the_environment_says_where_the_data_is(tmp_path, monkeypatch):
    folder = put(tmp_path / "mnist")
    monkeypatch.setenv("PI_NN_DATA", str(tmp_path))
    assert mnist.find_folder(None) == folder


def test_what_was_fetched_here_is_found_without_being_named(tmp_path, monkeypatch):
    monkeypatch.delenv("PI_NN_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "mnist")
    assert mnist.find_folder(None).samefile(tmp_path / "mnist")


def test_no_data_is_one_line_that_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.delenv("PI_NN_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match=r"--data DIR or PI_NN_DATA; .* --fetch"):
        mnist.find_folder(None)
    with pytest.raises(DataError, match="train-images"):
        mnist.find_folder(str(tmp_path))


@pytest.mark.parametrize("zipped", [False, True])
def test_images_come_with_their_labels(tmp_path, zipped):
    digits = mnist.load(put(tmp_path, zipped=zipped), "train")
    assert digits.images.shape == (48, 28, 28)
    assert (digits.images[:, 0, 0] == digits.labels).all()


def test_files_without_an_image_are_refused(tmp_path):
    with pytest.raises(DataError, match="holds no image"):
        mnist.load(put(tmp_path, count=0), "train")


def test_images_and_labels_of_different_number_are_refused(tmp_path):
    put(tmp_path)
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(as_idx(np.zeros(47, np.uint8)))
    with pytest.raises(DataError, match="do not fit"):
        mnist.load(tmp_path, "train")


def test_labels_beyond_nine_are_refused(tmp_path):
    put(tmp_path)
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(as_idx(np.full(48, 10, np.uint8)))
    with pytest.raises(DataError, match="label 10"):
        mnist.load(tmp_path, "train")


def test_a_missing_file_is_named(tmp_path):
    put(tmp_path)
    (tmp_path / "train-labels-idx1-ubyte").unlink()
    with pytest.raises(DataError, match="train-labels-idx1-ubyte"):
        mnist.load(tmp_path, "train")


def test_without_writers_the_last_twelfth_is_held_out(tmp_path):
    digits = mnist.load(put(tmp_path), "train")
    kept, held_out = mnist.split(digits, tmp_path)
    assert (held_out.images == digits.images[-4:]).all()
    assert len(kept) == 44


def test_nobody_writes_on_both_sides_of_the_split(tmp_path):
    writers = np.repeat(np.arange(24, dtype=np.int32), 50)
    np.savez(tmp_path / "writers.npz", train_writer=writers)
    digits = Glyphs(np.zeros((1200, 28, 28), np.uint8), writers.astype(np.uint8))
    kept, held_out = mnist.split(digits, tmp_path)
    assert not set(kept.labels) & set(held_out.labels)
    assert len(held_out) == 100


def test_damaged_writers_are_named(tmp_path):
    (tmp_path / "writers.npz").write_bytes(b"PK\x03\x04")
    with pytest.raises(DataError, match=r"writers\.npz"):
        mnist.split(Glyphs(np.zeros((12, 28, 28), np.uint8), np.zeros(12, np.uint8)), tmp_path)
