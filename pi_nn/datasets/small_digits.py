"""The 1,797 digits of 8x8 pixels that come with scikit-learn (UCI's optical recognition set, by 43 hands)."""

import numpy as np

from pi_nn.errors import DataError


def read_small_digits() -> tuple[np.ndarray, np.ndarray]:
    """Images float64 (1797, 8, 8), 0 to 16, ink high, and labels (1797,). DataError if scikit-learn is missing."""
    try:
        from sklearn.datasets import load_digits
    except ImportError as error:
        advice = "pip install scikit-learn, or on a Raspberry Pi: sudo apt install python3-sklearn"
        raise DataError(f"the 8x8 digits come with scikit-learn, which is missing: {advice}") from error
    digits = load_digits()
    return digits.images, digits.target
