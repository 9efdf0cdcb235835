"""Shapes that can be written on a sheet: drawn strokes, or the picture of a glyph from a data set."""

from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage

from pi_nn.scenes.strokes import Strokes

_ZOOM = 5
_MARGIN = 2  # pixels of the glyph around its ink


@dataclass(frozen=True)
class Shape:
    """Something one unit high with 0, 0 in its middle.

    strokes, or distance: float32 (h, w), see `stage.Writing`. points: (n, 2), of which the bounding box counts.
    digit: which digit it is, or None. share: its height beside a digit, as a share of the digit's.
    """

    points: np.ndarray
    strokes: Strokes = field(default_factory=list)
    distance: np.ndarray | None = None
    digit: int | None = None
    share: float = 1.0


def from_strokes(strokes: Strokes, digit: int | None = None, share: float = 1.0) -> Shape:
    """A shape of strokes that are in its units already."""
    return Shape(np.concatenate(strokes), strokes, digit=digit, share=share)


def from_ink(ink: np.ndarray, boldness: float = 0.0, digit: int | None = None) -> Shape:
    """A shape of the ink of a small picture, any 2-D array with ink high, such as a 28x28 glyph.

    The picture is enlarged by cubic interpolation and its level of 45 % taken as the ink's edge, so that it
    has edges as sharp as a pen's at every size. `boldness` moves the edge out, in pixels of the picture.
    """
    image = np.asarray(ink, np.float32)
    image = image / max(float(image.max(initial=0)), 1e-6)
    rows, columns = np.flatnonzero((image > 0.3).any(axis=1)), np.flatnonzero((image > 0.3).any(axis=0))
    if len(rows) == 0:
        raise ValueError("there is no ink in the picture")
    cut = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    large = ndimage.zoom(np.pad(cut, _MARGIN), _ZOOM, order=3, mode="grid-constant", grid_mode=True)
    inside = large > 0.45
    distance = ndimage.distance_transform_edt(inside) - ndimage.distance_transform_edt(~inside)
    smooth = ndimage.gaussian_filter(distance.astype(np.float32), 1.2) + boldness * _ZOOM
    return Shape(_unit_points(smooth > 0), distance=smooth, digit=digit)


def _unit_points(inside: np.ndarray) -> np.ndarray:
    """The middles of the inked pixels, in units of the picture's height."""
    rows, columns = inside.shape
    y, x = np.nonzero(inside)
    return np.stack([(x + 0.5 - columns / 2) / rows, (y + 0.5 - rows / 2) / rows], axis=1)
