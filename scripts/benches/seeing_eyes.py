"""How the product sees: its own finder, network, threshold and decision, called as its commands call them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from pi_nn.commands.reading import read
from pi_nn.decision import Reading, best_digit, read_once
from pi_nn.network import Network
from pi_nn.reader import first_digit, scores_of
from pi_nn.settings import Settings
from pi_nn.vision import Glyph, find_glyphs, likely_glyphs
from pi_nn.vision.boxes import union_share

SAME = 0.5  # intersection over union from which on a glyph's box is the digit's


@dataclass(frozen=True)
class Seen:
    """What one frame or glyph gave; digit and confidence as `pi-nn read` says them."""

    glyph: Glyph | None
    scores: np.ndarray
    digit: int | None
    confidence: float

    @property
    def box(self) -> tuple[int, int, int, int] | None:
        return self.glyph.box if self.glyph else None

    def surety(self, truth: int | None) -> tuple[float, bool] | None:
        """The highest digit score and whether that digit is the true one."""
        if self.glyph is None:
            return None
        best = best_digit(self.scores)
        return float(self.scores[best]), best == truth

    def said(self) -> str:
        return f"{self.digit} ({self.confidence:.2f})" if self.digit is not None else "no digit"


@dataclass(frozen=True)
class Eyes:
    settings: Settings
    network: Network

    def see(self, frame: np.ndarray) -> Seen:
        """The digit nearest the middle."""
        likely = likely_glyphs(frame, self.settings.finder, self.network.chance)
        return self._judged(*first_digit(likely, self.network, self.settings.decision.certain))

    def see_all(self, frame: np.ndarray) -> list[Seen]:
        """All glyphs in reading order, read or refused, as `pi-nn read --number` has them."""
        glyphs = find_glyphs(frame, self.settings.finder)
        return [self._judged(glyph, scores_of(glyph, self.network)) for glyph in glyphs]

    def watch(self, frames: Iterable[np.ndarray]) -> list[Reading]:
        """What the appliance shows, frame by frame."""
        kept = Kept()
        read(frames, self.network, kept, self.settings)
        return kept.readings

    def _judged(self, glyph: Glyph | None, scores: np.ndarray) -> Seen:
        return Seen(glyph, scores, *read_once(scores, self.settings.decision.threshold))


class Kept:
    """A display that remembers."""

    def __init__(self) -> None:
        self.readings: list[Reading] = []

    def show(self, reading: Reading) -> None:
        self.readings.append(reading)


def why_not(seen: Seen, truth: int, box: tuple[int, int, int, int], threshold: float) -> str:
    """Why a digit in that box was not read; "" where it was."""
    if seen.digit == truth:
        return ""
    if seen.glyph is None:
        return "the finder found nothing"
    best = best_digit(seen.scores)
    shared = union_share(seen.glyph.box, box)
    place = "the digit's box" if shared >= SAME else f"another box (they share {shared:.0%})"
    if seen.digit is not None:
        return f"{place}, read as {seen.digit}"
    surely = f"surest of {best} with {seen.scores[best]:.2f}, less than {threshold}"
    return f"{place}, refused: {surely}; no digit {seen.scores[-1]:.2f}"
