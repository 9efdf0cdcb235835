"""A network: a chain of layers, forwards to scores and backwards to gradients."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from pi_nn.layers import BatchNorm, Conv2D, Dense, Dropout, Layer
from pi_nn.losses import softmax

PREDICT_TOGETHER = 256  # images; keeps what lies in memory between two layers small
NOT_A_DIGIT = 10  # the label of the eleventh class
LEAST_SCORE = 1e-4  # what is weighed: a network's own certainty has an end


class Network:
    """Layers, each fed with what the one before it gives.

    weighing: a small network that corrects the scores by how a glyph stands in its frame, see `weighed`; or None.
    glance: a smaller one that says by its stance alone whether it may be a digit at all, see `chance`; or None.
    """

    def __init__(self, layers: Iterable[Layer], weighing: "Network | None" = None, glance: "Network | None" = None):
        self.layers = list(layers)
        self.weighing = weighing
        self.glance = glance

    def forward(self, x: np.ndarray) -> np.ndarray:
        """The logits (N, K) of samples (N, ...): predicting, so nothing changes."""
        return self.training_pass(x, None)[0]

    def training_pass(self, x: np.ndarray, rng: np.random.Generator | None) -> tuple[np.ndarray, list[Any]]:
        """The logits (N, K) of samples (N, ...), and each layer's cache for `backward`."""
        caches = []
        for layer in self.layers:
            x, cache = layer.forward(x, rng)
            caches.append(cache)
        return x, caches

    def backward(self, grad: np.ndarray, caches: list[Any]) -> list[np.ndarray]:
        """From dL/d(logits): the gradient of every one of `parameters()`, in their order."""
        gradients: list[np.ndarray] = []
        first = next(i for i, layer in enumerate(self.layers) if layer.trained)
        for layer, cache in zip(self.layers[:first:-1], caches[:first:-1], strict=True):
            grad, of_layer = layer.backward(grad, cache)
            gradients = of_layer + gradients
        return self.layers[first].gradients(grad, caches[first]) + gradients

    def learn_statistics(self, caches: list[Any]) -> None:
        """Let each batch normalisation take in the mean and variance of the batch just passed."""
        for layer, cache in zip(self.layers, caches, strict=True):
            if isinstance(layer, BatchNorm):
                layer.learn_statistics(cache)

    def predict(self, image: np.ndarray, standing: np.ndarray | None = None) -> np.ndarray:
        """The scores (11,) of one glyph, (28, 28) or (784,), ink 1: softmax of its logits.

        standing: float32 (T,), how the glyph stands in its frame; the scores are weighed with it.
        """
        scores = softmax(self.forward(self._as_input(np.asarray(image)[None])))
        if self.weighing is None or standing is None:
            return scores[0]
        return softmax(weighed(scores, standing[None], self.weighing))[0]

    def chance(self, stance: np.ndarray) -> float:
        """Of being a digit, 0 to 1, what stands so, float32 (S,), before it is cut out; 1 without a glance."""
        if self.glance is None:
            return 1.0
        return float(softmax(self.glance.forward(self._as_input(stance[None])))[0, 1])

    def predict_many(self, images: np.ndarray) -> np.ndarray:
        """The scores (N, 11) of glyphs (N, 28, 28), ink 1."""
        parts = range(0, len(images), PREDICT_TOGETHER)
        logits = [self.forward(self._as_input(images[i : i + PREDICT_TOGETHER])) for i in parts]
        return softmax(np.concatenate(logits)) if logits else np.zeros((0, 11), self.dtype)

    def _as_input(self, images: np.ndarray) -> np.ndarray:
        return np.asarray(images, self.dtype)

    @property
    def dtype(self) -> np.dtype:
        """Of the parameters, and so of everything computed with them."""
        return self.parameters()[0].dtype

    def parameters(self) -> list[np.ndarray]:
        """The arrays that training changes, in the order of the layers."""
        return [getattr(layer, name) for layer in self.layers for name in layer.trained]

    def arrays(self) -> dict[str, np.ndarray]:
        """Parameters and statistics by name: "0.weight" is the weight of the first layer."""
        return {
            f"{i}.{name}": getattr(layer, name)
            for i, layer in enumerate(self.layers)
            for name in layer.trained + layer.measured
        }

    def astype(self, dtype: Any) -> "Network":
        """This very network with its arrays in another dtype (float64 for checks)."""
        for name, array in self.arrays().items():
            index, attribute = name.split(".")
            setattr(self.layers[int(index)], attribute, array.astype(dtype))
        for small in (self.weighing, self.glance):
            if small is not None:
                small.astype(dtype)
        return self

    def folded(self) -> "Network":
        """A network that predicts the same with fewer layers.

        Each batch normalisation goes into the convolution or dense layer before it, and dropout goes altogether.
        """
        layers: list[Layer] = []
        for layer in self.layers:
            if isinstance(layer, BatchNorm) and layers and isinstance(layers[-1], Conv2D | Dense):
                layers[-1] = _normalised(layers[-1], layer)
            elif not isinstance(layer, Dropout):
                layers.append(layer)
        return Network(layers, self.weighing, self.glance)


def evidence(scores: np.ndarray, standings: np.ndarray) -> np.ndarray:
    """What scores (N, 11) are weighed by: how each glyph stands in its frame (N, T), and the logs of its scores."""
    return np.concatenate([standings, logs(scores)], axis=1)


def weighed(scores: np.ndarray, standings: np.ndarray, weighing: Network) -> np.ndarray:
    """Logits (N, 11): log p + w(standing, log p), the scores' logs corrected by the small network w.

    Of the standing w takes as many measures, the first, as there were when it was learnt.
    """
    known = len(weighing.parameters()[0]) - scores.shape[1]
    return logs(scores) + weighing.forward(evidence(scores, standings[:, :known]))


def logs(scores: np.ndarray) -> np.ndarray:
    """Of scores, none of which counts as less than LEAST_SCORE."""
    return np.log(np.maximum(scores, LEAST_SCORE))


def _normalised(layer: Conv2D | Dense, norm: BatchNorm) -> Layer:
    """factor (W x + b) + offset = (factor W) x + (factor b + offset), as a new layer."""
    factor, offset = norm.as_factor_and_offset()
    folded: Any = type(layer)(**{**layer.config(), "bias": True})
    along_outputs = factor[:, None, None, None] if isinstance(layer, Conv2D) else factor
    folded.weight = layer.weight * along_outputs
    folded.bias = offset + (factor * layer.bias if "bias" in layer.trained else 0)
    return folded
