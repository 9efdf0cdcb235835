"""The data that a recipe learns from, wherever it comes from."""

import hashlib
import os
from pathlib import Path

import numpy as np

from pi_nn.commands.common import with_progress
from pi_nn.commands.runs import say
from pi_nn.datasets import mnist
from pi_nn.datasets.book_csv import read_csv
from pi_nn.datasets.labelled import read_folder
from pi_nn.datasets.small_digits import read_small_digits
from pi_nn.errors import DataError, SettingsError
from pi_nn.recipes.system import Source, Sources

BOOK_FILES = ("mnist_train.csv", "mnist_test.csv"), ("mnist_train_100.csv", "mnist_test_10.csv")  # all; its first ones


def load(kind: str, data: str | None) -> Sources:
    """The parts of the data set `kind`; MNIST's are labelled pictures, CSV or IDX files in the folder `data`.

    By default that is the folder that PI_NN_DATA names, else `mnist`; they may also be in a `mnist` within it.
    """
    if kind == "none":
        return {}
    if kind == "digits":
        return {"all": read_small_digits()}
    if kind != "mnist":
        raise SettingsError(f"a recipe's data is mnist, digits or none, and not {kind}")
    given = data or os.environ.get("PI_NN_DATA")
    folders = [Path(given), Path(given, "mnist")] if given else [Path("mnist")]
    found = (parts for folder in folders for parts in (_pictures(folder), _table(folder)) if parts)
    return next(found, None) or _idx(given)


def _table(folder: Path) -> Sources | None:
    """The book's CSV, if it is there."""
    for train, test in BOOK_FILES:
        if (folder / train).is_file():
            say(f"reading {folder / train} and {test}")
            return {"train": read_csv(folder / train), "test": read_csv(folder / test)}
    return None


def _idx(given: str | None) -> Sources:
    folder = mnist.find_folder(given)
    parts = {"train": mnist.load(folder, "train"), "test": mnist.load(folder, "t10k")}
    return {name: (digits.images, digits.labels) for name, digits in parts.items()}


def _pictures(folder: Path) -> Sources | None:
    """Folders `train` and `test` of labelled pictures (see `datasets.labelled`), if they are there."""
    return {part: _framed(folder / part) for part in ("train", "test")} if (folder / "train").is_dir() else None


def _framed(folder: Path) -> Source:
    """Glyphs uint8 (N, 28, 28): a picture of 28x28 is one; of others what the finder finds."""
    glyphs, labels = [], []
    labelled = read_folder(folder)
    for line in labelled.left_out:
        say(f"{folder}: {line}")
    for path, label in with_progress(labelled.pictures):
        if label is not None:
            glyphs.append(glyph(path))
            labels.append(label)
    if not labels:
        raise DataError(f"{folder}: has no pictures of digits; put them in sub-folders 0 to 9")
    return np.array(glyphs), np.array(labels, np.uint8)


def glyph(path: Path) -> np.ndarray:
    """One picture as a glyph uint8 (28, 28), ink 255; of 28x28 most is paper, be it light or, as MNIST's, dark."""
    from pi_nn.camera.pictures import load_grey
    from pi_nn.vision import find_glyph

    grey = load_grey(path)
    if grey.shape == (28, 28):
        return grey if 2 * np.median(grey) < int(grey.min()) + int(grey.max()) else 255 - grey
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
