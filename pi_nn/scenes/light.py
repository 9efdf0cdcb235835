"""Light on a scene: its fall-off, shadows, glare and flicker, as a factor for each pixel."""

from dataclasses import dataclass
from math import cos, sin

import numpy as np

from pi_nn.scenes.boxes import Extent


@dataclass(frozen=True)
class Light:
    """Light on the frame.

    level: grey level (0 to 255) of white paper where `field` is 1.
    field: float32 (H, W), a factor; glare: grey levels to add, float32 (H, W), or None.
    bands: depth, period (rows) and phase of a lamp's flicker.
    """

    level: float
    field: np.ndarray
    glare: np.ndarray | None = None
    bands: tuple[float, float, float] = (0.0, 1.0, 0.0)


_LEVELS = {
    "dim": (50, 105),
    "bright": (228, 262),
    "glare": (120, 190),
    "gradient": (170, 245),
    "shadow edge": (160, 235),
}


def shine(rng: np.random.Generator, name: str, shape: tuple[int, int], clear: Extent | None = None) -> Light:
    """Light of the named kind on a frame of `shape`; a glare spot stays off the box `clear`."""
    x, y = _unit_grid(shape)
    level = float(rng.uniform(*_LEVELS.get(name, (175, 250))))
    field = _slope(rng, x, y, 0.7, 0.98) * _vignette(rng, x, y, 0.0, 0.12)
    if name == "gradient":
        field = _slope(rng, x, y, 0.22, 0.5)
    elif name == "vignette":
        field = _vignette(rng, x, y, 0.4, 0.75)
    elif name == "shadow edge":
        field = field * _shadow(rng, x, y, shape)
    glare = _spot(rng, x, y, shape, clear) if name == "glare" else None
    bands = (0.0, 1.0, 0.0)
    if name == "flicker":
        bands = (rng.uniform(0.05, 0.18), rng.uniform(0.2, 0.9) * shape[0], rng.uniform(0, 2 * np.pi))
    return Light(level, field.astype(np.float32), glare, bands)


def illuminate(albedo: np.ndarray, light: Light) -> np.ndarray:
    """The picture that albedo float32 (H, W) gives under the light, in grey levels, not yet clipped."""
    picture = albedo * light.field
    picture *= light.level
    depth, period, phase = light.bands
    if depth:
        rows = 1 + depth * np.sin(2 * np.pi * np.arange(len(albedo)) / period + phase)
        picture *= rows.astype(np.float32)[:, None]
    if light.glare is not None:
        picture += light.glare
    return picture


def _unit_grid(shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """x (1, W) and y (H, 1) from -1 to 1."""
    x = np.linspace(-1, 1, shape[1], dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, shape[0], dtype=np.float32)[:, None]
    return x, y


def _slope(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, low: float, high: float) -> np.ndarray:
    """Falls smoothly from 1 at one side to a value between low and high at the other."""
    angle, darkest = rng.uniform(0, 2 * np.pi), rng.uniform(low, high)
    along = (x * cos(angle) + y * sin(angle)) / (abs(cos(angle)) + abs(sin(angle)))
    share = (along + 1) / 2
    share = share + rng.uniform(-0.6, 0.3) * share * (1 - share)  # steeper at the near or at the far side
    return 1 - (1 - darkest) * share


def _vignette(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, low: float, high: float) -> np.ndarray:
    dx, dy = rng.normal(0, 0.1), rng.normal(0, 0.1)
    squared = ((x - dx) ** 2 + (y - dy) ** 2) / 2
    return 1 - rng.uniform(low, high) * np.minimum(squared, 1.2)


def _shadow(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """The shadow of one straight edge, or of a corner, with a narrow penumbra."""
    lit = np.zeros((len(y), x.shape[1]), np.float32)
    softness = rng.uniform(1, 5) * 2 / shape[0]
    first = rng.uniform(0, 2 * np.pi)
    for angle in (first, first + rng.uniform(1.0, 2.0))[: rng.integers(1, 3)]:
        beyond = x * cos(angle) + y * sin(angle) - rng.uniform(-0.5, 0.5)
        lit = np.maximum(lit, np.clip(beyond / softness, 0, 1))
    depth = rng.uniform(0.35, 0.65)
    return 1 - depth * (1 - lit)


def _spot(
    rng: np.random.Generator,
    x: np.ndarray,
    y: np.ndarray,
    shape: tuple[int, int],
    clear: Extent | None,
) -> np.ndarray:
    """A bright reflection; where a box must stay legible, its middle is outside it."""
    radius = rng.uniform(0.12, 0.3)
    for _ in range(20):
        middle = rng.uniform(-1, 1), rng.uniform(-1, 1)
        if clear is None or not _inside(middle, clear, shape, margin=1.2 * radius):
            break
    aspect = shape[1] / shape[0]
    squared = ((x - middle[0]) * aspect) ** 2 + (y - middle[1]) ** 2
    spot = rng.uniform(90, 220) * np.exp(-squared / (2 * radius**2))
    return spot.astype(np.float32)


def _inside(middle: tuple[float, float], box: Extent, shape: tuple[int, int], margin: float) -> bool:
    height, width = shape
    x, y = (middle[0] + 1) / 2 * width, (middle[1] + 1) / 2 * height
    reach = margin * height / 2
    left, top, box_width, box_height = box
    return left - reach < x < left + box_width + reach and top - reach < y < top + box_height + reach
