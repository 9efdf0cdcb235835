"""Files as MNIST's are."""

import struct

import numpy as np


def as_idx(array):
    """The bytes of an IDX file that holds a uint8 array."""
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()


def put_digits(folder, part, images, labels, pack=bytes, ending=""):
    """A part's two files; part: "train" or "t10k"."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{part}-images-idx3-ubyte{ending}").write_bytes(pack(as_idx(images)))
    (folder / f"{part}-labels-idx1-ubyte{ending}").write_bytes(pack(as_idx(labels.astype(np.uint8))))
