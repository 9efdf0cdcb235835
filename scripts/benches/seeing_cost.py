"""What a frame costs: time beside OpenCV's plainest way, and memory."""

import tracemalloc
from functools import partial
from importlib.util import find_spec
from statistics import median

import numpy as np
from seeing_case import Figure, Section
from seeing_eyes import Eyes
from side_by_side import seconds

from pi_nn.scenes import EMPTIES, draw_scene
from pi_nn.vision import find_glyph

FRAMES = 40
ROUNDS = 5
NOISE = 1.5  # grey levels, of the frames of a still scene
MEGABYTE = 1e6


def measure(bench) -> Section:
    section = Section("What a frame costs")
    frames = some_frames(bench.seed, (320, 240))
    eyes = bench.eyes
    glyphs = [glyph.image for glyph in (find_glyph(frame, eyes.settings.finder) for frame in frames) if glyph]
    finder = timed(lambda frame: find_glyph(frame, eyes.settings.finder), frames)
    network = timed(eyes.network.predict, glyphs)
    section.notes.append("320x240, one process; scenes of all kinds and empty ones; median of the frames' best times.")
    section.figures = [
        Figure("finder, ms", f"{1e3 * finder:.2f}"),
        Figure("network, one glyph, ms", f"{1e3 * network:.2f}"),
        Figure("frame to reading, ms", f"{1e3 * timed(eyes.see, frames):.2f}"),
        of_still_scenes(eyes, frames, np.random.default_rng([bench.seed, 8])),
        beside_opencv(finder, frames),
        memory("peak extra memory at 640x480, MB", eyes.see, bench.seed, 12),
        memory("the same for all digits of a sheet (--number), MB", eyes.see_all, bench.seed, None),
    ]
    return section


def some_frames(seed: int, size: tuple[int, int], count: int = FRAMES) -> list[np.ndarray]:
    """Every fifth with nothing to read."""
    rngs = [np.random.default_rng([seed, 7, number]) for number in range(count)]
    kinds = [EMPTIES[number // 5 % len(EMPTIES)] if number % 5 == 0 else None for number in range(count)]
    return [draw_scene(rng, size, kind).frame for rng, kind in zip(rngs, kinds)]


def timed(job, inputs) -> float:
    """Seconds: the median over the inputs of each one's best of ROUNDS."""
    return median(min(seconds(partial(job, each), 1) for _ in range(ROUNDS)) for each in inputs)


def of_still_scenes(eyes: Eyes, frames: list[np.ndarray], rng: np.random.Generator) -> Figure:
    """A frame in which nothing but noise has changed beside one that is read: the median over the scenes.

    Of as many as there are from one reading of a scene to the next, that one included and the first not.
    """
    shares, count = [], eyes.settings.finder.still_frames
    for frame in frames:
        noise = (rng.normal(0, NOISE, frame.shape) for _ in range(1 + count))
        first, *still = [np.clip(frame + each, 0, 255).astype(np.uint8) for each in noise]
        watched = seconds(partial(eyes.watch, [first, *still]), 1) - seconds(partial(eyes.see, first), 1)
        shares.append(watched / seconds(partial(see_each, eyes, still), 1))
    share = median(shares)
    return Figure("a frame of a still scene beside one that is read", f"{share:.2f} times", "at most 0.1", share <= 0.1)


def see_each(eyes: Eyes, frames: list[np.ndarray]) -> None:
    for frame in frames:
        eyes.see(frame)


def beside_opencv(finder: float, frames: list[np.ndarray]) -> Figure:
    what = "finder beside OpenCV's adaptive threshold, components, resize"
    if not find_spec("cv2"):
        return Figure(what, "no cv2", "at most 4 times")
    theirs = timed(opencv_way, frames)
    return Figure(what, f"{finder / theirs:.2f} times", "at most 4 times", finder <= 4 * theirs)


def opencv_way(frame: np.ndarray) -> np.ndarray:
    """Adaptive threshold, connected components, the largest one resized: OpenCV on one thread."""
    import cv2

    cv2.setNumThreads(1)
    ink = cv2.adaptiveThreshold(frame, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 51, 10)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    if len(stats) < 2:
        return ink
    x, y, width, height, _ = stats[1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))]
    return cv2.resize(ink[y : y + height, x : x + width], (28, 28), interpolation=cv2.INTER_AREA)


def memory(what: str, job, seed: int, bar: float | None) -> Figure:
    """The most that Python and NumPy hold at once on top of what they held before a frame."""
    frames = some_frames(seed, (640, 480), 15)
    job(frames[0])
    tracemalloc.start()
    peaks = []
    for frame in frames:
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        job(frame)
        peaks.append(tracemalloc.get_traced_memory()[1] - before)
    tracemalloc.stop()
    value = max(peaks) / MEGABYTE
    return Figure(what, f"{value:.1f}", f"at most {bar} MB" if bar else "", None if bar is None else value <= bar)
