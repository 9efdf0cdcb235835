"""A digit held up with a trembling hand for two seconds, then taken away, as the appliance sees it go by."""

from dataclasses import dataclass

import numpy as np
from seeing_case import FOUND_COLOUR, Case, Figure, Section, at_least, at_most, percent, share, tabulated
from seeing_eyes import Eyes

from pi_nn.decision import Reading
from pi_nn.glyphs import Glyphs
from pi_nn.scenes import draw_sequence

HELD, GONE = 16, 8  # frames: two seconds at 8 a second, and one
SHOWN_BY, DARK_BY = 5, 8
HEIGHT = (0.15, 0.72)  # of the frame's
MARKS = ("shown right", f"shown by frame {SHOWN_BY}", "wrong shown", "while held up", f"dark by frame {DARK_BY}")


@dataclass(frozen=True)
class HeldUp:
    """The job: sequence by number."""

    eyes: Eyes
    glyphs: Glyphs
    seed: int

    def __call__(self, number: int) -> list[Case]:
        rng = np.random.default_rng([self.seed, 5, number])
        index = int(rng.integers(len(self.glyphs)))
        digit = int(self.glyphs.labels[index])
        ink = {"ink": self.glyphs.images[index], "digit": digit}
        drawn = draw_sequence(rng, **ink, height=HEIGHT, held=HELD, gone=GONE)
        return [judged(f"sequence {number}", digit, self.eyes.watch(frame for frame, _ in drawn))]


def judged(name: str, digit: int, readings: list[Reading]) -> Case:
    shown = [reading.digit for reading in readings]
    first = shown.index(digit) if digit in shown[:HELD] else None
    wrong = next((place for place, each in enumerate(shown) if each not in (None, digit)), None)
    by_fifth = first is not None and first < SHOWN_BY
    marks = (first is not None, by_fifth, wrong is not None, wrong is not None and wrong < HELD, shown[-1] is None)
    why, place = explained(first, wrong, shown[-1])
    case = Case(name, ("all", str(digit)), str(digit), as_strip(readings), dict(zip(MARKS, marks)), why)
    if not why:
        return case
    reading = readings[place]
    return case.pictured(reading.frame, [(reading.glyph and reading.glyph.box, FOUND_COLOUR)], reading)


def explained(first: int | None, wrong: int | None, last: int | None) -> tuple[str, int]:
    """What is wrong with a sequence, and the frame (index) that shows it best."""
    if wrong is not None:
        return f"a wrong digit from frame {wrong + 1} on", wrong
    if first is None or first >= SHOWN_BY:
        when = "never" if first is None else f"only in frame {first + 1}"
        return f"shown {when}; this is frame {SHOWN_BY - 1}", SHOWN_BY - 2
    return ("still shown when it was gone", HELD + GONE - 1) if last is not None else ("", 0)


def as_strip(readings: list[Reading]) -> str:
    """What is shown, a character a frame: . dark, ? unsure; | where the digit is taken away."""
    signs = ["?" if each.unsure else "." if each.digit is None else str(each.digit) for each in readings]
    return "".join(signs[:HELD]) + "|" + "".join(signs[HELD:])


def measure(bench) -> Section:
    section = Section("A digit held up for 2 s, then taken away")
    glyphs = bench.glyphs()
    if glyphs is None:
        section.notes.append(bench.no_glyphs)
        return section
    cases = bench.work.run("sequences", HeldUp(bench.eyes, glyphs, bench.seed), bench.sequences)
    right, by_fifth, wrong, held, dark = MARKS
    section.notes.append(
        f"{HELD} frames held up, {GONE} without; each digit {HEIGHT[0]:.0%} to {HEIGHT[1]:.0%} of the frame high; "
        f"glyphs: {bench.glyphs_name}. In the pictures a character a frame: . dark, ? unsure, | taken away."
    )
    section.figures = [
        at_least(right, share(cases, right), 0.99),
        at_most("wrong shown at any moment", share(cases, wrong), 0.005),
        Figure("of all, wrong while it was held up", percent(share(cases, held))),
        at_least(by_fifth, share(cases, by_fifth), 0.99),
        at_least(f"{dark} without it", share(cases, dark), 0.99),
        Figure("sequences", str(len(cases))),
    ]
    section.tables = [tabulated(cases, ("all", *map(str, range(10))), MARKS, "digit")]
    section.cases = cases
    return section
