"""Glyphs beyond a data set's own: drawn digits, drawn things that are no digit, and coarse bitmaps of digits.

All are framed as the finder frames what it finds.
"""

from collections.abc import Sequence

import numpy as np

from pi_nn.glyphs import Glyphs
from pi_nn.network import NOT_A_DIGIT
from pi_nn.scenes import NO_DIGIT_KINDS, sample_digit_ink, sample_no_digit_ink
from pi_nn.vision import frame_glyph
from pi_nn.vision.framing import crop_to_ink

OFTEN = {"letters": 4, "signs": 2, "doodles": 2}  # what is most like a digit is drawn that many times as often
VARIED = (1, 1, 4, 7, 9, 9)  # besides one of each: digits that hands elsewhere write in ways of their own


def drawn_digits(count: int, rng: np.random.Generator) -> Glyphs:
    """`count` digits, more of those that people write in the most different ways."""
    labels = _varied(count, rng)
    return Glyphs(_as_bytes([sample_digit_ink(rng, int(digit)) for digit in labels]), labels)


def _varied(count: int, rng: np.random.Generator) -> np.ndarray:
    return rng.choice((*range(10), *VARIED), size=count)


def drawn_things(count: int, rng: np.random.Generator, kinds: Sequence[str] = NO_DIGIT_KINDS) -> Glyphs:
    """`count` letters, signs, doodles, lines, textures ... with the label "no digit"."""
    often = [kind for kind in kinds for _ in range(OFTEN.get(kind, 1))]
    inks = [sample_no_digit_ink(rng, often[i % len(often)]) for i in range(count)]
    return Glyphs(_as_bytes(inks), np.full(count, NOT_A_DIGIT))


BITMAP_PIXELS = (11, 24)  # the longer side of a coarse bitmap, from and below
BITMAP_PENS = (0.07, 0.2)  # of the digit's height: of a thinner stroke few pixels would be left
BARE = 0.3  # width to height of a digit that is little else than a stroke: stretched it would be a block


def bitmaps(digits: Glyphs, rng: np.random.Generator) -> Glyphs:
    """Digits (uint8) as old scanners left them: few pixels, black or white, often stretched to a square."""
    return Glyphs(_as_bytes([_bitmap(image / np.float32(255), rng) for image in digits.images]), digits.labels)


def drawn_bitmaps(count: int, rng: np.random.Generator) -> Glyphs:
    """The same of `count` drawn digits: what hands elsewhere write looks another way when it is stretched."""
    labels = _varied(count, rng)
    inks = (sample_digit_ink(rng, int(digit), widths=BITMAP_PENS) for digit in labels)
    return Glyphs(_as_bytes([_bitmap(ink, rng) for ink in inks]), labels)


def _bitmap(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Ink 0 or 1, of a random small size; of any width between its own and a square's."""
    ink = crop_to_ink(image, 0.2)
    height, width = ink.shape
    wide = width if width < BARE * height else max(width, height * rng.uniform(0, 1))
    side = rng.integers(*BITMAP_PIXELS) / max(wide, height)
    coarse = _means(height, max(2, round(height * side))) @ ink @ _means(width, max(2, round(wide * side))).T
    return np.asarray(coarse > rng.uniform(0.25, 0.6) * coarse.max(), np.float32)


def _means(length: int, parts: int) -> np.ndarray:
    """Weights (parts, length): each row takes the mean over one of so many equal parts of a line."""
    within = np.clip(np.linspace(0, length, parts + 1)[:, None] - np.arange(length), 0, 1)
    return np.diff(within, axis=0) * parts / length


def _as_bytes(inks: Sequence[np.ndarray]) -> np.ndarray:
    """Framed, uint8 (N, 28, 28)."""
    glyphs = [np.round(frame_glyph(ink) * 255).astype(np.uint8) for ink in inks]
    return np.stack(glyphs) if glyphs else np.zeros((0, 28, 28), np.uint8)
