"""Ways of writing that the shipped model does not know: digit forms that it reads badly, and signs taught as digits."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from pi_nn.scenes import sample_digit_ink
from pi_nn.scenes.digits import variants
from pi_nn.vision import frame_glyph

BAD = 0.6  # of a form's glyphs are read right, or less
_COUNT = 100


@dataclass(frozen=True)
class Sign:
    """A way of writing `digit`. draw: its ink."""

    name: str
    digit: int
    draw: Callable[[np.random.Generator], np.ndarray] = field(compare=False)

    def glyphs(self, count: int) -> np.ndarray:
        """uint8 (count, 28, 28), always the same."""
        rng = np.random.default_rng([11, *self.name.encode()])
        return np.stack([np.round(frame_glyph(self.draw(rng)) * 255).astype(np.uint8) for _ in range(count)])


def form(digit: int, name: str) -> Sign:
    """A form of a digit in which the generator draws it."""
    return Sign(f"{digit} {name}", digit, lambda rng: sample_digit_ink(rng, digit, name))


def mirrored(digit: int, name: str) -> Sign:
    """The same form, mirrored."""
    draw = lambda rng: np.ascontiguousarray(sample_digit_ink(rng, digit, name)[:, ::-1])  # noqa: E731
    return Sign(f"{digit} {name}, mirrored", digit, draw)


def upside_down(digit: int, name: str, as_digit: int) -> Sign:
    """A form turned by half, taught as another digit."""
    draw = lambda rng: np.ascontiguousarray(sample_digit_ink(rng, digit, name)[::-1, ::-1])  # noqa: E731
    return Sign(f"{digit} {name}, upside down, as a {as_digit}", as_digit, draw)


def bad_styles(right: Callable[[np.ndarray, np.ndarray], float]) -> list[Sign]:
    """The forms that are read badly; prints how each is read."""
    bad = []
    for digit in range(10):
        signs = [form(digit, name) for name in variants(digit)]
        shares = [right(sign.glyphs(_COUNT), np.full(_COUNT, digit)) for sign in signs]
        print(", ".join(f"{sign.name} {share:.0%}" for sign, share in zip(signs, shares, strict=True)), flush=True)
        bad += [sign for sign, share in zip(signs, shares, strict=True) if share <= BAD]
    print(f"drawn forms that are read right in at most {BAD:.0%}: {len(bad)}")
    return bad


SIGNS = [
    mirrored(3, "round"),
    mirrored(3, "flat"),
    mirrored(1, "wedge"),
    mirrored(4, "closed"),
    mirrored(7, "crossed"),
    mirrored(9, "curved"),
    mirrored(2, "loop"),
    upside_down(7, "plain", 1),
    upside_down(4, "open", 4),
    upside_down(3, "soft", 3),
]
"""What the shipped model takes for no digit, or for another one."""
