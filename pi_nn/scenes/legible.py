"""Keeping a scene legible: where kinds that are hard come together, the worst of them is eased.

A person must still be able to read what is drawn, or a wrong answer would say nothing about the reader.
"""

from dataclasses import replace
from math import erf, hypot, sqrt

import numpy as np

from pi_nn.scenes.light import Light
from pi_nn.scenes.sensor import Lens

LEAST_CONTRAST = 16.0
"""Grey levels between the middle of a blurred stroke and the paper beside it, at least."""

_NOISE_SHARE = 0.22  # the noise's standard deviation, as a share of that contrast, at most


def legible(
    paper: float, ink: float, width: float, light: Light, lens: Lens, middle: tuple[float, float]
) -> tuple[float, Light, Lens]:
    """The ink's albedo, the light and the lens, changed as little as makes a stroke `width` pixels wide legible.

    paper, ink: albedo; middle: x, y of the writing in pixels.
    """
    lens = replace(lens, soft=min(lens.soft, 0.45 + 0.45 * width), motion=_shortened(lens.motion, 1.5 + 1.2 * width))
    brightness = _at(light, middle) * light.level * visible(width, lens)
    wanted = LEAST_CONTRAST / max(brightness, 1e-3)
    if abs(paper - ink) < wanted:
        ink = paper + wanted if ink > paper else max(paper - wanted, 0.02 * paper)
    contrast = abs(paper - ink) * brightness
    if contrast < LEAST_CONTRAST:  # ink as dark as can be, and still too little: more light
        light = replace(light, level=light.level * LEAST_CONTRAST / max(contrast, 1e-3))
        contrast = LEAST_CONTRAST
    return ink, light, replace(lens, noise=min(lens.noise, _NOISE_SHARE * contrast))


def visible(width: float, lens: Lens) -> float:
    """The share of its darkness that the middle of a stroke keeps when blurred (a line under a Gaussian)."""
    sharp = erf(width / (2 * sqrt(2) * max(lens.soft, 0.3)))
    return sharp * min(1.0, width / max(hypot(*lens.motion), 1e-6))


def _shortened(motion: tuple[float, float], longest: float) -> tuple[float, float]:
    share = min(1.0, longest / max(hypot(*motion), 1e-6))
    return motion[0] * share, motion[1] * share


def _at(light: Light, middle: tuple[float, float]) -> float:
    height, width = light.field.shape
    x, y = (int(np.clip(value, 0, limit - 1)) for value, limit in zip(middle, (width, height)))
    return float(light.field[y, x])
