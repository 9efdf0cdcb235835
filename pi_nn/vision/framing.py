"""Framing one digit as MNIST's digits are framed.

LeCun's description: size-normalised into a 20x20 box keeping the aspect ratio, anti-aliased,
then placed in 28x28 so that the centre of mass is at the centre.
"""

import numpy as np

from pi_nn.settings import Finder
from pi_nn.vision.resample import resample
from pi_nn.vision.strokes import extents, thicken

SIDE = 28
BOX = 20
CENTRE = (SIDE - 1) / 2


def frame_glyph(ink: np.ndarray, finder: Finder = Finder()) -> np.ndarray:
    """One digit's ink, any 2-D array with ink high and paper 0, as a float32 (28, 28) glyph, ink 1."""
    ink = np.asarray(ink, dtype=np.float32)
    if ink.size == 0 or not ink.max() > 0:
        return np.zeros((SIDE, SIDE), np.float32)
    ink = crop_to_ink(thicken(ink / ink.max(), finder.thinnest_stroke, finder.solid), finder.visible)
    step = max(ink.shape) / BOX
    rows, columns = (_positions(ink.sum(axis=1 - axis), step) for axis in (0, 1))
    return np.minimum(np.maximum(resample(ink, rows, columns, step), 0), 1)


def crop_to_ink(ink: np.ndarray, least: float) -> np.ndarray:
    """The part of the picture that holds the ink from this strength on."""
    extent = extents(ink >= least)
    if extent is None:
        return ink
    top, bottom, left, right = extent
    return ink[top:bottom, left:right]


def _positions(mass: np.ndarray, step: float) -> np.ndarray:
    """Where the 28 output pixels lie on the input line, so that the mass's centre is at the centre.

    A digit so lopsided that it would leave the frame is moved just as far as it stays inside.
    """
    length = len(mass)
    centre = float(mass @ np.arange(length) / mass.sum())
    room = (CENTRE + 0.5) * step - length / 2  # how far the middle of the box may be off the centre
    middle = (length - 1) / 2
    centre = min(max(centre, middle - room), middle + room)
    return (np.arange(SIDE) - CENTRE) * step + centre
