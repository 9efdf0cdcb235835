"""The kinds of "no digit" that are left out of a training, one at a time, and specimens of each to judge it by."""

from dataclasses import dataclass

import numpy as np

from pi_nn.junk import KINDS as MADE_UP
from pi_nn.junk import junk
from pi_nn.network import NOT_A_DIGIT
from pi_nn.practice import like_a_one
from pi_nn.recipes.drawn import drawn_things
from pi_nn.scenes import draw_scene
from pi_nn.vision import likely_glyphs


@dataclass(frozen=True)
class LeftOut:
    """What training sees of one kind, by its three ways.

    drawn: of `scenes.NO_DIGIT_KINDS`. made_up: of `junk.KINDS`. empties: of `scenes.EMPTIES`. What holds a little of
    it is left out, too, but no specimen: more of the made up, and in scenes of the kinds `beside` what is no digit.
    """

    drawn: tuple[str, ...]
    made_up: tuple[str, ...] = ()
    empties: tuple[str, ...] = ()
    more_made_up: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    def has_drawn(self, name: str) -> bool:
        return name in self.drawn

    def has_in_scene(self, label: int, kinds: tuple[str, ...]) -> bool:
        """Whether a glyph with this label, out of a scene of these kinds, may be of it."""
        return label == NOT_A_DIGIT and not {*self.empties, *self.beside}.isdisjoint(kinds)

    def made_up_else(self) -> dict:
        """What is made up and not of it."""
        without = {*self.made_up, *self.more_made_up}
        return {name: kind for name, kind in MADE_UP.items() if name not in without}


KINDS = {
    "letters": LeftOut(
        drawn=("letters", "words", "print"), empties=("letters", "printed page"), beside=("words beside",)
    ),
    "noise": LeftOut(drawn=("noise",), made_up=("noise",), more_made_up=("almost_empty",), beside=("noise",)),
    "textures": LeftOut(
        drawn=("textures",),
        made_up=("blobs", "gratings"),
        empties=("room",),
        more_made_up=("noise",),
        beside=("kraft", "cardboard", "blackboard"),
    ),
    "ruled and empty paper": LeftOut(
        drawn=("ruled lines", "bars"),
        made_up=("gratings", "almost_empty"),
        empties=("ruled lines", "empty paper"),
        more_made_up=("bars_and_frames",),
        beside=("lined", "squared", "dotted", "rule beside"),
    ),
    "doodles": LeftOut(
        drawn=("doodles", "scraps"),
        made_up=("scribbles", "crossings"),
        empties=("doodle",),
        more_made_up=("overlaps",),
    ),
}


def specimens(kind: LeftOut, count: int, seed: int) -> dict[str, np.ndarray]:
    """`count` glyphs, float32 (count, 28, 28), of every name among what is drawn and what is made up."""
    drawn = {f"drawn {name}": drawn_glyphs(name, count, seed) for name in kind.drawn}
    made = {f"made-up {name.replace('_', ' ')}": _made_up(name, count, seed) for name in kind.made_up}
    return drawn | made


def drawn_glyphs(name: str, count: int, seed: int) -> np.ndarray:
    """Of any kind that `sample_no_digit_ink` knows."""
    return drawn_things(count, np.random.default_rng([seed, 8]), [name]).images / np.float32(255)


def _made_up(name: str, count: int, seed: int) -> np.ndarray:
    nothing = np.zeros((0, 28, 28), np.float32), np.zeros(0, np.int64)
    return junk(count, *nothing, np.random.default_rng([seed, 9]), {name: MADE_UP[name]})


@dataclass(frozen=True)
class Found:
    """The job: what the finder cuts out of an empty scene, by number; but no narrow upright shape, which is a 1."""

    empty: str
    seed: int

    def __call__(self, number: int) -> list[np.ndarray]:
        scene = draw_scene(np.random.default_rng([self.seed, 10, number]), kind=self.empty)
        return [glyph.image for glyph in likely_glyphs(scene.frame) if not like_a_one(glyph)]
