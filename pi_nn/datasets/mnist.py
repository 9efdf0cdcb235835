"""MNIST: where its four files are, and which training images are held out to choose by."""

import os
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from pi_nn.datasets.idx import read_idx
from pi_nn.errors import DataError
from pi_nn.glyphs import Glyphs

HELD_OUT = 5000


def find_folder(data: str | None) -> Path:
    """The folder with the four files: data, or PI_NN_DATA, or the one worked in, and the `mnist` within it."""
    given = data or os.environ.get("PI_NN_DATA")
    for folder in (Path(given or "") / "mnist", Path(given or "")):
        if any(folder.glob("train-images*idx3-ubyte*")):
            return folder
    if given:
        wanted = "train-images-idx3-ubyte[.gz]"
        raise DataError(f"{given}: no {wanted} there or in its mnist/; put MNIST's four files there")
    advice = "`pi-nn train book-tiny --fetch` fetches them into the folder mnist"
    raise DataError(f"no data: say where MNIST's four files are, by --data DIR or PI_NN_DATA; {advice}")


def find_file(folder: Path, name: str) -> Path:
    """The file with or without .gz, or with a dot where some copies have one."""
    names = (name, f"{name}.gz", name.replace("-idx", ".idx"), f"{name.replace('-idx', '.idx')}.gz")
    for path in (folder / each for each in names):
        if path.is_file():
            return path
    raise DataError(f"{folder}: {name}[.gz] is missing; put MNIST's four files there")


def load(folder: Path, part: str) -> Glyphs:
    """`part` is "train" (60,000) or "t10k" (10,000); images and labels are uint8."""
    images_path = find_file(folder, f"{part}-images-idx3-ubyte")
    labels_path = find_file(folder, f"{part}-labels-idx1-ubyte")
    images, labels = read_idx(images_path), read_idx(labels_path)
    if images.ndim != 3 or images.shape[1:] != (28, 28) or labels.shape != images.shape[:1]:
        shapes = f"{images.shape} and {labels.shape}"
        raise DataError(f"{images_path}: images and labels do not fit, {shapes}; wanted (N, 28, 28) and (N,)")
    if not len(labels):
        raise DataError(f"{images_path}: holds no image; fetch the file again")
    if labels.max() > 9:
        raise DataError(f"{labels_path}: has the label {labels.max()}; labels are 0 to 9")
    return Glyphs(images, labels)


def split(digits: Glyphs, folder: Path) -> tuple[Glyphs, Glyphs]:
    """The training images without those held out, and the held-out ones (at most a twelfth).

    With `writers.npz` beside the files nobody wrote in both parts; else the last ones are held out.
    """
    held_out = np.zeros(len(digits), bool)
    wanted = min(HELD_OUT, len(digits) // 12)
    writers = _writers(folder, len(digits))
    if writers is None:
        held_out[len(digits) - wanted :] = True
    else:
        held_out[:] = np.isin(writers, _last_writers(writers, wanted))
    return digits[~held_out], digits[held_out]


def _writers(folder: Path, count: int) -> np.ndarray | None:
    path = folder / "writers.npz"
    if not path.is_file():
        return None
    try:
        with open(path, "rb") as opened, np.load(opened, allow_pickle=False) as file:
            writers: np.ndarray = file["train_writer"]
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise DataError(f"{path}: cannot be read ({error}); remove it to do without") from error
    return writers if writers.shape == (count,) else None


def _last_writers(writers: np.ndarray, wanted: int) -> np.ndarray:
    """Every twelfth writer, and more until they wrote `wanted` images: both of MNIST's groups are among them."""
    names, counts = np.unique(writers, return_counts=True)
    order = np.argsort(np.arange(len(names)) % 12, kind="stable")
    enough = int(np.searchsorted(np.cumsum(counts[order]), wanted)) + 1
    return names[order[:enough]]
