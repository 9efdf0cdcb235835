"""The worst mistakes of an evaluation, kept in a file for whoever looks for the reason."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from pi_nn import card, model_file
from pi_nn.decision import best_digit
from pi_nn.errors import DataError, ModelError
from pi_nn.judging import REFUSED

MOST = 40


@dataclass(frozen=True)
class Mistake:
    """glyph: uint8 (28, 28), ink white. label: what it is, read: what it was taken for; REFUSED is no digit.

    sure: 0 to 1, by how much the score of what was read is above that of what it is.
    """

    glyph: np.ndarray
    label: int
    read: int
    sure: float


@dataclass
class Mistakes:
    """what: was evaluated, in words. count, wrong: glyphs, and how many of them were read wrongly. worst: first."""

    what: str
    date: str = field(default_factory=lambda: date.today().isoformat())
    count: int = 0
    wrong: int = 0
    worst: list[Mistake] = field(default_factory=list)

    def note(self, glyph: np.ndarray, scores: np.ndarray, label: int | None) -> None:
        """Take in a glyph (28, 28), ink 1, its scores (11,) and its label, None if it is no digit."""
        right = REFUSED if label is None else label
        read = int(np.argmax(scores)) if label is None else best_digit(scores)
        self.count += 1
        if read != right:
            self.wrong += 1
            picture = (np.clip(glyph, 0, 1) * 255).astype(np.uint8)
            self.worst.append(Mistake(picture, right, read, float(scores[read] - scores[right])))
            self.worst = sorted(self.worst, key=lambda each: -each.sure)[:MOST]


def save(path: Path, found: Mistakes) -> None:
    """Keep them; DataError if they cannot be kept there."""
    arrays: dict[str, np.ndarray] = {
        "glyphs": np.array([each.glyph for each in found.worst], np.uint8).reshape(-1, 28, 28),
        "labels": np.array([each.label for each in found.worst], np.int8),
        "read": np.array([each.read for each in found.worst], np.int8),
        "sure": np.array([each.sure for each in found.worst], np.float32),
    }
    facts = {name: getattr(found, name) for name in ("what", "date", "count", "wrong")}
    try:
        model_file.write_arrays(path, arrays, facts)
    except ModelError as error:
        why = card.explained(error.__cause__) if isinstance(error.__cause__, OSError) else error
        raise DataError(f"{path}: mistakes cannot be kept there: {why}") from error


def load(path: Path) -> Mistakes:
    """What was kept; DataError where nothing was, or it is damaged."""
    if not path.exists():
        raise DataError("No evaluation has been kept: `sudo pi-nn evaluate --keep photos` makes one.")
    try:
        arrays, facts = model_file.read_arrays(path)
        rows = zip(arrays["glyphs"], arrays["labels"].tolist(), arrays["read"].tolist(), arrays["sure"].tolist())
        worst = [Mistake(glyph, label, read, sure) for glyph, label, read, sure in rows]
        return Mistakes(str(facts["what"]), str(facts["date"]), int(facts["count"]), int(facts["wrong"]), worst)
    except (ModelError, KeyError, ValueError, TypeError) as error:
        raise DataError(f"{path}: is damaged: `sudo pi-nn evaluate --keep photos` makes it anew") from error
