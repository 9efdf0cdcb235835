"""Glyphs to practise on, as the appliance will meet them: drawn scenes passed through our own finder.

The network must know what the finder really cuts out, from dim paper, with soft focus, beside a finger, and
what it cuts out where nothing is written. Nothing here comes from a file: a seed and a data set's digits do.
"""

from collections.abc import Iterator

import numpy as np

from pi_nn.glyphs import Glyphs
from pi_nn.network import NOT_A_DIGIT
from pi_nn.scenes import EMPTIES, Scene, draw_scene
from pi_nn.vision import Glyph, likely_glyphs
from pi_nn.vision.boxes import Box, shared_area, union_share

EMPTY_SHARE = 0.35  # of the scenes: without a digit
HARDSHIP = 1.6  # of the scenes: harder than those we are judged on
HARDSHIP_LOOKED_AT = 1.2

SAME = 0.5  # intersection over union from which on a glyph's box is that of a digit
WHOLE = 0.8  # of a digit's box within a glyph's, from which on it is all of it
OTHER = 0.05  # and up to which it is something else; in between it is neither

WRITTEN = ("letters", "doodle")
WITHOUT_DIGIT = (*(kind for kind in EMPTIES if kind != "cut digit"), *WRITTEN, *WRITTEN)
"""What is written and is no digit comes three times as often. A digit cut off by the frame's edge may well look like
another one: the finder drops it, not the network."""

Practice = tuple[np.ndarray, int, tuple[str, ...]]
"""A glyph float32 (28, 28), its label, 0 to 10, and the kinds of the scene that it stood in."""

LookedAt = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Glyphs uint8 (N, 28, 28), how they stand in their frames, float32 (N, T), and labels (N,), 0 to 10."""


def practise(rng: np.random.Generator, tries: int, digits: Glyphs) -> Glyphs:
    """What the finder makes of `tries` scenes, uint8; `digits` are a data set's."""
    made = [each for _ in range(tries) for each in one_try(rng, digits)]
    images = [np.round(image * 255).astype(np.uint8) for image, _, _ in made]
    labels = np.array([label for _, label, _ in made], np.int64)
    return Glyphs(np.array(images, np.uint8).reshape(-1, 28, 28), labels)


def one_try(rng: np.random.Generator, digits: Glyphs) -> Iterator[Practice]:
    """What the finder makes of one scene; half of the digits in scenes are the data set's, half are drawn."""
    if rng.random() < EMPTY_SHARE:
        scene = draw_scene(rng, kind=str(rng.choice(WITHOUT_DIGIT)), hardship=HARDSHIP)
    elif len(digits) and rng.random() < 0.5:
        scene = _with_one_of(rng, digits, HARDSHIP)
    else:
        scene = draw_scene(rng, hardship=HARDSHIP)
    for glyph, label in labelled_glyphs(scene):
        if not (label == NOT_A_DIGIT and like_a_one(glyph)):
            yield glyph.image, label, scene.kinds


def _with_one_of(rng: np.random.Generator, digits: Glyphs, hardship: float) -> Scene:
    """A scene with a data set's digit."""
    index = int(rng.integers(len(digits)))
    return draw_scene(rng, ink=digits.images[index], digit=int(digits.labels[index]), hardship=hardship)


def labelled_glyphs(scene: Scene) -> Iterator[tuple[Glyph, int]]:
    """What the finder makes of a scene, as far as it is clear what that is."""
    for glyph in likely_glyphs(scene.frame):
        label = label_of(glyph, scene.boxes, scene.digits)
        if label is not None:
            yield glyph, label


def looked_at(rng: np.random.Generator, tries: int, digits: Glyphs) -> LookedAt:
    """What the network will be asked in `tries` scenes, half of them with nothing to read, all kinds alike.

    Here belongs what is no example for the network: digits that are cut off, bare strokes of anything.
    """
    found = [each for number in range(tries) for each in _looked_at(rng, number, digits)]
    glyphs = np.array([np.round(glyph.image * 255) for glyph, _ in found], np.uint8).reshape(-1, 28, 28)
    standings = np.array([glyph.standing for glyph, _ in found], np.float32)
    return glyphs, standings, np.array([label for _, label in found], np.int64)


def _looked_at(rng: np.random.Generator, number: int, digits: Glyphs) -> Iterator[tuple[Glyph, int]]:
    if number % 2:
        scene = draw_scene(rng, kind=EMPTIES[number // 2 % len(EMPTIES)])
    elif number % 4 and len(digits):
        scene = _with_one_of(rng, digits, HARDSHIP_LOOKED_AT)
    else:
        scene = draw_scene(rng, hardship=HARDSHIP_LOOKED_AT)
    return labelled_glyphs(scene)


def label_of(glyph: Glyph, boxes: tuple[Box, ...], digits: tuple[int, ...]) -> int | None:
    """The digit whose box the glyph's is; NOT_A_DIGIT if it meets none, is several, or much more than one.

    None if it is a part of one.
    """
    shared, digit = max(((union_share(glyph.box, box), digit) for box, digit in zip(boxes, digits)), default=(0.0, 0))
    whole = sum(shared_area(box, glyph.box) >= WHOLE * box[2] * box[3] for box in boxes)
    if shared >= SAME and whole < 2:
        return digit
    return NOT_A_DIGIT if shared <= OTHER or whole else None


def like_a_one(glyph: Glyph) -> bool:
    """A narrow upright shape, by itself, is a 1 whatever it was: no example of anything else."""
    _, _, width, height = glyph.box
    return width < 0.4 * height
