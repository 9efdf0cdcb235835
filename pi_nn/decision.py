"""From scores of single frames to a steady digit: average, then hysteresis.

Placeholder of the contract: Reading is final, Decider is filled in by its owner.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Reading:
    """What one frame gave, and what is shown for it.

    frame: uint8 (height, width), 0 black.
    glyph: a `vision.Glyph`, or None where nothing is written.
    scores: float32 (11,), sums to 1: the ten digits and, last, "no digit".
    digit: what is shown, decided over the last frames: 0-9 or None.
    confidence: 0 to 1, of what is shown (of "no digit" where digit is None and not unsure).
    unsure: something is written that is read as no digit with enough confidence; digit is None.
    """

    frame: np.ndarray
    glyph: Any
    scores: np.ndarray
    digit: int | None = None
    confidence: float = 0.0
    unsure: bool = False
