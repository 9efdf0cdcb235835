"""What one case of the bench came to, and what a section of many says: figures, each beside its bar, and tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw
from seeing_eyes import Seen

from pi_nn.decision import Reading

TRUE_COLOUR, FOUND_COLOUR = "#18a058", "#e0483e"
WIDEST = 360  # pixels of a frame on the page

Boxes = Iterable[tuple[tuple[int, ...] | None, str]]
"""Of x, y, width and height, each with its colour."""


@dataclass(frozen=True)
class Case:
    """A scene, photograph or sequence.

    rows: of the table in which it counts. marks: the table's columns, whether it is so. why: "" where all is well.
    surety: the highest of its ten digit scores, and whether that digit is the right one; None where there is none.
    """

    name: str
    rows: tuple[str, ...]
    truth: str
    said: str
    marks: dict[str, bool]
    why: str = ""
    surety: tuple[float, bool] | None = None
    frame: bytes = b""  # JPEG, with the boxes
    glyph: bytes = b""  # PNG
    scores: tuple[float, ...] = ()

    def pictured(self, frame: np.ndarray, boxes: Boxes, found: Seen | Reading | None) -> "Case":
        """As the page shows it: the frame with boxes, and of what was found the glyph and its scores."""
        glyph = glyph_png(found.glyph.image) if found and found.glyph else b""
        scores = tuple(map(float, found.scores)) if found else ()
        return replace(self, frame=framed(frame, boxes), glyph=glyph, scores=scores)


@dataclass(frozen=True)
class Figure:
    """A measured value and, where there is one, the bar that it must reach."""

    what: str
    value: str
    bar: str = ""
    ok: bool | None = None


@dataclass
class Table:
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass
class Section:
    title: str
    notes: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    samples: list[Case] = field(default_factory=list)  # of which all are on the page, right or not


def share(cases: Sequence[Case], mark: str) -> float:
    """Of the cases that have this mark at all: those where it is so."""
    having = [case.marks[mark] for case in cases if mark in case.marks]
    return sum(having) / max(len(having), 1)


def at_least(what: str, value: float, bar: float) -> Figure:
    return Figure(what, percent(value), f"at least {percent(bar)}", value >= bar)


def at_most(what: str, value: float, bar: float) -> Figure:
    return Figure(what, percent(value), f"at most {percent(bar)}", value <= bar)


def percent(value: float) -> str:
    return f"{100 * value:.2f} %"


def tabulated(cases: Sequence[Case], order: Iterable[str], marks: Sequence[str], first: str = "kind") -> Table:
    """A row for each name of `order` that occurs: how many cases, their share of all, the share of each mark."""
    rows = []
    for name in order:
        those = [case for case in cases if name in case.rows]
        if those:
            counts = [str(len(those)), percent(len(those) / len(cases))]
            rows.append([name, *counts, *(percent(share(those, mark)) for mark in marks)])
    return Table([first, "cases", "of all", *marks], rows)


def framed(frame: np.ndarray, boxes: Boxes) -> bytes:
    """A frame as JPEG, at most WIDEST pixels wide, with boxes."""
    picture = Image.fromarray(frame).convert("RGB")
    factor = min(1.0, WIDEST / max(picture.size))
    picture = picture.resize([max(1, round(side * factor)) for side in picture.size])
    draw = ImageDraw.Draw(picture)
    for box, colour in boxes:
        if box is not None:
            x, y, width, height = (factor * side for side in box)
            draw.rectangle((x - 1, y - 1, x + width, y + height), outline=colour)
    file = BytesIO()
    picture.save(file, "JPEG", quality=80)
    return file.getvalue()


def glyph_png(image: np.ndarray) -> bytes:
    """A glyph, float (28, 28), ink dark."""
    file = BytesIO()
    Image.fromarray(np.round(255 * (1 - np.clip(image, 0, 1))).astype(np.uint8)).save(file, "PNG")
    return file.getvalue()
