"""Looking inside a network of dense layers: what it sees in a class, its first weights, its hidden values."""

import numpy as np

from pi_nn.errors import ModelError
from pi_nn.layers import Dense, Sigmoid
from pi_nn.losses import softmax
from pi_nn.network import Network


def backquery(network: Network, label: int) -> np.ndarray:
    """The book's picture of what the network thinks a class is: inputs (inputs,) of about 0.01 to 0.99.

    Backwards from 0.99 at the label and 0.01 elsewhere: through each Sigmoid by its inverse, ln(y / (1 - y)),
    through each Dense by its weights turned round, and into 0.01 to 0.99 again. ModelError for other layers.
    """
    if not all(isinstance(layer, Dense | Sigmoid) for layer in network.layers):
        raise ModelError("only a network of sigmoids can be asked backwards: train book-200, book-100 or tutorial")
    denses = [layer for layer in network.layers if isinstance(layer, Dense)]
    values = np.full(denses[-1].weight.shape[1], 0.01)
    if label >= len(values):
        raise ModelError(f"the network has {len(values)} outputs and none for {label}: train book-200 or book-100")
    values[label] = 0.99
    for layer in reversed(network.layers):
        if isinstance(layer, Dense):
            bias = layer.bias if "bias" in layer.trained else 0
            values = _rescaled(layer.weight @ (values - bias))
        else:
            values = np.log(values / (1 - values))
    return values


def _rescaled(values: np.ndarray) -> np.ndarray:
    """Into 0.01 to 0.99, where the inverse of the logistic function exists."""
    low, high = values.min(), values.max()
    return 0.01 + 0.98 * (values - low) / (high - low or 1)


def first_weights(network: Network) -> np.ndarray:
    """The weights of each unit of the first trained layer as a picture, (units, h, w). ModelError if they are none."""
    weight = next(getattr(layer, "weight", None) for layer in network.layers if layer.trained)
    if weight is not None and weight.ndim == 4:  # a convolution's (F, C, size, size)
        return np.concatenate([weight[:, channel] for channel in range(weight.shape[1])])
    side = 0 if weight is None else round(len(weight) ** 0.5)
    if weight is None or side * side != len(weight):
        raise ModelError("the first weights are no pictures: the inputs make no square")
    return weight.T.reshape(-1, side, side)


def hidden_values(network: Network, inputs: np.ndarray) -> list[np.ndarray]:
    """What each layer gives for one input (1, ...), as pictures (N, h, w): maps as they are, units as one bar."""
    pictures, x = [], inputs
    for layer in network.layers:
        x, _ = layer.forward(x)
        pictures.append(x[0] if x.ndim == 4 else x.reshape(1, 1, -1))
    return pictures


def imagined(network: Network, steps: int = 40) -> np.ndarray:
    """What any network thinks the ten digits are, float32 (10, 28, 28), ink 1: glyphs that it is sure of.

    From grey noise uphill on each digit's score (Simonyan et al. 2013); after each step what there is is smoothed and,
    the surer the network is, the more ink is taken away everywhere: what it asks for again and again stays.
    """
    from scipy.ndimage import gaussian_filter

    glyphs = np.random.default_rng(0).random((10, 28, 28), np.float32) * np.float32(0.05)
    for _ in range(steps):
        slopes, sure = _slopes(network, glyphs)
        slopes = gaussian_filter(slopes, (0, 1, 1))
        slopes /= np.abs(slopes).max(axis=(1, 2), keepdims=True) + 1e-9
        glyphs = gaussian_filter(glyphs + 0.1 * slopes - 0.01 * sure[:, None, None], (0, 0.4, 0.4)).clip(0, 1)
    return glyphs


def _slopes(network: Network, glyphs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How the logarithm of digit i's score of glyph i rises with each pixel, (10, h, w), and that score, (10,)."""
    logits, caches = network.training_pass(glyphs.astype(network.dtype), None)
    scores = softmax(logits)
    slopes = np.eye(*scores.shape, dtype=network.dtype) - scores
    for layer, cache in zip(network.layers[::-1], caches[::-1], strict=True):
        slopes, _ = layer.backward(slopes, cache)
    return slopes.reshape(glyphs.shape), np.diagonal(scores)
