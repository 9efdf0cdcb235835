"""What a confidence is worth: of all that was as sure as that, how much was right."""

from collections.abc import Sequence

from seeing_case import Case, Section, Table, at_least, percent

SURE = 0.9


def measure(bench) -> Section:
    """Of the cases that the sections before this one left."""
    section = Section("Confidence")
    cases = [case for each in bench.done for case in each.cases if case.surety is not None]
    section.notes.append("Of the scenes and photographs of one digit above: the highest of the ten digit scores.")
    section.figures = [at_least(f"right at {SURE} and more", rightness(cases, SURE), 0.99)]
    section.tables = [calibration(cases)]
    return section


def between(cases: Sequence[Case], low: float, high: float) -> list[Case]:
    return [case for case in cases if low <= case.surety[0] < high]


def rightness(cases: Sequence[Case], low: float, high: float = 2.0) -> float:
    those = between(cases, low, high)
    return sum(case.surety[1] for case in those) / max(len(those), 1)


def calibration(cases: Sequence[Case]) -> Table:
    """A row for each tenth: how many, their mean confidence, how many of them are right."""
    rows = []
    for tenth in range(10):
        low, high = tenth / 10, (tenth + 1) / 10 if tenth < 9 else 2.0
        those = between(cases, low, high)
        if those:
            mean = sum(case.surety[0] for case in those) / len(those)
            name = f"{low:.1f} to {min(high, 1):.1f}"
            rows.append([name, str(len(those)), percent(mean), percent(rightness(cases, low, high))])
    return Table(["confidence", "cases", "mean confidence", "right"], rows)
