"""How the ink of a shape meets the frame's border: whether it merely touches it or goes on beyond.

A digit that touches the border has an arc or the end of a stroke there, and is broader or elsewhere further inside; one
that is cut off has strokes that go on across the border as they are.
"""

from math import log

import numpy as np

from pi_nn.vision.candidates import Candidate

DEPTHS = (0.25, 0.5, 1.0, 1.5, 2.0)  # stroke widths inside the border
FREE = (0.0,) * (3 + len(DEPTHS))
LITTLE = 0.3  # of a stroke's width: less ink is about as good as none
MOST_STROKES = 5.0  # more say no more


def contact(ink: np.ndarray, candidate: Candidate) -> tuple[float, ...]:
    """Of the side of the frame where most of the ink is, 8 numbers; all 0 where it meets none.

    The ink on the border, in stroke widths; the logs of how much more there is at each of the `DEPTHS` inside; the
    number of strokes there; how far the ink's middle moves over a stroke's width, in stroke widths.
    ink: float32 (h, w), 0 to 1, as `cut_ink` gives it.
    """
    sides = met(ink, candidate)
    if not sides:
        return FREE
    lines = max(sides, key=lambda side: float(side[:2].sum()))
    stroke = max(1.0, candidate.stroke * max(ink.shape) / candidate.size)
    on_border, inside = lines[0], lines[min(round(stroke), len(lines) - 1)]
    amount = float(on_border.sum())
    deeper = (float(lines[min(round(depth * stroke), len(lines) - 1)].sum()) for depth in DEPTHS)
    least = LITTLE * stroke
    return (
        min(amount / stroke, MOST_STROKES),
        *(log((least + each) / (least + amount)) for each in deeper),
        min(strokes(on_border), MOST_STROKES),
        min(abs(middle(inside) - middle(on_border)) / stroke, MOST_STROKES),
    )


def met(ink: np.ndarray, candidate: Candidate) -> list[np.ndarray]:
    """The ink as seen from each side of the frame that it meets: lines from the border inwards."""
    height, width = candidate.pieces.labels.shape
    rows, columns = candidate.rows, candidate.columns
    meets = (rows.start == 0, rows.stop == height, columns.start == 0, columns.stop == width)
    return [side for side, here in zip((ink, ink[::-1], ink.T, ink.T[::-1]), meets, strict=True) if here]


def strokes(line: np.ndarray) -> float:
    """How many stretches of a line are inked."""
    solid = line > 0.5
    return float(np.count_nonzero(solid[1:] & ~solid[:-1]) + int(solid[0]))


def middle(line: np.ndarray) -> float:
    """The mean place of a line's ink, in pixels."""
    return float(line @ np.arange(len(line), dtype=np.float32)) / max(float(line.sum()), 1e-3)
