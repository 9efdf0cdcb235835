"""The data that a recipe learns from, wherever it comes from."""

import hashlib
from pathlib import Path

import numpy as np

from pi_nn.datasets import mnist
from pi_nn.datasets.book_csv import read_csv
from pi_nn.datasets.labelled import read_folder
from pi_nn.datasets.small_digits import read_small_digits
from pi_nn.errors import DataError, SettingsError
from pi_nn.recipes.system import Source, Sources


def load(kind: str, data: str | None) -> Sources:
    """The parts of the data set `kind`; MNIST's are in the folder `data` as IDX files, CSV or labelled pictures."""
    if kind == "none":
        return {}
    if kind == "digits":
        return {"all": read_small_digits()}
    if kind != "mnist":
        raise SettingsError(f"a recipe's data is mnist, digits or none, and not {kind}")
    return _pictures(Path(data)) if data and (Path(data) / "train").is_dir() else _mnist(data)


def _mnist(data: str | None) -> Sources:
    folder = Path(data or ".")
    if data and (folder / "mnist_train.csv").is_file():
        return {"train": read_csv(folder / "mnist_train.csv"), "test": read_csv(folder / "mnist_test.csv")}
    folder = mnist.find_folder(data)
    parts = {"train": mnist.load(folder, "train"), "test": mnist.load(folder, "t10k")}
    return {name: (digits.images, digits.labels) for name, digits in parts.items()}


def _pictures(folder: Path) -> Sources:
    """Folders `train` and `test` of labelled pictures (see `datasets.labelled`)."""
    return {part: _framed(folder / part) for part in ("train", "test")}


def _framed(folder: Path) -> Source:
    """Glyphs uint8 (N, 28, 28): a picture of 28x28 is one, dark on light; of others what the finder finds."""
    glyphs, labels = [], []
    for path, label in read_folder(folder).pictures:
        if label is not None:
            glyphs.append(glyph(path))
            labels.append(label)
    if not labels:
        raise DataError(f"{folder}: has no pictures of digits; put them in sub-folders 0 to 9")
    return np.array(glyphs), np.array(labels, np.uint8)


def glyph(path: Path) -> np.ndarray:
    """One picture as a glyph uint8 (28, 28), ink 255."""
    from pi_nn.camera.pictures import load_grey
    from pi_nn.vision import find_glyph

    grey = load_grey(path)
    if grey.shape == (28, 28):
        return 255 - grey
    found = find_glyph(grey)
    if found is None:
        raise DataError(f"{path}: no digit found in it; remove it, or write larger and darker")
    return np.round(found.image * 255).astype(np.uint8)


def digest(sources: Sources) -> str:
    """sha256 over the arrays, the same from whatever files they come."""
    total = hashlib.sha256()
    for arrays in sources.values():
        for array in arrays:
            total.update(np.ascontiguousarray(array).data)
    return total.hexdigest()
