"""Central differences, which gradients are checked against."""

import numpy as np


def numeric_gradient(loss, array, step=1e-5):
    """(loss(p + step) - loss(p - step)) / (2 step) for every element p of the array, which loss() reads."""
    gradient = np.zeros_like(array)
    for place in np.ndindex(array.shape):
        kept = array[place]
        array[place] = kept + step
        above = loss()
        array[place] = kept - step
        gradient[place] = (above - loss()) / (2 * step)
        array[place] = kept
    return gradient


def largest_error(gradient, numeric):
    """The largest |g - n| / max(|g|, |n|); where both are as good as zero, nothing is wrong."""
    size = np.maximum(np.maximum(np.abs(gradient), np.abs(numeric)), 1e-4)
    return float((np.abs(gradient - numeric) / size).max())
