"""Scenes as a camera sees them go by: a sheet held up by a trembling hand, then taken away."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from pi_nn.scenes.empties import compose_empty
from pi_nn.scenes.kinds import choose
from pi_nn.scenes.scene import compose_digits, with_form
from pi_nn.scenes.stage import Stage, photograph

_PULL = (0.6, 0.6, 0.004)  # standard deviation of a frame's tremor: pixels of 240 (x, y), radians
_RETURN = 0.8  # how much of the last frame's sway is left in the next


def draw_sequence(
    rng: np.random.Generator,
    size: tuple[int, int] = (320, 240),
    kind: str | Sequence[str] | None = None,
    digit: int | None = None,
    ink: np.ndarray | None = None,
    height: tuple[float, float] | None = None,
    held: int = 16,
    gone: int = 8,
) -> Iterator[tuple[np.ndarray, int | None]]:
    """`held` frames of one scene in a trembling hand, then `gone` with it taken away: frame uint8 (H, W), digit.

    The other arguments are those of `draw_scene`; of an empty kind all frames have None.
    """
    choice = choose(rng, [kind] if isinstance(kind, str) else kind or ())
    if choice.empty and choice.empty != "cut digit":
        stage = compose_empty(rng, size, choice)
    else:
        stage = compose_digits(rng, size, with_form(rng, choice, digit, ink), digit, ink, height)
    shown = stage.writings[0].digit if stage.writings and not choice.empty else None
    for frame in held_up(rng, stage, held):
        yield frame, shown
    for frame in held_up(rng, taken_away(rng, stage), gone):
        yield frame, None


def held_up(rng: np.random.Generator, stage: Stage, frames: int) -> Iterator[np.ndarray]:
    """Frames of a stage whose sheet is held by a trembling hand, in light that flickers if its lamp does."""
    pull, sway = np.array(_PULL) * (stage.size[1] / 240, stage.size[1] / 240, 1), np.zeros(3)
    for _ in range(frames):
        sway = _RETURN * sway + rng.normal(0, 1, 3) * pull
        yield photograph(rng, _flickering(rng, stage), _moved(sway, stage.size))


def taken_away(rng: np.random.Generator, stage: Stage) -> Stage:
    """The same place without the writing: the sheet turned over, or nothing but the room."""
    sheet = stage.sheet if rng.random() < 0.5 else None
    return replace(stage, sheet=sheet, writings=(), hands=stage.hands if sheet else ())


def _flickering(rng: np.random.Generator, stage: Stage) -> Stage:
    depth, period, _ = stage.light.bands
    level = stage.light.level * float(rng.normal(1, 0.005 + 0.4 * depth))
    light = replace(stage.light, level=level, bands=(depth, period, float(rng.uniform(0, 2 * np.pi))))
    return replace(stage, light=light)


def _moved(sway: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The matrix (3, 3) that shifts by sway[:2] pixels and turns by sway[2] radians about the frame's middle."""
    x, y = size[0] / 2, size[1] / 2
    cos, sin = np.cos(sway[2]), np.sin(sway[2])
    turn = np.array([[cos, -sin, x - cos * x + sin * y], [sin, cos, y - sin * x - cos * y], [0, 0, 1]])
    turn[:2, 2] += sway[:2]
    return turn
