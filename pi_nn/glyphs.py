"""Many glyphs with what they are, as data sets, drawing, training and teaching hand them to each other."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Glyphs:
    """images (N, 28, 28): uint8, ink 255, or float32, ink 1. labels (N,): 0 to 9, or 10 for "no digit"."""

    images: np.ndarray
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, chosen: np.ndarray | slice) -> "Glyphs":
        """Some of them: by numbers, by a mask or by a slice."""
        return Glyphs(self.images[chosen], self.labels[chosen])


def together(parts: Iterable[Glyphs]) -> Glyphs:
    """All of the parts, one part after another; at least one part."""
    images, labels = zip(*((part.images, part.labels) for part in parts))
    return Glyphs(np.concatenate(images), np.concatenate(labels))
