"""Distortions of glyphs: what another hand, pen, light or camera would have made of them.

Everything works on a batch at once: float32 (N, 28, 28), ink 1, paper 0. Each image gets its own random numbers.
"""

from dataclasses import asdict, dataclass

import numpy as np

Array = np.ndarray
Rng = np.random.Generator


@dataclass(frozen=True)
class Distortion:
    """How strongly glyphs are distorted; a probability is the share of the images that it happens to."""

    rotation: float = 11.0  # degrees, either way
    shear: float = 0.18  # pixels sideways for each pixel down, either way
    stretch: float = 0.12  # width and height each, as a share, either way
    shift: float = 1.3  # pixels, either way
    elastic: float = 1.1  # pixels, standard deviation of the displacement
    elastic_grid: int = 5  # the displacement is drawn on this many points across, and smooth between them
    pen: float = 0.25  # probability of a thicker or thinner stroke
    blur: float = 0.15  # probability
    tone: float = 0.25  # probability of another gamma and a contrast below 1
    residue: float = 0.15  # probability of faint noise left on the paper

    def lessened(self, share: float) -> "Distortion":
        """The same with everything but the grid's points at this share of its strength."""
        values = {name: share * value for name, value in asdict(self).items()}
        return Distortion(**{**values, "elastic_grid": self.elastic_grid})


def distort(images: Array, rng: Rng, how: Distortion) -> Array:
    """Images (N, 28, 28) as they might have been written and seen otherwise; still within 0 to 1."""
    images = change_pen(images, rng, how.pen)
    rows, columns = affine_grid(images.shape, rng, how)
    if how.elastic:
        rows += smooth_field(images.shape, rng, how.elastic_grid) * how.elastic
        columns += smooth_field(images.shape, rng, how.elastic_grid) * how.elastic
    images = sample(images, rows, columns)
    images = change_tone(blur(images, rng, how.blur), rng, how.tone)
    return add_residue(images, rng, how.residue)


def affine_grid(shape: tuple[int, ...], rng: Rng, how: Distortion) -> tuple[Array, Array]:
    """Where each pixel comes from, rows and columns (N, H, W), under a random affine map about the middle."""
    count, height, width = shape
    angle = np.radians(_either_way(rng, how.rotation, count))
    shear = _either_way(rng, how.shear, count)
    across, down = 1 + _either_way(rng, how.stretch, (2, count, 1, 1))
    y = (np.arange(height, dtype=np.float32) - (height - 1) / 2)[:, None]  # (H, 1)
    x = (np.arange(width, dtype=np.float32) - (width - 1) / 2)[None, :]  # (1, W)
    cos, sin = np.cos(angle)[:, None, None], np.sin(angle)[:, None, None]
    rows = (cos * y + sin * x) * down + _either_way(rng, how.shift, (count, 1, 1))
    columns = (cos * x - sin * y) * across + shear[:, None, None] * y + _either_way(rng, how.shift, (count, 1, 1))
    return rows + np.float32((height - 1) / 2), columns + np.float32((width - 1) / 2)


def _either_way(rng: Rng, limit: float, shape: int | tuple[int, ...]) -> Array:
    return rng.uniform(-limit, limit, shape).astype(np.float32)


def smooth_field(shape: tuple[int, ...], rng: Rng, points: int) -> Array:
    """Smooth noise (N, H, W) of about unit size: a grid of points x points, blended by Gaussian weights.

    The elastic distortion of Simard et al. (2003), with the blur replaced by a coarse grid, which is much faster.
    """
    count, height, width = shape
    coarse = rng.standard_normal((count, points, points), dtype=np.float32)
    return _blend(height, points) @ coarse @ _blend(width, points).T


def _blend(length: int, points: int) -> Array:
    """Weights (length, points), each row of unit norm, so that blended noise keeps its size."""
    where = np.arange(length)[:, None] / (length - 1) * (points - 1)
    weights = np.exp(-((where - np.arange(points)) ** 2) / (2 * 0.6**2))
    return (weights / np.linalg.norm(weights, axis=1, keepdims=True)).astype(np.float32)


def sample(images: Array, rows: Array, columns: Array) -> Array:
    """The images (N, H, W) read at fractional places (N, h, w) by bilinear interpolation; 0 outside."""
    count, height, width = images.shape
    padded = np.pad(images, ((0, 0), (1, 2), (1, 2)))  # a border to fall on, and one more for the pixel after it
    rows = np.clip(rows + 1, 0, height + 1)
    columns = np.clip(columns + 1, 0, width + 1)
    whole_rows, whole_columns = np.floor(rows), np.floor(columns)
    down, across = rows - whole_rows, columns - whole_columns
    top, left = whole_rows.astype(np.int32), whole_columns.astype(np.int32)
    stride = width + 3
    first = np.arange(count, dtype=np.int32)[:, None, None] * np.int32(padded[0].size)
    place = first + top * np.int32(stride) + left
    flat = padded.ravel()
    upper = flat[place] * (1 - across) + flat[place + 1] * across
    lower = flat[place + stride] * (1 - across) + flat[place + stride + 1] * across
    return upper + (lower - upper) * down


def _some(count: int, rng: Rng, share: float) -> Array:
    """Indices of the images that something happens to."""
    return np.flatnonzero(rng.random(count) < share)


def change_pen(images: Array, rng: Rng, share: float) -> Array:
    """Strokes up to about two pixels thicker or one thinner: part of the way to the 3x3 maximum or minimum."""
    chosen = _some(len(images), rng, share)
    images = images.copy()
    how_far = rng.uniform(-0.7, 1.0, (len(chosen), 1, 1)).astype(np.float32)
    some = images[chosen]
    thicker, thinner = _spread(some, np.maximum), _spread(some, np.minimum)
    images[chosen] = some + np.where(how_far > 0, (thicker - some) * how_far, (some - thinner) * how_far)
    return images


def _spread(images: Array, extreme: np.ufunc) -> Array:
    """The extreme over each pixel and its four neighbours (a grey dilation or erosion by a cross)."""
    p = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    vertical = extreme(p[:, :-2, 1:-1], p[:, 2:, 1:-1])
    horizontal = extreme(p[:, 1:-1, :-2], p[:, 1:-1, 2:])
    return extreme(images, extreme(vertical, horizontal))


def blur(images: Array, rng: Rng, share: float) -> Array:
    """Out of focus, or few pixels: one or two passes of a 3x3 smoothing of random strength."""
    chosen = _some(len(images), rng, share)
    weight = rng.uniform(0.05, 0.33, (len(chosen), 1, 1)).astype(np.float32)  # of each neighbour
    some = images[chosen]
    for _ in range(2):
        p = np.pad(some, ((0, 0), (1, 1), (0, 0)))
        some = some * (1 - 2 * weight) + (p[:, :-2] + p[:, 2:]) * weight
        p = np.pad(some, ((0, 0), (0, 0), (1, 1)))
        some = some * (1 - 2 * weight) + (p[:, :, :-2] + p[:, :, 2:]) * weight
    images = images.copy()
    images[chosen] = some
    return images


def change_tone(images: Array, rng: Rng, share: float) -> Array:
    """Another gamma (0.5 to 2) and a contrast of 0.5 to 1."""
    chosen = _some(len(images), rng, share)
    shape = (len(chosen), 1, 1)
    gamma = np.exp2(rng.uniform(-1, 1, shape)).astype(np.float32)
    contrast = rng.uniform(0.5, 1, shape).astype(np.float32)
    images = np.clip(images, 0, 1)
    images[chosen] = images[chosen] ** gamma * contrast
    return images


def add_residue(images: Array, rng: Rng, share: float) -> Array:
    """What a threshold leaves of shadows and paper: faint smooth patches and grain, up to about 0.15."""
    chosen = _some(len(images), rng, share)
    shape = (len(chosen), *images.shape[1:])
    strength = rng.uniform(0, 0.08, (2, len(chosen), 1, 1)).astype(np.float32)
    patchy = np.maximum(smooth_field(shape, rng, 7), 0) * strength[0]
    grain = rng.standard_normal(shape, dtype=np.float32) * strength[1] / 2
    images = images.copy()
    images[chosen] = np.clip(images[chosen] + patchy + grain, 0, 1)
    return images


def centred(images: Array) -> Array:
    """Images (N, 28, 28) in MNIST's framing: longer side of the ink 20 pixels, centre of mass in the middle.

    For what was cut, joined or drawn here; pictures from a camera go through the framing of `vision`.
    """
    middle = np.float32((images.shape[1] - 1) / 2)
    ink = images > 0.2
    sides = (_extent(np.asarray(ink.any(axis=axis))) for axis in (1, 2))
    longer = np.maximum(*sides)  # (N,)
    scale = (np.maximum(longer, 2) / 20.0).astype(np.float32)[:, None, None]
    mass = np.maximum(images.sum(axis=(1, 2)), 1e-3)
    at = np.arange(images.shape[1], dtype=np.float32)
    centre_y = (images.sum(axis=2) @ at / mass)[:, None, None]
    centre_x = (images.sum(axis=1) @ at / mass)[:, None, None]
    steps = at - middle
    rows, columns = np.broadcast_arrays(steps[:, None] * scale + centre_y, steps * scale + centre_x)
    return sample(images, rows, columns)


def _extent(marked: Array) -> Array:
    """Pixels from the first to the last marked one, for each row of (N, length); 0 where none is."""
    last = marked.shape[1] - np.argmax(marked[:, ::-1], axis=1)
    return np.where(marked.any(axis=1), last - np.argmax(marked, axis=1), 0)
