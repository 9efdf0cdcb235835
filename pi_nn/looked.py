"""What the appliance makes of one frame, in words: each shape of ink with the number it is drawn with and its fate."""

from dataclasses import dataclass

import numpy as np

from pi_nn.decision import best_digit, is_some_digit, read_once
from pi_nn.network import Network
from pi_nn.reader import first_digit, scores_of
from pi_nn.settings import Settings
from pi_nn.vision import Glyph
from pi_nn.vision.boxes import union_share
from pi_nn.vision.explain import CUT, FRAME, LATE, SAME, UNLIKELY, Explanation, Weighed, explain
from pi_nn.vision.tone import contrasts

MOST_SHAPES = 12  # of which it is said what became of them

AGAINST = {
    "stroke": "its strokes are too thick for its size",
    "length": "its strokes are too short or too long for its size",
    "aspect": "it is too wide for its height",
    "contrast": "it is too faint",
    "cut_off": "the frame's edge cuts it off",
    "clutter": "there is other ink all around it",
    "standout": "there is no paper all around it",
    "rival": "it is faint beside the strongest ink",
}
"""What a small share of evidence says, by the name of its setting in [finder]."""

TAKEN, PASSED, UNUSED, GONE = "taken", "passed", "unused", "gone"
"""What a shape came to: the reading; looked at, but not it; a glyph or nearly one, not looked at; dropped."""

ALIKE = 0.7  # intersection over union from which on one line is enough for two boxes


@dataclass(frozen=True)
class Line:
    """A shape of ink: its number from 1, what it came to, and that in words; scores (11,) where it was looked at."""

    number: int
    shape: Weighed
    came_to: str
    words: str
    scores: np.ndarray | None = None


@dataclass(frozen=True)
class Looked:
    """A frame, its explanation, a line for each shape that is worth one, and the reading as `pi-nn read` has it."""

    frame: np.ndarray
    explanation: Explanation
    lines: list[Line]
    more: int  # shapes without a line
    dark_ink: bool  # what the steps are shown for: the kind of ink that was taken or came nearest to it
    glyph: Glyph | None
    scores: np.ndarray
    digit: int | None
    confidence: float
    settings: Settings

    @property
    def reading(self) -> str:
        """The reading in words."""
        if self.digit is not None:
            return f"{self.digit} ({self.confidence:.0%})"
        if self.glyph is None:
            return "no digit: no shape of ink is like one"
        best = best_digit(self.scores)
        if self.scores[-1] > self.scores[best]:
            return f"no digit ({self.confidence:.0%})"
        threshold = self.settings.decision.threshold
        return f"no digit: {best} is likeliest, but with {self.scores[best]:.2f} less sure than {threshold}"

    @property
    def contrast(self) -> np.ndarray:
        """Float (rows, columns) of the view, 0 to 1: how much darker (or lighter) than its paper each pixel is."""
        return contrasts(self.settings.finder.dark_grey)[self.explanation.view.contrast(self.dark_ink)]

    @property
    def ink(self) -> np.ndarray:
        """Bool (rows, columns) of the view: the ink at the usual threshold."""
        return self.explanation.view.ink(self.dark_ink, self.settings.finder.ink_share)


def look_at(frame: np.ndarray, network: Network, settings: Settings) -> Looked:
    """Read a uint8 (height, width) frame and say why it is read so."""
    explanation = explain(frame, settings.finder, network.chance)
    glyph, scores = first_digit(explanation.glyphs, network, settings.decision.certain)
    shown = unlike(explanation.shapes)[:MOST_SHAPES]
    lines = _lines(shown, glyph, network, settings.decision.certain)
    digit, confidence = read_once(scores, settings.decision.threshold)
    dark_ink = next((each.shape.candidate.dark_ink for each in sorted(lines, key=_nearness)), True)
    more = len(explanation.shapes) - len(shown)
    return Looked(frame, explanation, lines, more, dark_ink, glyph, scores, digit, confidence, settings)


def unlike(shapes: list[Weighed]) -> list[Weighed]:
    """Without those whose box is nearly that of one before: the same ink at another threshold."""
    kept: list[Weighed] = []
    for each in shapes:
        if each.fate == CUT or all(union_share(each.candidate.box, one.candidate.box) < ALIKE for one in kept):
            kept.append(each)
    return kept


def _nearness(line: Line) -> bool:
    return line.came_to != TAKEN


def _lines(shapes: list[Weighed], taken: Glyph | None, network: Network, certain: float) -> list[Line]:
    """Glyphs are looked at until one is certainly a digit."""
    lines: list[Line] = []
    end: int | None = None
    for number, shape in enumerate(shapes, 1):
        looked = shape.glyph is not None and end is None
        line = _looked(number, shape, taken, network) if looked else _left(number, shape, end)
        if line.scores is not None and is_some_digit(line.scores, certain):
            end = number
        lines.append(line)
    return lines


def _looked(number: int, shape: Weighed, taken: Glyph | None, network: Network) -> Line:
    assert shape.glyph is not None
    scores = scores_of(shape.glyph, network)
    best = best_digit(scores)
    if np.argmax(scores) == len(scores) - 1:
        return Line(number, shape, PASSED, f"looked at: no digit {scores[-1]:.2f}", scores)
    if shape.glyph is taken:
        return Line(number, shape, TAKEN, f"taken: {best} {scores[best]:.2f}", scores)
    return Line(number, shape, PASSED, f"looked at: {best} {scores[best]:.2f}", scores)


def _left(number: int, shape: Weighed, taken: int | None) -> Line:
    if shape.fate == CUT:
        return Line(number, shape, UNUSED, f"not looked at: {taken} was taken")
    if shape.fate in (SAME, LATE):
        return Line(number, shape, UNUSED, "not looked at: the others are likelier")
    if shape.fate == UNLIKELY:
        return Line(number, shape, UNUSED, "not looked at: nothing that stands so is a digit")
    if shape.fate == FRAME:
        return Line(number, shape, GONE, "dropped: drawn around a digit")
    return Line(number, shape, GONE, f"dropped: {AGAINST[shape.weakest]}")
