"""Pen strokes as smooth curves through few points, and the ways in which no two hands draw them alike.

A shape is written as text: points "x,y" in percent of the unit box (y down), strokes divided by "|",
and a point written twice in a row is a corner. A drawn shape is a list of polylines, float64 (n, 2).
"""

from dataclasses import dataclass

import numpy as np

Strokes = list[np.ndarray]
"""Polylines, each float64 (n, 2): x to the right, y down."""

_SAMPLES = 7  # points of the polyline between two control points

# Catmull-Rom: the cubic between p1 and p2 for the neighbours p0, p3, at times 0 <= t < 1.
_TIMES = np.linspace(0, 1, _SAMPLES, endpoint=False)
_POWERS = np.stack([np.ones(_SAMPLES), _TIMES, _TIMES**2, _TIMES**3], axis=1)
_CATMULL_ROM = _POWERS @ (0.5 * np.array([[0, 2, 0, 0], [-1, 0, 1, 0], [2, -5, 4, -1], [-1, 3, -3, 1]]))


@dataclass(frozen=True)
class Hand:
    """How much a hand departs from the model shape; lengths are shares of the shape's height."""

    jitter: float = 0.02
    slant: tuple[float, float] = (-0.12, 0.35)
    aspect: tuple[float, float] = (0.75, 1.2)
    bend: float = 0.06
    round_corner: float = 0.25  # probability that a corner is drawn as a curve


def parse(text: str) -> Strokes:
    """The control points of a shape written as text, in units of the box (0 to 1)."""
    return [
        np.array([[float(value) / 100 for value in point.split(",")] for point in stroke.split()])
        for stroke in text.split("|")
    ]


def draw(rng: np.random.Generator, text: str, hand: Hand = Hand()) -> Strokes:
    """The shape as one hand draws it once: control points moved, slanted, bent; then smooth curves."""
    moved = [_jittered(rng, points, hand) for points in parse(text)]
    bend_x, bend_y = rng.normal(0, hand.bend, 2)
    aspect, slant = rng.uniform(*hand.aspect), rng.uniform(*hand.slant)
    return [smooth(_shear(points, aspect, slant, bend_x, bend_y)) for points in moved]


def smooth(points: np.ndarray) -> np.ndarray:
    """The Catmull-Rom curve through control points (n, 2); a point given twice in a row is a corner."""
    corners = np.flatnonzero((points[1:] == points[:-1]).all(axis=1)) + 1
    return np.concatenate([_smooth_piece(piece) for piece in np.split(points, corners)])


def bounds(strokes: Strokes) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of all points."""
    points = np.concatenate(strokes)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def unit_height(strokes: Strokes) -> Strokes:
    """The same shape, one high (or as wide as it is, where it is flatter than a third), centred on 0, 0."""
    left, top, right, bottom = bounds(strokes)
    scale = 1 / max(bottom - top, (right - left) / 3, 1e-6)
    middle = np.array([(left + right) / 2, (top + bottom) / 2])
    return [(points - middle) * scale for points in strokes]


def transform(strokes: Strokes, matrix: np.ndarray) -> Strokes:
    """The strokes through a homography (3, 3)."""
    return [project(points, matrix) for points in strokes]


def project(points: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Points (..., 2) through a homography (3, 3)."""
    mapped = points @ matrix[:, :2].T + matrix[:, 2]
    return mapped[..., :2] / mapped[..., 2:]


def side_by_side(shapes: list[Strokes], gap: float) -> Strokes:
    """Shapes written one after another, `gap` apart, on one line."""
    row: Strokes = []
    pen_x = 0.0
    for shape in shapes:
        left, _, right, _ = bounds(shape)
        row += [points + np.array([pen_x - left, 0.0]) for points in shape]
        pen_x += right - left + gap
    return row


def _jittered(rng: np.random.Generator, points: np.ndarray, hand: Hand) -> np.ndarray:
    again = np.flatnonzero((points[1:] == points[:-1]).all(axis=1)) + 1
    moved = points + rng.normal(0, hand.jitter, points.shape)
    moved[again] = moved[again - 1]  # both copies of a corner stay together
    rounded = again[rng.random(len(again)) < hand.round_corner]
    return np.delete(moved, rounded, axis=0)


def _shear(points: np.ndarray, aspect: float, slant: float, bend_x: float, bend_y: float) -> np.ndarray:
    x, y = points.T
    bent_x = (x - 0.5) * aspect + (0.5 - y) * slant + bend_x * np.sin(np.pi * y)
    bent_y = y + bend_y * np.sin(np.pi * x)
    return np.stack([bent_x, bent_y], axis=1)


def _smooth_piece(points: np.ndarray) -> np.ndarray:
    if len(points) < 3:
        return points
    # The ends are mirrored, so that the curve starts and stops straight.
    padded = np.concatenate([[2 * points[0] - points[1]], points, [2 * points[-1] - points[-2]]])
    windows = np.stack([padded[i : len(points) - 1 + i] for i in range(4)])  # (4, segments, 2)
    curve = np.einsum("tk,ksc->stc", _CATMULL_ROM, windows).reshape(-1, 2)
    return np.concatenate([curve, points[-1:]])
