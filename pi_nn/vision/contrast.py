"""How much darker (or lighter) than its paper each pixel is, whatever the light.

The paper is estimated by a grey closing (Serra 1982): the picture with every dark shape that
is narrower than the widest stroke filled in. A flat closing leaves gradients and shadow edges
as they are, so neither light nor shadow is taken for ink.
"""

from collections.abc import Callable

import numpy as np
from scipy import ndimage

from pi_nn.settings import Finder
from pi_nn.vision.resample import shrink

DARKEST_PAPER = 60.0  # grey levels: below this a ratio would only amplify noise


class View:
    """A frame seen at about `size` pixels: its grey values, contrasts and ink, each computed once."""

    def __init__(self, frame: np.ndarray, size: int, finder: Finder) -> None:
        self.grey, self.factor = shrink(frame, size)
        self._finder = finder
        self._made: dict[tuple[str, bool, float], np.ndarray] = {}

    def contrast(self, dark: bool) -> np.ndarray:
        """Float32, 0 to 1: `ink_contrast` of dark or light ink."""
        return self._once("contrast", dark, 0, lambda: ink_contrast(self.grey, self._finder.widest_stroke, dark))

    def ink(self, dark: bool, share: float) -> np.ndarray:
        """Bool: where the contrast is above the frame's noise and at least this share of the strongest nearby."""
        return self._once("ink", dark, share, lambda: self.contrast(dark) > self._least(dark, share))

    def _least(self, dark: bool, share: float) -> np.ndarray:
        contrast, finder = self.contrast(dark), self._finder
        nearby = self._once("nearby", dark, 0, lambda: sliding(np.maximum, contrast, finder.widest_stroke))
        noise = self._once("noise", dark, 0, lambda: np.median(contrast))
        return np.maximum(max(finder.faintest, finder.noise_factor * float(noise)), share * nearby)

    def _once(self, what: str, dark: bool, share: float, make: Callable[[], np.ndarray]) -> np.ndarray:
        if (what, dark, share) not in self._made:
            self._made[what, dark, share] = make()
        return self._made[what, dark, share]


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
