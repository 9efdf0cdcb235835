"""Glyphs to practise on, as the appliance will meet them: drawn scenes passed through our own finder.

The network must know what the finder really cuts out, from dim paper, with soft focus, beside a finger, and
what it cuts out where nothing is written. Nothing here comes from a file: a seed and a data set's digits do.
"""

from collections.abc import Iterator

import numpy as np

from pi_nn.scenes import EMPTIES, draw_scene, sample_digit_ink, sample_no_digit_ink
from pi_nn.settings import Finder
from pi_nn.vision import Glyph, frame_glyph, likely_glyphs

NOT_A_DIGIT = 10
SHARES = {"scene": 0.5, "drawn": 0.2, "mark": 0.15, "empty": 0.15}
"""How many of the tries are scenes with a digit, drawn digits alone, other marks alone, scenes without a digit."""

SAME = 0.5  # intersection over union from which on a glyph's box is that of a digit
OTHER = 0.05  # and up to which it is something else; in between it is neither

WITHOUT_DIGIT = tuple(kind for kind in EMPTIES if kind != "cut digit")
"""A digit cut off by the frame's edge may well look like another one; the finder drops it, not the network."""

Box = tuple[int, int, int, int]
Practice = tuple[np.ndarray, int]


def practise(
    rng: np.random.Generator, tries: int, images: np.ndarray, labels: np.ndarray, finder: Finder = Finder()
) -> tuple[np.ndarray, np.ndarray]:
    """Glyphs uint8 (N, 28, 28), ink 255, and labels (N,), 0 to 10; `images` and `labels` are a data set's digits."""
    made = [each for _ in range(tries) for each in _one_try(rng, images, labels, finder)]
    glyphs = [np.round(glyph * 255).astype(np.uint8) for glyph, _ in made]
    return np.array(glyphs, np.uint8).reshape(-1, 28, 28), np.array([label for _, label in made], np.int64)


def _one_try(rng: np.random.Generator, images: np.ndarray, labels: np.ndarray, finder: Finder) -> Iterator[Practice]:
    kind = rng.choice(list(SHARES), p=list(SHARES.values()))
    if kind == "drawn":
        digit = int(rng.integers(10))
        yield frame_glyph(sample_digit_ink(rng, digit)), digit
    elif kind == "mark":
        yield frame_glyph(sample_no_digit_ink(rng)), NOT_A_DIGIT
    elif kind == "empty":
        scene = draw_scene(rng, kind=str(rng.choice(WITHOUT_DIGIT)))
        yield from ((glyph.image, NOT_A_DIGIT) for glyph in likely_glyphs(scene.frame, finder) if not like_a_one(glyph))
    else:
        yield from _from_scene(rng, images, labels, finder)


def _from_scene(rng: np.random.Generator, images: np.ndarray, labels: np.ndarray, finder: Finder) -> Iterator[Practice]:
    """What the finder makes of a scene with a digit: half of the digits from the data set, half drawn."""
    if len(labels) and rng.random() < 0.5:
        index = int(rng.integers(len(labels)))
        scene = draw_scene(rng, ink=images[index], digit=int(labels[index]))
    else:
        scene = draw_scene(rng)
    for glyph in likely_glyphs(scene.frame, finder):
        label = label_of(glyph, scene.boxes, scene.digits)
        if label is not None and not (label == NOT_A_DIGIT and like_a_one(glyph)):
            yield glyph.image, label


def label_of(glyph: Glyph, boxes: tuple[Box, ...], digits: tuple[int, ...]) -> int | None:
    """The digit whose box the glyph's is, NOT_A_DIGIT if it meets none of them, None if it is a part of one."""
    shared = [overlap(glyph.box, box) for box in boxes]
    best = int(np.argmax(shared))
    if shared[best] >= SAME:
        return digits[best]
    return NOT_A_DIGIT if shared[best] <= OTHER else None


def like_a_one(glyph: Glyph) -> bool:
    """A narrow upright shape, by itself, is a 1 whatever it was: no example of anything else."""
    _, _, width, height = glyph.box
    return width < 0.4 * height


def overlap(a: Box, b: Box) -> float:
    """Intersection over union of two boxes (x, y, width, height)."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    shared = max(0, width) * max(0, height)
    return shared / (a[2] * a[3] + b[2] * b[3] - shared)
