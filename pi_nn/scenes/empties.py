"""Composing a scene in which nothing is to be read: paper, room, hand, face, letters, doodle, print, rules."""

from dataclasses import replace

import numpy as np

from pi_nn.scenes import paper, place
from pi_nn.scenes.compose import compose
from pi_nn.scenes.doodles import draw_doodle
from pi_nn.scenes.kinds import Choice
from pi_nn.scenes.layout import Size
from pi_nn.scenes.letters import draw_letter, draw_sign, draw_word
from pi_nn.scenes.light import shine
from pi_nn.scenes.printed import lay_print, printed_page
from pi_nn.scenes.room import face, fingers, room
from pi_nn.scenes.sensor import choose_lens
from pi_nn.scenes.shapes import Shape, from_strokes
from pi_nn.scenes.stage import Stage, sheet_grid


def compose_empty(rng: np.random.Generator, size: Size, choice: Choice) -> Stage:
    """A stage of the kind `choice.empty`, any of `EMPTIES` but "cut digit"."""
    if choice.empty in ("letters", "doodle"):
        choice = replace(choice, beside="alone")
        drawn = _letters(rng) if choice.empty == "letters" else [_doodle(rng)]
        return compose(rng, size, choice, drawn, [])
    stage = _bare(rng, size, choice)
    if choice.empty == "room":
        return replace(stage, sheet=None)
    if choice.empty == "face":
        return replace(stage, sheet=None, room=face(rng, size[::-1]))
    if choice.empty == "hand":
        behind = stage.sheet if rng.random() < 0.7 else None
        return replace(stage, sheet=behind, hands=_hand(rng, size))
    if choice.empty == "printed page":
        return _with_print(rng, stage)
    return stage


def _bare(rng: np.random.Generator, size: Size, choice: Choice) -> Stage:
    """A sheet with nothing on it; its edges may cross the frame."""
    if choice.empty == "ruled lines":
        choice = replace(choice, paper=str(rng.choice(("lined", "squared", "dotted"))))
    left, top, right, bottom = rng.uniform(0.15, 1.2, 4).tolist()
    far = choice.surround == "sheet only" and not paper.PAPER[choice.paper].bounded
    rect = paper.EVERYWHERE if far else (-left, -top, right, bottom)
    pose = place.tilt(rng, choice.writing, size)
    light = shine(rng, choice.light, size[::-1])
    lens = choose_lens(rng, choice.focus, choice.light, size[1])
    hands = tuple(fingers(rng, size[::-1], [])) if choice.surround == "hand holding" else ()
    sheet = paper.lay(rng, choice.paper, rect)
    return Stage(size, pose, sheet, room(rng, size[::-1]), light, lens, hands=hands, skin=rng.uniform(0.25, 0.75))


def _letters(rng: np.random.Generator) -> list[Shape]:
    """One letter, or a word, or a sign: nothing that is drawn as a digit is."""
    kind = rng.random()
    if kind < 0.5:
        return [from_strokes(draw_letter(rng))]
    return [from_strokes(draw_word(rng) if kind < 0.75 else draw_sign(rng))]


def _doodle(rng: np.random.Generator) -> Shape:
    return from_strokes(draw_doodle(rng))


def _hand(rng: np.random.Generator, size: Size) -> tuple:
    """More and longer fingers than hold a sheet."""
    return tuple(part for _ in range(3) for part in fingers(rng, size[::-1], []))


def _with_print(rng: np.random.Generator, stage: Stage) -> Stage:
    """The stage with a printed page as what is behind: print does not tremble apart from its sheet."""
    assert stage.sheet is not None
    u, v = sheet_grid(stage.pose, stage.room.shape)
    line_height = rng.uniform(0.03, 0.12)
    page = printed_page(rng, int(rng.integers(4, 30)), int(rng.integers(10, 60)))
    albedo = paper.albedo(rng, stage.sheet, u, v, 1 / stage.size[1])
    ink = lay_print(page, u, v, line_height)
    tone = rng.uniform(0.1, 0.4) * stage.sheet.albedo if not stage.sheet.dark else 0.8
    return replace(stage, sheet=None, room=albedo + ink * (tone - albedo))
