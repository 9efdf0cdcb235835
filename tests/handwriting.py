"""Real handwritten digits that come with scikit-learn."""

from functools import cache

import numpy as np
from sklearn.datasets import load_digits


@cache
def glyphs():
    """1,797 digits by 43 hands as glyphs, uint8 (N, 28, 28), ink 255, enlarged from 8x8; and labels (N,)."""
    images, labels = load_digits(return_X_y=True)
    enlarged = np.kron(images.reshape(-1, 8, 8), np.ones((3, 3)))  # (N, 24, 24), 0 to 16
    images = np.pad(np.round(enlarged * 255 / 16).astype(np.uint8), ((0, 0), (2, 2), (2, 2)))
    images.flags.writeable = labels.flags.writeable = False
    return images, labels
