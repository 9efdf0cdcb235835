"""Brightness on a logarithmic scale, on which a contrast is a difference, whatever the light.

A tone is a whole number from 0, black, to 255, white. Half the light is the same number of tones less on
every paper but the darkest, where the logarithm bends into a straight line: there it would only amplify noise.
"""

from functools import lru_cache
from math import exp, log1p

import numpy as np

from pi_nn.vision.resample import block_sums

STEPS = 4  # of a mean of pixels to a grey level


def tones(picture: np.ndarray, factor: int, dark_grey: float) -> np.ndarray:
    """Tones uint8 of the means of factor x factor blocks of a uint8 picture."""
    sums = block_sums(picture, factor)
    coarse = max(1, factor**2 // STEPS)
    steps = sums // coarse if coarse > 1 else sums
    return _tones_of_sums(factor**2, coarse, dark_grey).take(steps.astype(np.intp))  # 32 bits take no uint32


@lru_cache(maxsize=8)
def _tones_of_sums(pixels: int, coarse: int, dark_grey: float) -> np.ndarray:
    """The tone of each sum of so many `pixels`, in steps of `coarse`."""
    grey = np.arange(255 * pixels // coarse + 1) * (coarse / pixels)
    table = np.round(_scale(dark_grey) * np.log1p(grey / dark_grey)).astype(np.uint8)
    table.setflags(write=False)
    return table


def _scale(dark_grey: float) -> float:
    return 255 / log1p(255 / dark_grey)


@lru_cache(maxsize=8)
def contrasts(dark_grey: float) -> np.ndarray:
    """The contrast float32 (256,) of each difference of tones: 0 the same, 1 no light beside full light."""
    table = (1 - np.exp(np.arange(256) / -_scale(dark_grey))).astype(np.float32)
    table.setflags(write=False)
    return table


def contrast_of(steps: float, dark_grey: float) -> float:
    """The contrast of one difference of tones, below 0 as it is."""
    return 1 - exp(-steps / _scale(dark_grey))


def difference(contrast: np.ndarray, dark_grey: float) -> np.ndarray:
    """The difference of tones, rounded down to uint8, that makes a contrast of 0 to 1."""
    return np.minimum(-_scale(dark_grey) * np.log(np.maximum(1 - contrast, 1e-6)), 255).astype(np.uint8)
