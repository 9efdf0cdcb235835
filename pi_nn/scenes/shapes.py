"""Shapes that can be written on a sheet: drawn strokes, or the picture of a glyph from a data set."""

from dataclasses import dataclass, field, replace

import numpy as np
from scipy import ndimage

from pi_nn.scenes.strokes import Strokes
from pi_nn.scenes.thinning import thin

_ZOOM = 5
_MARGIN = 4  # pixels of the glyph around its ink
_LUMP = 1.8  # half widths of the stroke: ink further from every middle line is a lump
_SMOOTH = 1.2  # standard deviation, in pixels of the enlarged glyph, that takes the steps off an edge


@dataclass(frozen=True)
class Shape:
    """Something one unit high with 0, 0 in its middle.

    strokes, or distance: float32 (h, w), see `stage.Writing`. points: (n, 2), of which the bounding box counts.
    digit: which digit it is, or None. share: its height beside a digit, as a share of the digit's.
    thin: distance is from the line that the pen follows, not from the ink's edge.
    """

    points: np.ndarray
    strokes: Strokes = field(default_factory=list)
    distance: np.ndarray | None = None
    digit: int | None = None
    share: float = 1.0
    thin: bool = False


def from_strokes(strokes: Strokes, digit: int | None = None, share: float = 1.0) -> Shape:
    """A shape of strokes that are in its units already."""
    return Shape(np.concatenate(strokes), strokes, digit=digit, share=share)


def from_ink(ink: np.ndarray, boldness: float = 0.0, digit: int | None = None) -> Shape:
    """A shape of the ink of a small picture, any 2-D array with ink high, such as a 28x28 glyph.

    The picture is enlarged by cubic interpolation and its level of 45 % taken as the ink's edge, so that it
    has edges as sharp as a pen's at every size. `boldness` moves the edge out, in pixels of the picture.
    """
    inside = _enlarged(ink)
    distance = ndimage.distance_transform_edt(inside) - ndimage.distance_transform_edt(~inside)
    smooth = ndimage.gaussian_filter(distance.astype(np.float32), _SMOOTH) + boldness * _ZOOM
    return Shape(_unit_points(smooth > 0), distance=smooth, digit=digit)


def from_middle_lines(ink: np.ndarray, digit: int | None = None) -> Shape:
    """A shape of the middle lines of the same picture's strokes, to be written anew with a thinner pen.

    Where a loop has run full its line would be lost: then the ink is taken as it is, by `from_ink`.
    """
    inside = _enlarged(ink)
    lines = thin(inside)
    distance = ndimage.distance_transform_edt(~lines).astype(np.float32)
    half_width = inside.sum() / max(2 * lines.sum(), 1)
    if distance[inside].max() > _LUMP * half_width:
        return from_ink(ink, 0.0, digit)
    # The blur lifts the bottom of the valley by E|x| = sqrt(2 / pi) standard deviations.
    smooth = ndimage.gaussian_filter(distance, _SMOOTH) - np.float32(np.sqrt(2 / np.pi) * _SMOOTH)
    return Shape(_unit_points(lines), distance=-smooth, digit=digit, thin=True)


def with_gaps(rng: np.random.Generator, shape: Shape, radius: float) -> Shape:
    """The same picture with one or two places left out, each of `radius` (a share of the shape's height)."""
    if shape.distance is None:
        raise ValueError("a shape of strokes has its gaps from its pen")
    rows, columns = shape.distance.shape
    x = (np.arange(columns)[None, :] + 0.5 - columns / 2) / rows
    y = (np.arange(rows)[:, None] + 0.5 - rows / 2) / rows
    left = shape.distance
    for middle in shape.points[rng.integers(0, len(shape.points), rng.integers(1, 3))]:
        left = np.where(np.hypot(x - middle[0], y - middle[1]) < radius, np.float32(-rows), left)
    return replace(shape, distance=left)


def _enlarged(ink: np.ndarray) -> np.ndarray:
    """Where there is ink, bool, in the picture cut to its ink and enlarged."""
    image = np.asarray(ink, np.float32)
    image = image / max(float(image.max(initial=0)), 1e-6)
    rows, columns = np.flatnonzero((image > 0.3).any(axis=1)), np.flatnonzero((image > 0.3).any(axis=0))
    if len(rows) == 0:
        raise ValueError("there is no ink in the picture")
    cut = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return ndimage.zoom(np.pad(cut, _MARGIN), _ZOOM, order=3, mode="grid-constant", grid_mode=True) > 0.45


def _unit_points(inside: np.ndarray) -> np.ndarray:
    """The middles of the inked pixels, in units of the picture's height."""
    rows, columns = inside.shape
    y, x = np.nonzero(inside)
    return np.stack([(x + 0.5 - columns / 2) / rows, (y + 0.5 - rows / 2) / rows], axis=1)
