"""Scenes of all kinds with one digit of at least 15 % of the frame's height, and the anchor on the same scenes."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from seeing_anchor import anchor_reads
from seeing_case import FOUND_COLOUR, TRUE_COLOUR, Case, Figure, Section, at_least, at_most, share, tabulated
from seeing_eyes import SAME, Eyes, why_not

from pi_nn.glyphs import Glyphs
from pi_nn.scenes import EMPTIES, FORMS, KINDS, Scene, draw_scene
from pi_nn.scenes.kinds import BESIDES
from pi_nn.vision.boxes import union_share

LEAST_HEIGHT = 0.15
LOWER, ALL, GLYPHS, DRAWN = "lower than 15 %", "all", "MNIST's glyphs", "drawn strokes"
CYCLE = 30  # scenes: one, 3.3 %, of each kind that is too rare by chance
ASKED = (*((form,) for form in FORMS), ("blackboard", "chalk"), *((name,) for name in BESIDES[1:]), ("small",))
SAMPLES = 100
MARKS = ("right", "wrong", "refused", "found", "anchor")


@dataclass(frozen=True)
class Scenes:
    """The job: scene by number."""

    eyes: Eyes
    glyphs: Glyphs
    seed: int
    on_page: frozenset[int]

    def __call__(self, number: int) -> list[Case]:
        return [self._case(number, scene, lower) for scene, lower in self.drawn(number)]

    def drawn(self, number: int) -> Iterator[tuple[Scene, bool]]:
        """Scenes of one plan until one is tall enough; those before it are lower."""
        asked = asked_of(number)
        index = int(np.random.default_rng([self.seed, 0]).permutation(len(self.glyphs))[number % len(self.glyphs)])
        glyph = {"ink": self.glyphs.images[index], "digit": int(self.glyphs.labels[index])}
        wanted = {} if set(asked) & set(FORMS) else glyph
        for attempt in range(50):
            rng = np.random.default_rng([self.seed, 1, number, attempt])
            scene = draw_scene(rng, kind=asked, **wanted)
            lower = scene.box[3] < LEAST_HEIGHT * len(scene.frame)
            yield scene, lower
            if not lower:
                return

    def _case(self, number: int, scene: Scene, lower: bool) -> Case:
        seen = self.eyes.see(scene.frame)
        why = why_not(seen, scene.digit, scene.box, self.eyes.settings.decision.threshold)
        rows = (LOWER,) if lower else (ALL, DRAWN if set(scene.kinds) & set(FORMS) else GLYPHS, *scene.kinds)
        marks = {
            "right": seen.digit == scene.digit,
            "wrong": seen.digit not in (None, scene.digit),
            "refused": seen.digit is None,
            "found": seen.box is not None and union_share(seen.box, scene.box) >= SAME,
            "anchor": anchor_reads(scene.frame, self.eyes.network) == scene.digit,
        }
        name, surety = f"scene {number}: {', '.join(scene.kinds)}", seen.surety(scene.digit)
        case = Case(name, rows, str(scene.digit), seen.said(), marks, why, surety)
        if not why and (lower or number not in self.on_page):
            return case
        return case.pictured(scene.frame, [(scene.box, TRUE_COLOUR), (seen.box, FOUND_COLOUR)], seen)


def asked_of(number: int) -> tuple[str, ...]:
    """The kinds that a scene must have; its others are by chance."""
    return ASKED[number % CYCLE] if number % CYCLE < len(ASKED) else ()


def measure(bench) -> Section:
    """right, wrong and refused, kind by kind."""
    section = Section("Scenes of all kinds with a digit")
    glyphs = bench.glyphs()
    if glyphs is None:
        section.notes.append(bench.no_glyphs)
        return section
    numbers = np.random.default_rng([bench.seed, 2]).permutation(bench.count)[:SAMPLES]
    job = Scenes(bench.eyes, glyphs, bench.seed, frozenset(numbers.tolist()))
    every = bench.work.run("scenes", job, bench.count)
    return reported(section, every, {int(number) for number in numbers}, bench.glyphs_name)


def reported(section: Section, every: list[Case], on_page: set[int], glyphs_name: str) -> Section:
    cases = [case for case in every if LOWER not in case.rows]
    kinds = [kind for kind in KINDS if kind not in (*EMPTIES, "number")]
    counts = {kind: sum(kind in case.rows for case in cases) for kind in kinds}
    rarest = min(kinds, key=lambda kind: counts[kind])
    section.figures = [
        at_least("read right", share(cases, "right"), 0.99),
        at_most("read wrong", share(cases, "wrong"), 0.005),
        at_most("anchor (Otsu, bounding box, squash) right", share(cases, "anchor"), 0.6),
        at_least(f"rarest kind ({rarest})", counts[rarest] / max(len(cases), 1), 0.03),
        Figure("found (box shares half and more)", f"{100 * share(cases, 'found'):.2f} %"),
    ]
    section.notes += [
        f"{len(cases)} scenes with a digit of at least 15 % of the frame's height; glyphs: {glyphs_name}; "
        "what asks for a form (crossed 7 ...) is drawn with strokes.",
        "'anchor' is given its surest digit whatever it is; 'right' and 'wrong' of ours are at the threshold.",
    ]
    order = (ALL, GLYPHS, DRAWN, *sorted(kinds, key=lambda kind: share_right(cases, kind)))
    section.tables = [tabulated(cases, order, MARKS), tabulated(every, (LOWER,), MARKS, "beside these")]
    section.cases = cases
    section.samples = [case for case in cases if int(case.name.split(":")[0].split()[1]) in on_page]
    return section


def share_right(cases: list[Case], kind: str) -> float:
    return share([case for case in cases if kind in case.rows], "right")
