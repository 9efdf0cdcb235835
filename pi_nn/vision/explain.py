"""Why the finder took what it took: every shape of ink in a frame with what speaks for it and what became of it.

The steps are the finder's own, called one by one; nothing is decided here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import prod

import numpy as np

from pi_nn.settings import Finder
from pi_nn.vision.candidates import Candidate, find_shapes
from pi_nn.vision.contrast import View
from pi_nn.vision.evidence import shares, within
from pi_nn.vision.finder import Chance, Glyph, Kind, cut_glyph, distinct, stages
from pi_nn.vision.standing import stance

CUT, SAME, UNLIKELY, LATE, FRAME, DROPPED = "cut", "same", "unlikely", "late", "frame", "dropped"
"""Fates: cut out as a glyph; nearly the box of another; next to no chance, as it stands; after the last that is looked
at; drawn around a digit; too little evidence."""


@dataclass(frozen=True)
class Weighed:
    """A shape of ink with its evidence, share by share (0 to 1, "rival" the last), and its fate; glyph where cut."""

    candidate: Candidate
    shares: dict[str, float]
    fate: str
    glyph: Glyph | None = None

    @property
    def evidence(self) -> float:
        """The product of all shares."""
        return prod(self.shares.values())

    @property
    def weakest(self) -> str:
        """The name of the share that speaks most against it."""
        return min(self.shares, key=lambda name: self.shares[name])


@dataclass(frozen=True)
class Explanation:
    """The view that was looked at, and all its shapes.

    First the glyphs in the order in which `likely_glyphs` gives them, then what else was plausible, then the rest,
    what is nearest to a digit first.
    """

    view: View
    shapes: list[Weighed]

    @property
    def glyphs(self) -> list[Glyph]:
        """What was cut out, the likeliest first."""
        return [each.glyph for each in self.shapes if each.glyph is not None]


def explain(frame: np.ndarray, finder: Finder = Finder(), chance: Chance = lambda _: 1.0) -> Explanation:
    """What `likely_glyphs` does with a uint8 (height, width) frame, step by step."""
    view = View(frame, finder.view, finder)
    strongest: dict[Kind, float] = {}
    plausible: list[Candidate] = []
    for stage in stages(frame, finder):
        strongest |= dict.fromkeys(stage.kinds, max((each.strength for each in stage.candidates), default=1.0))
        plausible += stage.candidates
    unlike = list(distinct(plausible, finder))
    stand = [(each, stance(each, finder)) for each in unlike[: finder.most_likely]]
    taken = [(each, before) for each, before in stand if chance(before) >= finder.least_chance]
    cut = {_key(each) for each, _ in taken}

    def weighed(each: Candidate, fate: str, glyph: Glyph | None = None) -> Weighed:
        rival = {"rival": within(min(each.strength / strongest[each.dark_ink, each.share], 1.0), finder.rival)}
        return Weighed(each, shares(each, view, finder) | rival, fate, glyph)

    shapes = [weighed(each, CUT, cut_glyph(frame, each, finder, before)) for each, before in taken]
    fates = {_key(each): SAME for each in plausible} | {_key(each): LATE for each in unlike}
    fates |= {_key(each): UNLIKELY for each, _ in stand}
    shapes += [weighed(each, fates[_key(each)]) for each in plausible if _key(each) not in cut]
    dropped = [weighed(each, DROPPED) for each in every_shape(view, strongest, finder) if _key(each) not in fates]
    dropped = [replace(each, fate=FRAME) if each.evidence >= finder.least_evidence else each for each in dropped]
    shapes += sorted(dropped, key=lambda each: (each.evidence, sum(each.shares.values())), reverse=True)
    return Explanation(view, shapes)


def every_shape(view: View, kinds: Iterable[Kind], finder: Finder) -> list[Candidate]:
    """All shapes of these kinds of ink, before any is weighed."""
    least = finder.smallest * min(view.tone.shape)
    return [each for dark, share in kinds for each in find_shapes(view, dark, share, least, finder, held_up=True)]


def _key(candidate: Candidate) -> tuple[object, ...]:
    return candidate.box, candidate.share, candidate.dark_ink
