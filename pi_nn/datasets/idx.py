"""The IDX format of MNIST's files, gzipped or not (http://yann.lecun.com/exdb/mnist)."""

import gzip
import struct
import zlib
from io import BufferedIOBase
from pathlib import Path

import numpy as np

from pi_nn import files
from pi_nn.errors import DataError

UNSIGNED_BYTE = 0x08
LARGEST = 1 << 30  # bytes of data: MNIST has 47 MB; more is a damaged or hostile header


def read_idx(path: str | Path) -> np.ndarray:
    """The uint8 array in an IDX file: (N, 28, 28) images or (N,) labels. DataError names what is wrong."""
    try:
        files.require_file(path)
        with open(path, "rb") as file:
            zipped = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            if not zipped:
                return _read(file, path)
            with gzip.GzipFile(fileobj=file) as unzipped:
                return _read(unzipped, path)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path}: cannot be read ({files.reason(error)}); {files.mend(error)}") from error


def _read(file: BufferedIOBase, path: str | Path) -> np.ndarray:
    shape = _shape(file, path)
    size = int(np.prod(shape, dtype=object))
    if size > LARGEST:
        raise DataError(f"{path}: its header claims {size} bytes, more than the {LARGEST} allowed; not an MNIST file?")
    data = _read_at_most(file, size)
    if len(data) < size:
        raise DataError(f"{path}: is truncated, {len(data)} bytes of the {size} its header claims; fetch it again")
    return np.frombuffer(data, np.uint8).reshape(shape)


def _shape(file: BufferedIOBase, path: str | Path) -> tuple[int, ...]:
    """From the header: two zero bytes, the type, the number of dimensions, then each length as a big-endian int."""
    head = file.read(4)
    if len(head) < 4 or head[:2] != b"\0\0" or head[2] != UNSIGNED_BYTE or not 1 <= head[3] <= 4:
        raise DataError(f"{path}: is no IDX file of bytes (it begins with {head.hex() or 'nothing'}); choose another")
    lengths = file.read(4 * head[3])
    if len(lengths) < 4 * head[3]:
        raise DataError(f"{path}: is truncated within its header; fetch it again")
    return struct.unpack(f">{head[3]}I", lengths)


def _read_at_most(file: BufferedIOBase, size: int) -> bytearray:
    """Up to size bytes, in pieces: memory grows with what is there, not with what a header claims."""
    data = bytearray()
    while len(data) < size and (piece := file.read(min(1 << 20, size - len(data)))):
        data += piece
    return data
