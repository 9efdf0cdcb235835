"""How much darker (or lighter) than its paper each pixel is, whatever the light.

The paper is estimated by a grey closing (Serra 1982): the picture with every dark shape that
is narrower than the widest stroke filled in. A flat closing leaves gradients and shadow edges
as they are, so neither light nor shadow is taken for ink.
"""

import numpy as np
from scipy import ndimage

from pi_nn.settings import Finder

DARKEST_PAPER = 24.0  # grey levels: below this a ratio would only amplify noise


def paper(grey: np.ndarray, reach: int, dark_ink: bool) -> np.ndarray:
    """The picture without its strokes: shapes narrower than `reach` pixels are filled in."""
    first, second = (np.maximum, np.minimum) if dark_ink else (np.minimum, np.maximum)
    return _sliding(second, _sliding(first, grey, reach), reach)


def _sliding(pick: np.ufunc, grey: np.ndarray, reach: int) -> np.ndarray:
    line = ndimage.maximum_filter1d if pick is np.maximum else ndimage.minimum_filter1d
    return line(line(grey, reach, axis=0, mode="nearest"), reach, axis=1, mode="nearest")


def ink_contrast(grey: np.ndarray, reach: int, dark_ink: bool) -> np.ndarray:
    """Difference of paper and pixel, relative to the brighter of the two: 0 paper, 1 black on white."""
    ground = paper(grey, reach, dark_ink)
    difference = ground - grey if dark_ink else grey - ground
    return difference / np.maximum(np.maximum(ground, grey), DARKEST_PAPER)


def ink_mask(contrast: np.ndarray, finder: Finder) -> np.ndarray:
    """Where the contrast is that of ink: above the frame's noise and beside the strongest ink nearby."""
    floor = max(finder.faintest, finder.noise_factor * float(np.median(contrast)))
    strongest = _sliding(np.maximum, contrast, finder.widest_stroke)
    return contrast > np.maximum(floor, finder.ink_share * strongest)
