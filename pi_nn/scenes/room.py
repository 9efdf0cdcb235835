"""What stands around and before the sheet: a blurry room, hands, a face."""

from collections.abc import Sequence

import numpy as np
from scipy import ndimage

from pi_nn.scenes.boxes import Extent, extent, near
from pi_nn.scenes.pen import rasterise
from pi_nn.scenes.strokes import Strokes, smooth


def room(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """A room out of focus, as albedo float32 of `shape`: walls, furniture, a sharper edge or two."""
    coarse = np.full((24, 32), rng.uniform(0.08, 0.6), np.float32)
    coarse += np.linspace(-1, 1, 24, dtype=np.float32)[:, None] * rng.uniform(-0.12, 0.12)
    for _ in range(rng.integers(2, 9)):
        _block(rng, coarse)
    coarse = ndimage.gaussian_filter(coarse, rng.uniform(0.6, 2))
    picture = ndimage.zoom(coarse, (shape[0] / 24, shape[1] / 32), order=1)
    if rng.random() < 0.7:  # more than one sharp thing could by chance stand as the strokes of a digit
        _block(rng, picture)
    cloth = rng.normal(1, rng.uniform(0, 0.06), (60, 80)).astype(np.float32)
    picture *= ndimage.zoom(cloth, (shape[0] / 60, shape[1] / 80), order=1)
    return np.clip(picture, 0.02, 0.95)


def fingers(rng: np.random.Generator, shape: tuple[int, int], clear: Sequence[Extent]) -> list[tuple[Strokes, float]]:
    """A hand that reaches in from one side without touching the boxes `clear`: strokes in pixels, and width."""
    height, width = shape
    side, thick = int(rng.integers(4)), height * rng.uniform(0.07, 0.15)
    start = rng.uniform(0, 0.9) * (height if side % 2 == 0 else width)
    length, lean = height * rng.uniform(0.12, 0.45), rng.normal(0, 0.25)
    found = []
    for i in range(rng.integers(1, 5)):
        reach = length * rng.uniform(0.75, 1.1)
        along = start + i * 1.02 * thick
        found.append(([_finger(rng, side, along, reach, lean, shape)], float(thick * rng.uniform(0.85, 1.05))))
    middle = start + (len(found) - 1) * thick / 2
    found.append(([_finger(rng, side, middle, 0.3 * length, lean, shape)], 1.1 * len(found) * thick))
    return [part for part in found if _clear(part[0][0], clear, part[1])]


def paint_skin(picture: np.ndarray, parts: list[tuple[Strokes, float]], skin: float) -> np.ndarray:
    """The albedo picture with fingers over it, darker towards their rims."""
    for strokes, width in parts:
        cover = rasterise(strokes, width, picture.shape)
        rounding = ndimage.uniform_filter(cover, max(int(width / 2), 1))
        picture = picture + cover * (skin * (0.55 + 0.45 * rounding) - picture)
    return picture


def face(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Something like a face before a room, as albedo float32 of `shape`."""
    picture = room(rng, shape)
    height, width = shape
    x, y = (length * rng.uniform(0.3, 0.7) for length in (width, height))
    tall = height * rng.uniform(0.25, 0.45)
    wide, skin = tall * rng.uniform(0.65, 0.8), rng.uniform(0.3, 0.75)
    hair, dark = skin * rng.uniform(0.15, 0.7), skin * rng.uniform(0.2, 0.55)
    parts = [(0, -0.25, 1.12, 1.0, hair), (0, 0, 1, 1, skin), (-0.4, -0.15, 0.16, 0.07, dark)]
    parts += [(0.4, -0.15, 0.16, 0.07, dark), (-0.4, -0.3, 0.26, 0.03, dark), (0.4, -0.3, 0.26, 0.03, dark)]
    parts += [(0, 0.15, 0.1, 0.14, skin * 0.85), (0, 0.5, rng.uniform(0.2, 0.4), 0.06, dark)]
    for dx, dy, across, down, tone in parts:
        cover = _ellipse(shape, (x + dx * wide, y + dy * tall), (across * wide, down * tall))
        picture = picture + cover * (tone - picture)
    return ndimage.gaussian_filter(picture, height * rng.uniform(0.004, 0.02))


def _block(rng: np.random.Generator, picture: np.ndarray) -> None:
    """Paint one rectangle, from edge to edge as often as not; never a narrow upright one, which is a 1."""
    height, width = picture.shape
    rows, columns = (np.sort(rng.integers(0, length + 1, 2)) for length in (height, width))
    if rng.random() < 0.4 or np.ptp(columns) < 0.7 * np.ptp(rows):
        columns = np.array([0, width])
    tone = rng.uniform(0.03, 0.8) if rng.random() < 0.7 else rng.uniform(0.02, 0.15)
    picture[rows[0] : rows[1], columns[0] : columns[1]] = tone


def _finger(
    rng: np.random.Generator, side: int, along: float, length: float, lean: float, shape: tuple[int, int]
) -> np.ndarray:
    """A slightly crooked line from outside the frame inwards; sides: 0 left, 1 top, 2 right, 3 bottom."""
    depth = np.array([-0.3, 0.5, 1.0]) * length
    across = along + lean * depth + rng.normal(0, 0.03 * length, 3)
    height, width = shape
    outer = (0, 0, width - 1, height - 1)[side]
    inward = outer + (depth if side < 2 else -depth)
    points = np.stack([inward, across] if side % 2 == 0 else [across, inward], axis=1)
    return smooth(points)


def _clear(stroke: np.ndarray, boxes: Sequence[Extent], thick: float) -> bool:
    """Whether a stroke keeps more than its width from every box."""
    left, top, width, height = extent(stroke)
    wide = (left - thick / 2, top - thick / 2, width + thick, height + thick)
    return not any(near(wide, box, 0.25 * thick) for box in boxes)


def _ellipse(shape: tuple[int, int], middle: tuple[float, float], radii: tuple[float, float]) -> np.ndarray:
    x = (np.arange(shape[1], dtype=np.float32)[None, :] - middle[0]) / max(radii[0], 1)
    y = (np.arange(shape[0], dtype=np.float32)[:, None] - middle[1]) / max(radii[1], 1)
    return np.clip((1 - np.sqrt(x * x + y * y)) * min(radii) + 0.5, 0, 1).astype(np.float32)
