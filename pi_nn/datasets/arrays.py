"""Images and labels in an `.npz`: `images` (N, height, width) of any dtype, ink high, and `labels` (N,)."""

import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from pi_nn import files
from pi_nn.errors import DataError

LARGEST = 1 << 31  # bytes of an array: 60,000 images in float64 have a fifth; more is a damaged or hostile file


def read_npz(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Images (N, height, width) as they are and labels int (N,), 0 to 9. DataError says what does not fit."""
    try:
        files.require_file(path)
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            _require_arrays(file, path)
            images, labels = file["images"], file["labels"]
    except (OSError, ValueError, TypeError, EOFError, zipfile.BadZipFile, zlib.error, MemoryError) as error:
        raise DataError(f"{path}: cannot be read as .npz: {' '.join(str(error).split())}") from error
    check(images, labels, path)
    return images, labels.astype(int)


def _require_arrays(file: Any, path: Path) -> None:
    """DataError if images or labels are not there, or claim more bytes than LARGEST."""
    for name in ("images", "labels"):
        if name not in file.files:
            raise DataError(f"{path}: has no array {name!r}: wanted images and labels")
    for entry in file.zip.infolist():
        if entry.file_size > LARGEST:
            raise DataError(f"{path}: {entry.filename} claims {entry.file_size} bytes, more than the {LARGEST} allowed")


def check(images: np.ndarray, labels: np.ndarray, path: str | Path) -> None:
    """DataError if these are not N pictures and N digits."""
    if images.ndim != 3 or labels.shape != images.shape[:1] or images.dtype.kind not in "biuf":
        shapes = f"images {images.shape} {images.dtype}, labels {labels.shape}"
        raise DataError(f"{path}: {shapes} do not fit: wanted (N, height, width) numbers and (N,)")
    if images.size == 0:
        raise DataError(f"{path}: holds no image")
    if labels.dtype.kind not in "iuf" or not np.isin(labels, range(10)).all():
        raise DataError(f"{path}: has labels other than the digits 0 to 9")
