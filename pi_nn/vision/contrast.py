"""How much darker (or lighter) than its paper each pixel is, whatever the light.

The paper is estimated by a grey closing (Serra 1982): the picture with every dark shape that
is narrower than the widest stroke filled in. A flat closing leaves gradients and shadow edges
as they are, so neither light nor shadow is taken for ink.
"""

from functools import cache

import numpy as np
from scipy import ndimage

from pi_nn.settings import Finder
from pi_nn.vision.resample import shrink

DARKEST_PAPER = 60.0  # grey levels: below this a ratio would only amplify noise


class View:
    """A frame seen at about `size` pixels: its grey values, contrasts and ink, each computed once."""

    def __init__(self, frame: np.ndarray, size: int, finder: Finder) -> None:
        self.grey, self.factor = shrink(frame, size)
        self.contrast = cache(lambda dark: ink_contrast(self.grey, finder.widest_stroke, dark))
        self._strongest = cache(lambda dark: sliding(np.maximum, self.contrast(dark), finder.widest_stroke))
        self.ink = cache(self._ink)
        self._floor = cache(lambda dark: max(finder.faintest, finder.noise_factor * _median(self.contrast(dark))))

    def _ink(self, dark: bool, share: float) -> np.ndarray:
        """Bool: where the contrast is above the frame's noise and at least this share of the strongest nearby."""
        return self.contrast(dark) > np.maximum(self._floor(dark), share * self._strongest(dark))


def _median(values: np.ndarray) -> float:
    return float(np.median(values))


def ink_contrast(grey: np.ndarray, reach: int, dark_ink: bool) -> np.ndarray:
    """Difference of paper and pixel, relative to the brighter of the two: 0 paper, 1 black on white."""
    ground = paper(grey, reach, dark_ink)
    difference = ground - grey if dark_ink else grey - ground
    return difference / np.maximum(np.maximum(ground, grey), DARKEST_PAPER)


def paper(grey: np.ndarray, reach: int, dark_ink: bool) -> np.ndarray:
    """The picture without its strokes: shapes narrower than `reach` pixels are filled in."""
    first, second = (np.maximum, np.minimum) if dark_ink else (np.minimum, np.maximum)
    return sliding(second, sliding(first, grey, reach), reach)


def sliding(pick: np.ufunc, grey: np.ndarray, reach: int) -> np.ndarray:
    """The largest (np.maximum) or smallest value of the square of `reach` pixels around each pixel."""
    line = ndimage.maximum_filter1d if pick is np.maximum else ndimage.minimum_filter1d
    return line(line(grey, reach, axis=0, mode="nearest"), reach, axis=1, mode="nearest")
