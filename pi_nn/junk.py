"""Glyphs that are no digit: the eleventh class, made of digits, strokes, shapes and noise.

Each kind is a function (count, digits, labels, rng) -> float32 (count, 28, 28); digits are (N, 28, 28), ink 1.
"""

from collections.abc import Callable

import numpy as np

from pi_nn.augment import centred, smooth_field

Array = np.ndarray
Rng = np.random.Generator
Kind = Callable[[int, Array, Array, Rng], Array]

SIDE = 28


def junk(count: int, digits: Array, labels: Array, rng: Rng, kinds: dict[str, Kind] | None = None) -> Array:
    """A mixed batch (count, 28, 28): about as many of each kind."""
    if not len(digits):  # a batch may have none; these are made into junk here
        digits, labels = np.zeros((1, SIDE, SIDE), np.float32), np.zeros(1, np.int64)
    chosen = list((kinds or KINDS).values())
    counts = rng.multinomial(count, [1 / len(chosen)] * len(chosen))
    batches = [kind(int(n), digits, labels, rng) for kind, n in zip(chosen, counts, strict=True) if n]
    return np.concatenate([np.zeros((0, SIDE, SIDE)), *batches]).astype(np.float32)


def _pick(count: int, digits: Array, rng: Rng) -> Array:
    if not len(digits):  # a small batch may have none of the wanted classes
        return np.zeros((count, SIDE, SIDE), np.float32)
    return digits[rng.integers(len(digits), size=count)]


def half_digits(count: int, digits: Array, labels: Array, rng: Rng) -> Array:
    """Upper halves of 0 and 4, lower halves of 0, 2, 3 and 5; other halves can be digits (a 2 begins like a 7)."""
    upper = rng.random(count) < 0.4
    images = np.where(
        upper[:, None, None],
        _pick(count, digits[np.isin(labels, (0, 4))], rng),
        _pick(count, digits[np.isin(labels, (0, 2, 3, 5))], rng),
    )
    above = np.arange(SIDE) < rng.integers(13, 16, (count, 1))  # (N, 28)
    return centred(images * (above == upper[:, None])[:, :, None])


def pairs(count: int, digits: Array, labels: Array, rng: Rng) -> Array:
    """Two digits side by side, touching or squeezed."""
    wide = np.zeros((count, SIDE, 2 * SIDE), np.float32)
    wide[:, :, :SIDE] = _pick(count, digits, rng)
    wide[:, :, SIDE - 8 : 2 * SIDE - 8] += _pick(count, digits, rng)
    square = np.zeros((count, SIDE, SIDE), np.float32)
    square[:, 7:21] = wide.reshape(count, SIDE // 2, 2, SIDE, 2).mean(axis=(2, 4))
    return np.minimum(centred(square) * 1.2, 1)


def overlaps(count: int, digits: Array, labels: Array, rng: Rng) -> Array:
    """Two digits on top of each other, of different classes, one of them moved."""
    first = rng.integers(len(digits), size=count)
    second = rng.integers(len(digits), size=count)
    other = (labels[first] != labels[second]) & (labels[first] != 1) & (labels[second] != 1)
    moved = np.roll(digits[second], 5, axis=1)
    both = np.maximum(digits[first], moved)
    return centred(np.where(other[:, None, None], both, scribbles(count, digits, labels, rng)))


def lying(count: int, digits: Array, labels: Array, rng: Rng) -> Array:
    """Digits turned by a quarter, of the classes that become no other digit: 3, 4, 5 and 7."""
    turnable = digits[np.isin(labels, (3, 4, 5, 7))]
    return np.ascontiguousarray(np.rot90(_pick(count, turnable, rng), int(rng.choice([1, 3])), axes=(1, 2)))


def _draw(paths: Array, radius: Array) -> Array:
    """Pen strokes through points (N, P, 2) with a round nib of radius (N,): ink falls off over one pixel."""
    at = np.arange(SIDE, dtype=np.float32)
    dy = (at[None, None, :] - paths[:, :, :1]) ** 2  # (N, P, 28)
    dx = (at[None, None, :] - paths[:, :, 1:]) ** 2
    nearest = np.full((len(paths), SIDE, SIDE), np.inf, np.float32)
    for point in range(paths.shape[1]):
        np.minimum(nearest, dy[:, point, :, None] + dx[:, point, None, :], out=nearest)
    return np.clip(radius[:, None, None] + 0.5 - np.sqrt(nearest), 0, 1)


def _radius(count: int, rng: Rng) -> Array:
    return rng.uniform(0.8, 2.2, count).astype(np.float32)


def scribbles(count: int, digits: Array, labels: Array, rng: Rng) -> Array:
    """One long random curve: a sum of sines of higher and higher frequency, too busy for a digit."""
    time = np.linspace(0, 2 * np.pi, 120, dtype=np.float32)
    path = np.zeros((count, len(time), 2), np.float32)
    for frequency in range(1, 6):
        size = rng.normal(0, 5, (count, 1, 2)).astype(np.float32)
        path += size * np.sin(frequency * time[:, None] + rng.uniform(0, 2 * np.pi, (count, 1, 2)).astype(np.float32))
    return centred(_draw(path * 0.7 + 13.5, _radius(count, rng)))


def crossings(count: int, digits: Array, labels: Array, rng: Rng) -> Array:
    """Four or more straight strokes anywhere."""
    steps = np.linspace(0, 1, 16, dtype=np.float32)[:, None]
    image = np.zeros((count, SIDE, SIDE), np.float32)
    radius = _radius(count, rng)
    for stroke in range(6):
        ends = rng.uniform(3, 25, (2, count, 1, 2)).astype(np.float32)
        drawn = _draw(ends[0] * steps + ends[1] * (1 - steps), radius)
        image = np.maximum(image, drawn * ((stroke < 4) | (rng.random((count, 1, 1)) < 0.4)))
    return centred(image)


def blobs(count: int, digits: Array, labels: Array, rng: Rng) -> Array:
    """Filled patches without strokes."""
    at = np.linspace(-1, 1, SIDE, dtype=np.float32)
    distance = at[:, None] ** 2 + at**2
    field = smooth_field((count, SIDE, SIDE), rng, 4) * 0.5 + rng.uniform(0.5, 1.2, (count, 1, 1)) - 1.5 * distance
    return centred(np.clip(field * 4, 0, 1).astype(np.float32))


def bars_and_frames(count: int, digits: Array, labels: Array, rng: Rng) -> Array:
    """Thick lying bars, full or hollow boxes and half-open frames: edges of paper, keys, labels."""
    at = np.arange(SIDE)
    y, x = np.abs(at[None, :, None] - 13.5), np.abs(at[None, None, :] - 13.5)
    height, width = rng.uniform(1.5, 10, (count, 1, 1)), rng.uniform(6, 10, (count, 1, 1))
    line = rng.uniform(1, 4, (count, 1, 1))
    box = (y < height) & (x < width)
    hollow = box & ~((y < height - line) & (x < width - line))
    kept = hollow.copy()
    kept[:, :, : SIDE // 2] &= rng.random((count, 1, 1)) < 0.5
    square_enough = height > 5  # a flat hollow box shrinks to a bar anyway; an upright one could be a 0
    image = np.where(rng.random((count, 1, 1)) < 0.4, box, np.where(square_enough, hollow | kept, box))
    return image.astype(np.float32)


def gratings(count: int, digits: Array, labels: Array, rng: Rng) -> Array:
    """Parallel lines or a grid over the whole glyph: ruled paper, cloth, fences."""
    at = np.arange(SIDE, dtype=np.float32)
    angle, period = rng.uniform(0, np.pi, (count, 1, 1)), rng.uniform(3, 9, (count, 1, 1))
    phase, duty = rng.uniform(0, 2 * np.pi, (2, count, 1, 1)), rng.uniform(-0.4, 0.7, (count, 1, 1))
    along = at[:, None] * np.cos(angle) + at * np.sin(angle)
    across = at * np.cos(angle) - at[:, None] * np.sin(angle)
    lines = np.sin(2 * np.pi * along / period + phase[0]) - duty
    grid = np.maximum(lines, np.sin(2 * np.pi * across / period + phase[1]) - duty)
    image = np.where(rng.random((count, 1, 1)) < 0.5, lines, grid)
    return np.clip(image * 3, 0, 1).astype(np.float32)


def noise(count: int, digits: Array, labels: Array, rng: Rng) -> Array:
    """Noise of any grain, from single pixels to cloudy, of any density."""
    shape = (count, SIDE, SIDE)
    grain = rng.standard_normal(shape, dtype=np.float32)
    cloudy = smooth_field(shape, rng, int(rng.integers(7, 15)))
    share = rng.random((count, 1, 1))
    field = grain * share + cloudy * (1 - share) - rng.uniform(-0.3, 1.2, (count, 1, 1))
    return np.clip(field * rng.uniform(0.5, 3, (count, 1, 1)), 0, 1).astype(np.float32)


def almost_empty(count: int, digits: Array, labels: Array, rng: Rng) -> Array:
    """Nothing, or a few specks and faint shadows."""
    shape = (count, SIDE, SIDE)
    specks = (rng.random(shape) < rng.uniform(0, 0.02, (count, 1, 1))) * rng.random(shape)
    shadow = np.maximum(smooth_field(shape, rng, 4), 0) * rng.uniform(0, 0.15, (count, 1, 1))
    return np.clip(specks + shadow, 0, 1).astype(np.float32)


def dots(count: int, digits: Array, labels: Array, rng: Rng) -> Array:
    """Two to six separate round dots."""
    image = np.zeros((count, SIDE, SIDE), np.float32)
    radius = rng.uniform(1, 4, count).astype(np.float32)
    for dot in range(6):
        drawn = _draw(rng.uniform(4, 24, (count, 1, 2)).astype(np.float32), radius)
        image = np.maximum(image, drawn * ((dot < 2) | (rng.random((count, 1, 1)) < 0.5)))
    return image


KINDS: dict[str, Kind] = {
    kind.__name__: kind
    for kind in (
        half_digits,
        pairs,
        overlaps,
        lying,
        scribbles,
        crossings,
        blobs,
        bars_and_frames,
        gratings,
        noise,
        almost_empty,
        dots,
    )
}
