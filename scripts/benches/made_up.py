"""Files like MNIST's, of made-up images."""

import gzip
import struct
from pathlib import Path

import numpy as np

RNG = np.random.default_rng(1)


def write_made_up(folder: Path, train: int = 60_000, test: int = 10_000) -> None:
    """The four files, with as many images as said."""
    for part, count in (("train", train), ("t10k", test)):
        images = (RNG.integers(0, 256, (count, 784), np.uint8) * (RNG.random((1, 784)) < 0.2)).astype(np.uint8)
        labels = RNG.integers(0, 10, count).astype(np.uint8)
        for kind, head, array in (("images-idx3", (count, 28, 28), images), ("labels-idx1", (count,), labels)):
            header = struct.pack(f">HBB{len(head)}I", 0, 8, len(head), *head)
            (folder / f"{part}-{kind}-ubyte.gz").write_bytes(gzip.compress(header + array.tobytes(), 1))
