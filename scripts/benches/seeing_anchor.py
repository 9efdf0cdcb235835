"""The anchor of the scenes' difficulty, as comparable projects see: global Otsu threshold, bounding box, squash."""

import numpy as np
from PIL import Image
from scipy import ndimage


def otsu(frame: np.ndarray) -> int:
    """The grey level that parts the frame into the two classes furthest apart (Otsu 1979)."""
    counts = np.bincount(frame.ravel(), minlength=256).astype(float)
    below, mass = np.cumsum(counts), np.cumsum(counts * np.arange(256))
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (mass / below - (mass[-1] - mass) / above) ** 2
    return int(np.nanargmax(np.where(above > 0, between, -1)))


def squashed(frame: np.ndarray) -> np.ndarray:
    """The largest piece of what is rarer, dark or light, squashed to 20x20 within 28x28, ink 1."""
    dark = frame <= otsu(frame)
    labels, count = ndimage.label(dark if dark.mean() <= 0.5 else ~dark, structure=np.ones((3, 3)))
    image = np.zeros((28, 28), np.float32)
    if count:
        piece = labels == 1 + np.argmax(np.bincount(labels.ravel())[1:])
        rows, columns = (np.flatnonzero(piece.any(axis=1 - axis)) for axis in (0, 1))
        ink = Image.fromarray(np.uint8(255) * piece[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
        image[4:24, 4:24] = np.asarray(ink.resize((20, 20), Image.Resampling.BOX), np.float32) / 255
    return image


def anchor_reads(frame: np.ndarray, network) -> int:
    """The surest of the ten digits: it refuses nothing."""
    return int(np.argmax(network.predict(squashed(frame))[:10]))
