"""Frames with nothing to read, one by one, and in sequences through the decision."""

from dataclasses import dataclass

import numpy as np
from seeing_case import FOUND_COLOUR, Case, Figure, Section, at_most, share, tabulated
from seeing_eyes import Eyes

from pi_nn.decision import Reading, best_digit
from pi_nn.scenes import EMPTIES, draw_scene, draw_sequence

LENGTH = 20  # frames of a sequence


@dataclass(frozen=True)
class Empties:
    """The job: single frame by number."""

    eyes: Eyes
    seed: int

    def __call__(self, number: int) -> list[Case]:
        kind = EMPTIES[number % len(EMPTIES)]
        scene = draw_scene(np.random.default_rng([self.seed, 3, number]), kind=kind)
        seen = self.eyes.see(scene.frame)
        why = "" if seen.digit is None else f"read as {seen.digit}"
        marks = {"read": bool(why), "something found": seen.glyph is not None}
        case = Case(f"empty {number}: {', '.join(scene.kinds)}", ("all", kind), "nothing", seen.said(), marks, why)
        return [case.pictured(scene.frame, [(seen.box, FOUND_COLOUR)], seen) if why else case]


@dataclass(frozen=True)
class Sequences:
    """The job: sequence by number."""

    eyes: Eyes
    seed: int

    def __call__(self, number: int) -> list[Case]:
        kind = EMPTIES[number % len(EMPTIES)]
        drawn = draw_sequence(np.random.default_rng([self.seed, 4, number]), kind=kind, held=LENGTH, gone=0)
        readings = self.eyes.watch(frame for frame, _ in drawn)
        shown = [reading for reading in readings if reading.digit is not None]
        name, rows = f"empty sequence {number}: {kind}", ("all", kind)
        return [shown_case(name, rows, shown[0], len(shown)) if shown else quiet_case(name, rows)]


def quiet_case(name: str, rows: tuple[str, ...]) -> Case:
    return Case(name, rows, "nothing", "dark", {"shown": False})


def shown_case(name: str, rows: tuple[str, ...], reading: Reading, frames: int) -> Case:
    """What was shown although nothing is there; the picture is of the frame with which it began."""
    why = f"{reading.digit} shown, in {frames} of {LENGTH} frames (this frame's best: {best_digit(reading.scores)})"
    case = Case(name, rows, "nothing", str(reading.digit), {"shown": True}, why)
    return case.pictured(reading.frame, [(reading.glyph and reading.glyph.box, FOUND_COLOUR)], reading)


def measure(bench) -> Section:
    section = Section("Frames with nothing to read")
    singles = bench.work.run("empties", Empties(bench.eyes, bench.seed), bench.count)
    sequences = bench.work.run("empty sequences", Sequences(bench.eyes, bench.seed), bench.sequences)
    shown = sum(case.marks["shown"] for case in sequences)
    section.figures = [
        at_most("single frames that give a reading", share(singles, "read"), 0.005),
        at_most(f"sequences of {LENGTH} frames that show a digit", share(sequences, "shown"), 0.001),
        Figure("which are", f"{shown} of {len(sequences)} sequences"),
    ]
    order = ("all", *EMPTIES)
    section.tables = [
        tabulated(singles, order, ("read", "something found")),
        tabulated(sequences, order, ("shown",), "sequences"),
    ]
    section.cases = singles + sequences
    return section
