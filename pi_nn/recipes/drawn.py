"""Glyphs of drawn digits and of drawn things that are no digit, framed as the finder frames what it finds."""

from collections.abc import Sequence

import numpy as np

from pi_nn.practice import practise
from pi_nn.scenes import NO_DIGIT_KINDS, sample_digit_ink, sample_no_digit_ink
from pi_nn.training import NOT_A_DIGIT, Samples
from pi_nn.vision import frame_glyph

OFTEN = {"letters": 4, "signs": 2, "doodles": 2}  # what is most like a digit is drawn that many times as often


VARIED = (1, 1, 4, 7, 9, 9)  # besides one of each: digits that hands elsewhere write in ways of their own


def drawn_digits(count: int, rng: np.random.Generator) -> Samples:
    """`count` digits, more of those that people write in the most different ways."""
    labels = rng.choice((*range(10), *VARIED), size=count)
    return Samples(_as_bytes([sample_digit_ink(rng, int(digit)) for digit in labels]), labels)


def drawn_things(count: int, rng: np.random.Generator, kinds: Sequence[str] = NO_DIGIT_KINDS) -> Samples:
    """`count` letters, signs, doodles, lines, textures ... with the label "no digit"."""
    often = [kind for kind in kinds for _ in range(OFTEN.get(kind, 1))]
    inks = [sample_no_digit_ink(rng, often[i % len(often)]) for i in range(count)]
    return Samples(_as_bytes(inks), np.full(count, NOT_A_DIGIT))


def from_scenes(tries: int, rng: np.random.Generator, images: np.ndarray, labels: np.ndarray) -> Samples:
    """What our own finder makes of `tries` scenes with these digits and drawn ones; see `practice`."""
    return Samples(*practise(rng, tries, images, labels))


def _as_bytes(inks: Sequence[np.ndarray]) -> np.ndarray:
    """Framed, uint8 (N, 28, 28)."""
    glyphs = [np.round(frame_glyph(ink) * 255).astype(np.uint8) for ink in inks]
    return np.stack(glyphs) if glyphs else np.zeros((0, 28, 28), np.uint8)
