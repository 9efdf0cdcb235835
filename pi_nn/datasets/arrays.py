"""Images and labels in an `.npz`: `images` (N, height, width) of any dtype, ink high, and `labels` (N,)."""

import zipfile
import zlib
from pathlib import Path

import numpy as np

from pi_nn.errors import DataError


def read_npz(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Images (N, height, width) as they are and labels int (N,), 0 to 9. DataError says what does not fit."""
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            images, labels = file["images"], file["labels"]
    except KeyError as error:
        raise DataError(f"{path}: has no array {error}: wanted images and labels") from error
    except (OSError, ValueError, TypeError, EOFError, zipfile.BadZipFile, zlib.error, MemoryError) as error:
        raise DataError(f"{path}: cannot be read as .npz: {' '.join(str(error).split())}") from error
    check(images, labels, path)
    return images, labels.astype(int)


def check(images: np.ndarray, labels: np.ndarray, path: Path) -> None:
    """DataError if these are not N pictures and N digits."""
    if images.ndim != 3 or labels.shape != images.shape[:1] or images.dtype.kind not in "biuf":
        shapes = f"images {images.shape} {images.dtype}, labels {labels.shape}"
        raise DataError(f"{path}: {shapes} do not fit: wanted (N, height, width) numbers and (N,)")
    if images.size == 0:
        raise DataError(f"{path}: holds no image")
    if labels.dtype.kind not in "iuf" or not np.isin(labels, range(10)).all():
        raise DataError(f"{path}: has labels other than the digits 0 to 9")
