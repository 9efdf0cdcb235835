"""From a frame to its glyphs: view, shapes of ink, evidence, competition, cutting, framing."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice, product
from math import hypot
from typing import NamedTuple

import numpy as np

from pi_nn.settings import Finder
from pi_nn.vision.boxes import Box, from_middle, shared_area, smaller_share, union_share
from pi_nn.vision.candidates import Candidate, find_shapes
from pi_nn.vision.contrast import View
from pi_nn.vision.cutting import cut_ink
from pi_nn.vision.evidence import evidence, within
from pi_nn.vision.framing import frame_glyph
from pi_nn.vision.order import in_reading_order
from pi_nn.vision.standing import stance, standing

Kind = tuple[bool, float]
"""Whether the ink is dark, and the share of the strongest contrast nearby that it has at least."""

Chance = Callable[[np.ndarray], float]
"""Of being a digit, 0 to 1, by a candidate's stance float32 (17,)."""


class Glyph(NamedTuple):
    """One piece of handwriting, cut out of a frame.

    image: float32 (28, 28), ink 1, paper 0, framed as MNIST's digits.
    box: (x, y, width, height) in pixels of the frame.
    standing: float32 (27,), how it stands in the frame (`vision.standing`); None for one of several.
    """

    image: np.ndarray
    box: Box
    standing: np.ndarray | None = None


def find_glyph(frame: np.ndarray, finder: Finder = Finder()) -> Glyph | None:
    """The handwriting nearest the middle of a uint8 (height, width) frame, or None."""
    return next(likely_glyphs(frame, finder), None)


def likely_glyphs(frame: np.ndarray, finder: Finder = Finder(), chance: Chance = lambda _: 1.0) -> Iterator[Glyph]:
    """The most prominent handwriting of a frame first, then what else may be a digit, each cut when asked for.

    The coarse view is enough for a digit that is held up. What is likely to be one is looked for first: the rest is
    tried only where none of that is taken. A shape and a part of it may both be among them. What has next to no
    `chance` is not cut out, which costs more than all that was measured of it before.
    """
    found = (each for stage in stages(frame, finder) for each in stage.candidates)
    stand = ((each, stance(each, finder)) for each in islice(distinct(found, finder), finder.most_likely))
    likely = ((each, before) for each, before in stand if chance(before) >= finder.least_chance)
    return (cut_glyph(frame, each, finder, before) for each, before in likely)


class Stage(NamedTuple):
    """What is looked for at once, kinds of (dark ink, share), and what was found, the most prominent first."""

    kinds: list[Kind]
    candidates: list[Candidate]


def stages(frame: np.ndarray, finder: Finder) -> Iterator[Stage]:
    """Digits held up: dark ink, light ink, and then, as only few frames need, thresholds that are not the usual one.

    Where no dark ink is surely a digit, light ink competes with it. Of light ink other thresholds are not tried: in
    3,000 scenes with a digit, a twelfth of them in light ink, they led to none that was then read.
    """
    view = View(frame, finder.view, finder)
    dark, light = (True, finder.ink_share), (False, finder.ink_share)
    weighed = weighed_shapes(view, [dark], finder.smallest, finder, held_up=True)
    first = by_prominence(without_frames(weigh_rivals(weighed, finder), finder), frame.shape, finder)
    sure = bool(first) and first[0].evidence >= finder.sure
    if sure:
        yield Stage([dark], first)
    weighed = weighed_shapes(view, [light], finder.smallest, finder, held_up=True) + ([] if sure else weighed)
    second = by_prominence(without_frames(weigh_rivals(weighed, finder), finder), frame.shape, finder)
    yield Stage([light] if sure else [dark, light], second)
    if (len(first) if sure else 0) + len(second) >= finder.most_likely:
        return
    shares = (finder.faint_share, finder.bold_share)
    others = [(True, share) for share in shares if shows_other_ink(view, share, finder)]
    weighed = weighed_shapes(view, others, finder.smallest, finder, held_up=True)
    yield Stage(others, by_prominence(weigh_rivals(weighed, finder), frame.shape, finder))


def shows_other_ink(view: View, share: float, finder: Finder) -> bool:
    """Whether so much more, or so much less, is dark ink at this threshold than at the usual one."""
    usual, other = (int(np.count_nonzero(view.ink(True, each))) for each in (finder.ink_share, share))
    return abs(other - usual) > finder.same_ink * usual


def by_prominence(candidates: list[Candidate], shape: tuple[int, ...], finder: Finder) -> list[Candidate]:
    """The most prominent first; but before the first that is one shape the nearest to the middle of its rivals."""
    ranked = sorted(candidates, key=lambda each: prominence(each, shape, finder), reverse=True)
    first = next((place for place, each in enumerate(ranked) if not each.pair), None)
    if first is not None:
        rivals = (place for place, each in enumerate(ranked) if place == first or _rival(each, ranked[first], finder))
        ranked.insert(first, ranked.pop(min(rivals, key=lambda place: from_middle(ranked[place].box, shape))))
    return ranked


def _rival(one: Candidate, first: Candidate, finder: Finder) -> bool:
    """Whether it stands apart from the first, and may as well be the digit."""
    apart = not one.pair and not shared_area(one.box, first.box)
    likely = one.evidence >= finder.beside_evidence * first.evidence
    return apart and likely and one.size >= finder.beside_size * first.size


def find_glyphs(frame: np.ndarray, finder: Finder = Finder()) -> list[Glyph]:
    """All handwriting of a frame in reading order: lines from top to bottom, each from left to right.

    Small digits come from the fine view, large ones from the coarse view.
    """
    kinds = list(product((True, False), (finder.ink_share, finder.faint_share, finder.bold_share)))
    large, small = (
        weigh_rivals(weighed_shapes(View(frame, size, finder), kinds, smallest, finder), finder)
        for size, smallest in ((finder.view, finder.smallest), (finder.page_view, finder.page_smallest))
    )
    limit = finder.page_share * max(frame.shape)
    rivals = [each for each in large if max(each.box[2:]) > limit]
    rivals += [each for each in small if max(each.box[2:]) <= limit]
    winners = alike(compete(without_frames(without_sheets(rivals, finder), finder), finder), finder)
    return [cut_glyph(frame, each, finder) for each in in_reading_order(winners, finder)]


def weighed_shapes(
    view: View, kinds: list[Kind], smallest: float, finder: Finder, held_up: bool = False
) -> list[tuple[Candidate, float]]:
    """The plausible shapes of ink of some kinds in a view, with their evidence; `smallest`: of its shorter side."""
    least = smallest * min(view.tone.shape)
    shapes = (each for dark, share in kinds for each in find_shapes(view, dark, share, least, finder, held_up))
    weighed = ((each, evidence(each, view, finder)) for each in shapes)
    return [(each, weight) for each, weight in weighed if weight >= finder.least_evidence]


def distinct(candidates: Iterable[Candidate], finder: Finder) -> Iterator[Candidate]:
    """The candidates without those whose box is nearly that of one before; those within one before are `inner`."""
    seen: list[Candidate] = []
    for each in candidates:
        if not any(_same(each, other, finder) for other in seen):
            same_ink = (other for other in seen if other.dark_ink == each.dark_ink and not other.pair)
            around = (other for other in same_ink if other.size > each.size)
            seen.append(each)
            yield each._replace(inner=any(smaller_share(each.box, other.box) > finder.within for other in around))


def _same(one: Candidate, other: Candidate, finder: Finder) -> bool:
    """Whether it is the other once more: of nearly the same box, and of not much more ink, which may make it whole."""
    return union_share(one.box, other.box) >= finder.same_shape and one.area <= finder.more_ink * other.area


def weigh_rivals(weighed: list[tuple[Candidate, float]], finder: Finder) -> list[Candidate]:
    """Those that are still plausible with less evidence for what is faint beside the strongest of them.

    That is print showing through, or the texture of a table.
    """
    strongest = max((each.strength for each, _ in weighed), default=1.0)
    rivals = ((each, weight * within(each.strength / strongest, finder.rival)) for each, weight in weighed)
    return [each._replace(evidence=weight) for each, weight in rivals if weight >= finder.least_evidence]


def without_sheets(candidates: list[Candidate], finder: Finder) -> list[Candidate]:
    """What encloses several others that are smaller and as likely is a sheet or a frame around writing."""
    usual = [each for each in candidates if each.share == finder.ink_share]
    return [each for each in candidates if sum(encloses(each, one, finder) for one in usual) < finder.sheet_digits]


def without_frames(candidates: list[Candidate], finder: Finder) -> list[Candidate]:
    """What is drawn around a single digit, as a form's box, and pieces of it are no digits."""
    usual = [each for each in candidates if each.share == finder.ink_share]
    frames = [each for each in candidates if any(surrounds(each, one, finder) for one in usual)]
    return [each for each in candidates if not any(_along(each, frame, finder) for frame in frames)]


def surrounds(frame: Candidate, digit: Candidate, finder: Finder) -> bool:
    """Whether it lies on all sides of a digit of the same ink, and that digit is large for it and as likely."""
    likely = digit.evidence >= finder.sheet_evidence * frame.evidence
    large = digit.box[3] >= finder.framed * frame.box[3]
    return likely and large and frame.dark_ink == digit.dark_ink and _inside(digit, frame, finder)


def _along(one: Candidate, frame: Candidate, finder: Finder) -> bool:
    """Whether it is a frame or a piece of it: within its box, but not inside."""
    return smaller_share(one.box, frame.box) > finder.within and not _inside(one, frame, finder)


def _inside(one: Candidate, frame: Candidate, finder: Finder) -> bool:
    (x, y, width, height), (left, top, w, h) = frame.box, one.box
    far = finder.frame_gap * max(width, height)
    return x + far <= left and y + far <= top and left + w + far <= x + width and top + h + far <= y + height


def encloses(sheet: Candidate, digit: Candidate, finder: Finder) -> bool:
    """Whether the digit lies within the sheet's box and has about as much evidence."""
    (x, y, width, height), (left, top, w, h) = sheet.box, digit.box
    inside = x <= left and y <= top and left + w <= x + width and top + h <= y + height
    smaller = max(w, h) < finder.sheet_size * max(width, height)
    return inside and smaller and digit.evidence >= finder.sheet_evidence * sheet.evidence


def compete(candidates: list[Candidate], finder: Finder) -> list[Candidate]:
    """Of candidates that overlap only the one with the most evidence stays; a larger one is rather the whole."""
    winners: list[Candidate] = []
    for each in sorted(candidates, key=lambda one: _weight(one, finder), reverse=True):
        if not any(smaller_share(each.box, winner.box) > finder.overlap for winner in winners):
            winners.append(each)
    return winners


def _weight(candidate: Candidate, finder: Finder) -> float:
    trust = {finder.faint_share: finder.faint_trust, finder.bold_share: finder.bold_trust}.get(candidate.share, 1.0)
    return candidate.evidence * candidate.size**finder.size_trust * trust


def alike(candidates: list[Candidate], finder: Finder) -> list[Candidate]:
    """Digits of one page are of about one size and strength: specks, faint marks and squares' lines are left out."""
    if not candidates:
        return []
    size = finder.page_size * np.median([max(each.box[2:]) for each in candidates])
    strength = finder.page_strength * _usual_strength(candidates)
    return [each for each in candidates if max(each.box[2:]) > size and each.strength > strength]


def _usual_strength(candidates: list[Candidate]) -> float:
    """Half of all ink is in candidates that are stronger: squared paper has more of them than digits, but less ink."""
    amounts = ((each.strength, each.strength * each.area * each.factor**2) for each in candidates)
    strengths, inks = np.array(sorted(amounts)).T
    return float(strengths[np.searchsorted(inks.cumsum(), inks.sum() / 2)])


def prominence(candidate: Candidate, shape: tuple[int, ...], finder: Finder) -> float:
    """Evidence, more for what is large and near the middle of the frame."""
    x, y, width, height = candidate.box
    away_x = max(x - shape[1] / 2, 0, shape[1] / 2 - (x + width))
    away_y = max(y - shape[0] / 2, 0, shape[0] / 2 - (y + height))
    away = hypot(away_x, away_y) / hypot(*shape)
    return _weight(candidate, finder) / (finder.middle + away)


def cut_glyph(frame: np.ndarray, candidate: Candidate, finder: Finder, before: np.ndarray | None = None) -> Glyph:
    """The candidate as a glyph; before: its stance, if it may be one that is held up.

    Among many a digit stands otherwise, which the weighing has not learnt.
    """
    ink, box = cut_ink(frame, candidate, finder)
    return Glyph(frame_glyph(ink, finder), box, None if before is None else standing(before, candidate, ink))
