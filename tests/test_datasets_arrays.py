import numpy as np
import pytest

from pi_nn.datasets import arrays as arrays_module
from pi_nn.datasets.arrays import read_npz
from pi_nn.errors import DataError


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int64, np.float32])
def test_images_of_any_type_and_shape_are_read(tmp_path, dtype):
    np.savez(tmp_path / "a.npz", images=np.ones((3, 16, 12), dtype), labels=[1, 2, 3])
    images, labels = read_npz(tmp_path / "a.npz")
    assert images.shape == (3, 16, 12) and images.dtype == dtype
    assert labels.tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    "arrays",
    [
        {"images": np.ones((3, 8, 8))},
        {"images": np.ones((3, 8, 8)), "labels": np.array([1, 2])},
        {"images": np.ones((3, 64)), "labels": np.array([1, 2, 3])},
        {"images": np.ones((2, 8, 8)), "labels": np.array([1, 10])},
        {"images": np.ones((0, 8, 8)), "labels": np.array([])},
        {"images": np.array([["a"]]), "labels": np.array([1])},
        {"images": np.ones((1, 8, 8)), "labels": np.array([{}], dtype=object)},
    ],
)
def test_what_does_not_fit_is_refused_in_one_line(tmp_path, arrays):
    path = tmp_path / "a.npz"
    np.savez(path, **arrays)
    with pytest.raises(DataError, match=r"a\.npz") as caught:
        read_npz(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 truncated", b"\x93NUMPY" + b"\0" * 40])
def test_damaged_files_are_refused(tmp_path, content):
    path = tmp_path / "a.npz"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"a\.npz"):
        read_npz(path)


def test_a_missing_array_is_named(tmp_path):
    np.savez(tmp_path / "a.npz", images=np.ones((1, 8, 8)))
    with pytest.raises(DataError, match="has no array 'labels'"):
        read_npz(tmp_path / "a.npz")


def test_a_file_that_would_unpack_to_far_more_is_refused(tmp_path, monkeypatch):
    np.savez_compressed(tmp_path / "a.npz", images=np.zeros((100, 100, 100), np.uint8), labels=np.zeros(100, int))
    monkeypatch.setattr(arrays_module, "LARGEST", 999_999)
    with pytest.raises(DataError, match=r"images\.npy claims 1000128 bytes"):
        read_npz(tmp_path / "a.npz")
