"""IDX files: good, zipped, truncated and hostile."""

import errno
import gzip
import os
import struct

import numpy as np
import pytest
from mnist_files import as_idx

from pi_nn.datasets.book_csv import read_csv
from pi_nn.datasets.idx import read_idx
from pi_nn.errors import DataError

IMAGES = np.arange(2 * 28 * 28, dtype=np.int64).reshape(2, 28, 28).astype(np.uint8)


def test_an_array_comes_back(tmp_path):
    (tmp_path / "a").write_bytes(as_idx(IMAGES))
    assert (read_idx(tmp_path / "a") == IMAGES).all()


def test_a_zipped_array_comes_back_whatever_its_name(tmp_path):
    (tmp_path / "a").write_bytes(gzip.compress(as_idx(IMAGES)))
    assert (read_idx(tmp_path / "a") == IMAGES).all()


@pytest.mark.parametrize("length", [0, 1, 3, 4, 9, 15, 16, 1000])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_truncated_file_is_refused(tmp_path, length, pack):
    (tmp_path / "a").write_bytes(pack(as_idx(IMAGES)[:length]))
    with pytest.raises(DataError, match=r"truncated|no IDX file"):
        read_idx(tmp_path / "a")


@pytest.mark.parametrize("length", [2, 12, 30, 200])
def test_a_truncated_zip_is_refused(tmp_path, length):
    (tmp_path / "a").write_bytes(gzip.compress(as_idx(IMAGES))[:length])
    with pytest.raises(DataError, match=r"cannot be read|truncated|no IDX"):
        read_idx(tmp_path / "a")


@pytest.mark.parametrize("lengths", [(2**32 - 1,) * 4, (2**31, 28, 28), (2**32 - 1,)])
def test_a_header_that_claims_too_much_is_refused_before_memory_is_taken(tmp_path, lengths):
    (tmp_path / "a").write_bytes(struct.pack(f">HBB{len(lengths)}I", 0, 8, len(lengths), *lengths))
    with pytest.raises(DataError, match="more than the"):
        read_idx(tmp_path / "a")


@pytest.mark.parametrize("head", [b"\x89PNG", b"\0\0\x0d\x03", b"\0\0\x08\0", b"\0\0\x08\x09", b"PK\x03\x04"])
def test_another_kind_of_file_is_refused(tmp_path, head):
    (tmp_path / "a").write_bytes(head + bytes(100))
    with pytest.raises(DataError, match="no IDX file"):
        read_idx(tmp_path / "a")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match=r"nothing-here.*fetch the file again"):
        read_idx(tmp_path / "nothing-here")


def test_a_file_that_may_not_be_read_need_not_be_fetched_again(tmp_path, monkeypatch):
    def refuse(path):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr("pi_nn.files.require_file", refuse)
    for read in (read_idx, read_csv):
        with pytest.raises(DataError, match=r"Permission denied\); let it be read"):
            read(tmp_path / "a")
