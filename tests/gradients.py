"""Central differences, which gradients are checked against."""

from functools import partial

import numpy as np

from pi_nn.gradient_check import central_differences

numeric_gradient = partial(central_differences, step=1e-5)


def largest_error(gradient, numeric):
    """The largest |g - n| / max(|g|, |n|); where both are as good as zero, nothing is wrong."""
    size = np.maximum(np.maximum(np.abs(gradient), np.abs(numeric)), 1e-4)
    return float((np.abs(gradient - numeric) / size).max())
