"""The demo camera's pictures: digits held up one after another by a hand that trembles."""

from collections.abc import Iterator

import numpy as np

from pi_nn.scenes.empties import compose_empty
from pi_nn.scenes.kinds import Choice
from pi_nn.scenes.scene import compose_digits
from pi_nn.scenes.sequence import held_up
from pi_nn.scenes.stage import Stage

HELD_FRAMES = 16
BLANK_FRAMES = (6, 8)

_LIGHTS = ("even light", "even light", "gradient", "shadow edge", "vignette", "dim", "bright")
_PAPERS = ("white", "white", "yellow", "kraft", "lined", "squared", "whiteboard", "blackboard", "sticky note")
_PENS = ("felt pen", "marker", "brush", "coloured ink")
_WRITINGS = ("middling", "middling", "off centre", "rotated")


def demo_scenes(seed: int, size: tuple[int, int] = (320, 240)) -> Iterator[tuple[np.ndarray, int | None]]:
    """Frames uint8 (H, W) without end, each with the digit that is held up or None; the same for the same seed.

    A digit is held up for 16 frames, then for 6 to 8 there is nothing; each ten digits all ten occur.
    """
    rng = np.random.default_rng(seed)
    while True:
        for digit in rng.permutation(10):
            stage = _digit_stage(rng, size, int(digit))
            for frame in held_up(rng, stage, HELD_FRAMES):
                yield frame, int(digit)
            blank = _blank_stage(rng, size)
            for frame in held_up(rng, blank, int(rng.integers(BLANK_FRAMES[0], BLANK_FRAMES[1] + 1))):
                yield frame, None


def _choice(rng: np.random.Generator, empty: str | None = None) -> Choice:
    surround = str(rng.choice(("sheet only", "sheet edges", "hand holding"), p=(0.5, 0.3, 0.2)))
    light, sheet, pen, writing = (str(rng.choice(names)) for names in (_LIGHTS, _PAPERS, _PENS, _WRITINGS))
    return Choice(light, sheet, surround, "chalk" if sheet == "blackboard" else pen, writing, empty=empty, plain=True)


def _digit_stage(rng: np.random.Generator, size: tuple[int, int], digit: int) -> Stage:
    return compose_digits(rng, size, _choice(rng), digit, None, (0.3, 0.65))


def _blank_stage(rng: np.random.Generator, size: tuple[int, int]) -> Stage:
    return compose_empty(rng, size, _choice(rng, str(rng.choice(("empty paper", "room")))))
