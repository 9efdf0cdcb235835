"""The book's CSV of MNIST: a line is a label and 784 pixels, 0 to 255; some copies name these in a first line."""

from pathlib import Path

import numpy as np

from pi_nn import files
from pi_nn.errors import DataError

COLUMNS = 1 + 28 * 28
WINDOWS_MARK = b"\xef\xbb\xbf"  # with which its editors begin a file


def read_csv(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Images uint8 (N, 28, 28), ink 255, and labels uint8 (N,); read line by line. DataError names a wrong line."""
    rows = bytearray()
    try:
        files.require_file(path)
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                line = line.removeprefix(WINDOWS_MARK).replace(b'"', b"")
                if line.strip() and not (number == 1 and line.lower().startswith(b"label,")):
                    rows += _row(line, f"{path}, line {number}")
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); {files.mend(error)}") from error
    table = np.frombuffer(rows, np.uint8).reshape(-1, COLUMNS)
    if not len(table):
        raise DataError(f"{path}: holds no line; fetch the file again")
    return table[:, 1:].reshape(-1, 28, 28), table[:, 0]


def _row(line: bytes, where: str) -> bytes:
    values = line.split(b",")
    if len(values) != COLUMNS:
        raise DataError(f"{where}: has {len(values)} of {COLUMNS} values, a label and 784 pixels with commas between")
    try:
        row = bytes(map(int, values))
    except ValueError as error:
        wrong = next(value.strip().decode(errors="replace") for value in values if not _is_byte(value))
        raise DataError(f"{where}: {wrong!r} is no whole number from 0 to 255") from error
    if row[0] > 9:
        raise DataError(f"{where}: has the label {row[0]}; labels are 0 to 9")
    return row


def _is_byte(value: bytes) -> bool:
    value = value.strip()
    return value.isdigit() and len(value) <= 3 and int(value) <= 255
