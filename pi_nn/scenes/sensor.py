"""What the lens and the sensor make of a picture: blur, noise, JPEG blocks, eight bits."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage


@dataclass(frozen=True)
class Lens:
    """Blur and noise of a camera.

    soft: standard deviation of the blur in pixels; motion: pixels (x, y) moved while exposing.
    noise: standard deviation in grey levels at mid grey; columns: the same, of whole columns.
    quality: JPEG quality, 1 to 100, or None for no compression.
    """

    soft: float = 0.5
    motion: tuple[float, float] = (0.0, 0.0)
    noise: float = 1.5
    columns: float = 0.0
    quality: int | None = None


def choose_lens(rng: np.random.Generator, focus: str, light: str, height: int) -> Lens:
    """The lens for a kind of focus and of light, in a frame `height` pixels high."""
    scale = height / 240
    soft, motion = rng.uniform(0.35, 0.9) * scale, (0.0, 0.0)
    if focus == "soft focus":
        soft = rng.uniform(1.3, 3.2) * scale
    if focus == "motion blur":
        angle, length = rng.uniform(0, np.pi), rng.uniform(3, 9) * scale
        motion = (length * np.cos(angle), length * np.sin(angle))
    noise = {"noise": rng.uniform(5, 11), "dim": rng.uniform(1.5, 4)}.get(light, rng.uniform(0.5, 2.5))
    quality = int(rng.integers(6, 22)) if light == "JPEG blocks" else None
    if quality is None and rng.random() < 0.3:
        quality = int(rng.integers(45, 95))
    return Lens(soft, motion, noise, rng.uniform(0, 1) * (rng.random() < 0.3), quality)


def blur(picture: np.ndarray, lens: Lens) -> np.ndarray:
    """The picture, float32 (H, W), out of focus and moved."""
    moved = _move(picture, lens.motion)
    return ndimage.gaussian_filter(moved, lens.soft, truncate=2.5) if lens.soft > 0.3 else moved


def expose(rng: np.random.Generator, picture: np.ndarray, lens: Lens) -> np.ndarray:
    """The frame, uint8 (H, W), that the sensor delivers of a picture in grey levels."""
    clipped = np.clip(picture, 0, 255)
    # Photon noise grows as the root of the light; a fifth of it is there in the dark too.
    strength = lens.noise * (0.2 + 0.8 * np.sqrt(clipped / 128))
    clipped += strength * rng.standard_normal(clipped.shape, np.float32)
    if lens.columns:
        clipped += lens.columns * rng.standard_normal(clipped.shape[1], np.float32)
    if lens.quality is not None:
        clipped = jpeg_blocks(clipped, lens.quality)
    return np.clip(clipped + 0.5, 0, 255).astype(np.uint8)


def _move(picture: np.ndarray, motion: tuple[float, float]) -> np.ndarray:
    """The mean of the picture shifted along a straight line, in whole pixels, edges repeated."""
    steps = int(np.ceil(max(abs(motion[0]), abs(motion[1]))))
    if steps < 1:
        return picture
    margin = steps // 2 + 1
    padded = np.pad(picture, margin, mode="edge")
    total = np.zeros_like(picture)
    height, width = picture.shape
    for share in np.linspace(-0.5, 0.5, steps + 1):
        dx, dy = (margin + round(share * way) for way in motion)
        total += padded[dy : dy + height, dx : dx + width]
    return total / (steps + 1)


def _dct_matrix() -> np.ndarray:
    """The orthonormal 8-point DCT-II: C[k, n] = sqrt((1 + (k > 0)) / 8) cos(pi (2n + 1) k / 16)."""
    k, n = np.arange(8)[:, None], np.arange(8)[None, :]
    return (np.sqrt((1 + (k > 0)) / 8) * np.cos(np.pi * (2 * n + 1) * k / 16)).astype(np.float32)


_DCT = _dct_matrix()

# ITU-T T.81, table K.1: quantisation of luminance at quality 50.
_LUMINANCE = np.array(
    [
        [16, 11, 10, 16, 24, 40, 51, 61],
        [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56],
        [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77],
        [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101],
        [72, 92, 95, 98, 112, 100, 103, 99],
    ],
    np.float32,
)


def jpeg_blocks(picture: np.ndarray, quality: int) -> np.ndarray:
    """The picture (H, W) as it comes back from JPEG compression at this quality, in grey levels."""
    height, width = picture.shape
    padded = np.pad(picture - 128, ((0, -height % 8), (0, -width % 8)), mode="edge")
    blocks = padded.reshape(padded.shape[0] // 8, 8, -1, 8).transpose(0, 2, 1, 3)
    # The scaling of the Independent JPEG Group's library.
    percent = 5000 / quality if quality < 50 else 200 - 2 * quality
    steps = np.maximum(_LUMINANCE * percent / 100, 1)
    coarse = np.round(_DCT @ blocks @ _DCT.T / steps) * steps
    restored = (_DCT.T @ coarse @ _DCT).transpose(0, 2, 1, 3).reshape(padded.shape)
    return restored[:height, :width] + 128
