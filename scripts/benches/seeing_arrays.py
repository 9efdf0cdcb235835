"""Arrays of any shape and content: nothing may raise, and what comes out is always finite and within the frame."""

from dataclasses import dataclass

import numpy as np
from seeing_case import Case, Figure, Section
from seeing_eyes import Eyes, Seen

LARGEST = (6000, 8000)
LARGE_EVERY = 2000  # arrays: one as large as the largest photograph


def any_array(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """uint8 of that shape: flat, noise, stripes, blocks, ramps, specks or rectangles, now and then not contiguous."""
    make = MAKERS[int(rng.integers(len(MAKERS)))]
    array = np.asarray(make(rng, *shape), np.uint8)
    if rng.random() < 0.2:
        array = array[:: int(rng.choice((-1, 1, 2))), :: int(rng.choice((-1, 1, 2)))]
    return array


def any_shape(rng: np.random.Generator, number: int) -> tuple[int, int]:
    """Mostly sides from 1 to 700, small ones as often as large ones; sometimes a line; rarely the largest."""
    if number % LARGE_EVERY == LARGE_EVERY - 1:
        return LARGEST
    height, width = np.floor(np.exp(rng.uniform(0, np.log(700), 2))).astype(int).tolist()
    return (height, width) if rng.random() < 0.95 else (1, height * width)


def _flat(rng, height, width):
    return np.full((height, width), rng.choice((0, 255, int(rng.integers(256)))))


def _noise(rng, height, width):
    low, high = sorted(rng.integers(0, 256, 2).tolist())
    return rng.integers(low, high + 1, (height, width), dtype=np.uint8)


def _specks(rng, height, width):
    return np.where(rng.random((height, width), np.float32) < rng.choice((0.001, 0.02, 0.5)), *rng.integers(0, 256, 2))


def _stripes(rng, height, width):
    along = np.arange(height)[:, None] if rng.random() < 0.5 else np.arange(width)[None, :]
    return np.broadcast_to(along // int(rng.integers(1, 40)) % 2 * int(rng.integers(1, 256)), (height, width))


def _blocks(rng, height, width):
    side = int(rng.integers(1, 30))
    small = rng.integers(0, 256, (-(-height // side), -(-width // side)), dtype=np.uint8)
    return small.repeat(side, axis=0)[:height].repeat(side, axis=1)[:, :width]


def _ramp(rng, height, width):
    return np.add.outer(np.linspace(0, rng.uniform(0, 128), height), np.linspace(rng.uniform(0, 127), 0, width))


def _rectangles(rng, height, width):
    array = np.full((height, width), rng.integers(256))
    for _ in range(int(rng.integers(1, 12))):
        top, left = rng.integers(0, height), rng.integers(0, width)
        array[top : top + rng.integers(1, height + 1), left : left + rng.integers(1, width + 1)] = rng.integers(256)
    return array


MAKERS = (_flat, _noise, _specks, _stripes, _blocks, _ramp, _rectangles)


@dataclass(frozen=True)
class Arrays:
    """The job: array by number."""

    eyes: Eyes
    seed: int

    def __call__(self, number: int) -> list[Case]:
        rng = np.random.default_rng([self.seed, 6, number])
        array = any_array(rng, any_shape(rng, number))
        why = self.wrong_with(array)
        height, width = array.shape
        return [Case(f"array {number}: {width}x{height}", ("all",), "", "", {"bad": bool(why)}, why)]

    def wrong_with(self, array: np.ndarray) -> str:
        try:
            every = [self.eyes.see(array), *self.eyes.see_all(array)]
        except Exception as error:  # whatever it is, it is what is looked for here
            return f"{type(error).__name__}: {error}"
        return next(filter(None, (fault(seen, array.shape) for seen in every)), "")


def fault(seen: Seen, shape: tuple[int, ...]) -> str:
    if not np.isfinite(seen.scores).all() or abs(float(seen.scores.sum()) - 1) > 1e-3:
        return "scores are not finite or do not sum to 1"
    if seen.glyph is None:
        return ""
    image, (x, y, width, height) = seen.glyph.image, seen.glyph.box
    if image.shape != (28, 28) or not np.isfinite(image).all() or image.min() < 0 or image.max() > 1:
        return "the glyph is no (28, 28) picture in 0..1"
    inside = min(x, y) >= 0 and min(width, height) > 0 and x + width <= shape[1] and y + height <= shape[0]
    return "" if inside else f"the box {seen.glyph.box} is not within the frame"


def measure(bench) -> Section:
    section = Section("Arrays of any shape and content")
    section.cases = bench.work.run("arrays", Arrays(bench.eyes, bench.seed), bench.arrays)
    bad = sum(case.marks["bad"] for case in section.cases)
    what = f"of {len(section.cases)} arrays, 1x1 to 8000x6000, that raise or give nonsense"
    section.figures = [Figure(what, str(bad), "none", bad == 0)]
    return section
