"""A camera's frame of which we know what it shows: drawn digit, its box, and every kind of difficulty.

To make a scene like the one that failed, name what was special about it:

    draw_scene(np.random.default_rng(1), kind=("lined", "shadow edge", "pencil"), digit=4)
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pi_nn.scenes import empties
from pi_nn.scenes.beside import shapes_beside
from pi_nn.scenes.boxes import Box, from_middle, ink_box, middle
from pi_nn.scenes.compose import compose
from pi_nn.scenes.digits import draw_digit, variants
from pi_nn.scenes.kinds import FORMS, Choice, choose
from pi_nn.scenes.pen import PENS
from pi_nn.scenes.shapes import Shape, from_ink, from_middle_lines, from_strokes
from pi_nn.scenes.stage import Stage, ink_of, photograph

_FORM_SHARE = 0.5  # of the scenes drawn with strokes and nothing asked for


@dataclass(frozen=True)
class Scene:
    """A frame and what is in it.

    frame: uint8 (H, W). digit: the one nearest the middle, or None where nothing is to be read.
    box: x, y, width, height of its ink in pixels, inside the frame. kinds: names out of `KINDS`.
    digits, boxes: every digit that is to be read, from left to right.
    """

    frame: np.ndarray
    digit: int | None
    box: Box | None
    kinds: tuple[str, ...]
    digits: tuple[int, ...] = ()
    boxes: tuple[Box, ...] = ()

    @property
    def kind(self) -> str:
        """The first of its kinds: for tables with one row a scene."""
        return self.kinds[0]


def draw_scene(
    rng: np.random.Generator,
    size: tuple[int, int] = (320, 240),
    kind: str | Sequence[str] | None = None,
    digit: int | None = None,
    ink: np.ndarray | None = None,
    height: tuple[float, float] | None = None,
    hardship: float = 1.0,
) -> Scene:
    """A scene of the kinds asked for, and by chance where nothing was asked for.

    size: (width, height), from 32x32 up. kind: names out of `KINDS`, at most one of each group.
    ink: the glyph of `digit` from a data set, any 2-D array with ink high, instead of drawn strokes.
    height: of the digit as a share of the frame's, at least and at most. hardship: how many difficulties come
    together by chance: 0 none, 1 about two, 2 about four. ValueError for an unknown kind, for a kind of form
    that is not of this digit, and for a form together with `ink`.
    """
    choice = choose(rng, [kind] if isinstance(kind, str) else kind or (), hardship)
    if choice.empty and choice.empty != "cut digit":
        stage = empties.compose_empty(rng, size, choice)
        return Scene(photograph(rng, stage), None, None, choice.names())
    choice = with_form(rng, choice, digit, ink)
    stage = compose_digits(rng, size, choice, digit, ink, height)
    return _scene(photograph(rng, stage), stage, choice)


def with_form(rng: np.random.Generator, choice: Choice, digit: int | None, ink: np.ndarray | None) -> Choice:
    """The choice, with a form of the digit by chance where strokes are drawn and nothing was asked for."""
    if choice.form is not None:
        if ink is not None or digit not in (None, FORMS[choice.form][0]):
            raise ValueError(f"kind {choice.form!r} is a drawn {FORMS[choice.form][0]}, not {digit} or a given ink")
        return choice
    fitting = [name for name, (of, _) in FORMS.items() if digit in (None, of)]
    if ink is None and not choice.number and fitting and rng.random() < _FORM_SHARE:
        return replace(choice, form=str(rng.choice(fitting)))
    return choice


def compose_digits(
    rng: np.random.Generator,
    size: tuple[int, int],
    choice: Choice,
    digit: int | None,
    ink: np.ndarray | None,
    height: tuple[float, float] | None,
) -> Stage:
    """The stage of a scene with one digit (its first writing) or, for the kind "number", several."""
    if choice.number:
        row, others = [_drawn(rng, int(each), None) for each in rng.integers(0, 10, rng.integers(2, 7))], []
        height = height or (0.1, 0.4)
    else:
        row, others = [_one_digit(rng, choice, digit, ink)], shapes_beside(rng, choice.beside)
    if choice.beside != "alone" and height is None and choice.writing != "large":
        height = (0.12, 0.4)
    return compose(rng, size, choice, row, others, height)


def _one_digit(rng: np.random.Generator, choice: Choice, digit: int | None, ink: np.ndarray | None) -> Shape:
    if ink is not None:
        if digit is None:
            raise ValueError("ink is given, but not which digit it is")
        if PENS[choice.pen].thin:
            return from_middle_lines(ink, digit)
        return from_ink(ink, float(rng.uniform(-0.4, 0.5)), digit)
    if choice.form is not None:
        digit, names = FORMS[choice.form]
        return _drawn(rng, digit, str(rng.choice(names)))
    digit = _some_digit(rng, choice) if digit is None else digit
    return _drawn(rng, digit, str(rng.choice(variants(digit, choice.plain))))


def _some_digit(rng: np.random.Generator, choice: Choice) -> int:
    """Any digit; but what is left of a 1 that was cut off is a 1."""
    return int(rng.choice((0, 2, 3, 4, 5, 6, 7, 8, 9) if choice.empty else 10))


def _drawn(rng: np.random.Generator, digit: int, variant: str | None) -> Shape:
    return from_strokes(draw_digit(rng, digit, variant), digit)


def _scene(frame: np.ndarray, stage: Stage, choice: Choice) -> Scene:
    if len(stage.writings) == 1:
        choice = replace(choice, beside="alone")
    if choice.empty is not None:
        return Scene(frame, None, None, choice.names())
    found = []
    for writing in stage.writings:
        box = ink_box(ink_of(writing, stage.pose, frame.shape))
        if writing.digit is not None and box is not None:
            found.append((writing.digit, box))
    digit, box = min(found, key=lambda each: from_middle(middle(each[1]), stage.size))
    digits, boxes = zip(*sorted(found, key=lambda each: each[1][0]))
    return Scene(frame, digit, box, choice.names(), digits, boxes)
