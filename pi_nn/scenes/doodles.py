"""Doodles as pen strokes: spirals, stars, hearts, scribbles and other figures that are no writing."""

from collections.abc import Callable

import numpy as np

from pi_nn.scenes.strokes import Strokes, smooth, unit_height


def draw_doodle(rng: np.random.Generator) -> Strokes:
    """One of `DOODLES`, turned and stretched a little, one high and centred on 0, 0."""
    strokes = DOODLES[str(rng.choice(list(DOODLES)))](rng)
    angle, aspect = rng.normal(0, 0.2), rng.uniform(0.7, 1.3)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return unit_height([(points * (aspect, 1)) @ turn.T for points in strokes])


def _circle(radius: float = 1.0, x: float = 0.0, y: float = 0.0, count: int = 30) -> np.ndarray:
    angle = np.linspace(0, 2 * np.pi, count)
    return np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=1)


def _spiral(rng: np.random.Generator) -> Strokes:
    angle = np.linspace(0, 2 * np.pi * rng.uniform(2.2, 4.5), 90) * rng.choice((-1, 1))
    radius = np.abs(angle) ** rng.uniform(0.7, 1.2)
    return [np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)]


def _star(rng: np.random.Generator) -> Strokes:
    points = int(rng.choice((5, 7)))
    angle = np.arange(points + 1) * 2 * np.pi * (points // 2) / points - np.pi / 2
    return [np.stack([np.cos(angle), np.sin(angle)], axis=1) + rng.normal(0, 0.06, (points + 1, 2))]


def _rays(rng: np.random.Generator) -> Strokes:
    angles = np.arange(rng.integers(3, 6)) * np.pi / 4 + rng.normal(0, 0.1)
    return [np.array([[np.cos(a), np.sin(a)], [-np.cos(a), -np.sin(a)]]) for a in angles]


def _zigzag(rng: np.random.Generator) -> Strokes:
    count = int(rng.integers(6, 12))
    x = np.linspace(0, rng.uniform(1.5, 3), count) + rng.normal(0, 0.05, count)
    return [np.stack([x, np.arange(count) % 2 + rng.normal(0, 0.1, count)], axis=1)]


def _waves(rng: np.random.Generator) -> Strokes:
    x = np.linspace(0, 2 * np.pi * rng.uniform(2, 4), 70)
    return [np.stack([x / 2, np.sin(x) + shift], axis=1) for shift in range(int(rng.integers(1, 4)))]


def _heart(rng: np.random.Generator) -> Strokes:
    t = np.linspace(0, 2 * np.pi, 50)
    y = -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t))
    return [np.stack([16 * np.sin(t) ** 3, y], axis=1) + rng.normal(0, 0.2, (50, 2))]


def _smiley(rng: np.random.Generator) -> Strokes:
    t = np.linspace(0.2, np.pi - 0.2, 15)
    mouth = np.stack([0.55 * np.cos(t), rng.uniform(0.15, 0.3) + 0.35 * np.sin(t)], axis=1)
    return [_circle(), _circle(0.08, -0.35, -0.3, 8), _circle(0.08, 0.35, -0.3, 8), mouth]


def _loops(rng: np.random.Generator) -> Strokes:
    t = np.linspace(0, 2 * np.pi * rng.uniform(3, 6), 120)
    return [np.stack([0.25 * t + 0.8 * np.cos(t), np.sin(t)], axis=1)]


def _scribble(rng: np.random.Generator) -> Strokes:
    return [smooth(np.cumsum(rng.normal(0, 1, (int(rng.integers(10, 25)), 2)), axis=0) * 0.5)]


def _house(rng: np.random.Generator) -> Strokes:
    wall = np.array([[0, 0], [0, 1], [1, 1], [1, 0], [0.5, -0.6], [0, 0], [1, 0], [0, 1]])
    return [wall + rng.normal(0, 0.03, wall.shape)]


def _flower(rng: np.random.Generator) -> Strokes:
    angle, petals = np.linspace(0, 2 * np.pi, 90), rng.integers(4, 8)
    radius = 1 + 0.5 * np.cos(petals * angle)
    return [np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), _circle(0.3)]


def _hatching(rng: np.random.Generator) -> Strokes:
    count = int(rng.integers(4, 9))
    starts = np.stack([np.arange(count) * 0.35, np.zeros(count)], axis=1) + rng.normal(0, 0.06, (count, 2))
    across = np.array([[-0.7, rng.uniform(0.6, 1.4)], [count * 0.35, rng.uniform(0.6, 1.4)]])
    return [np.stack([start, start + (-0.4, 2.0)]) for start in starts] + [across]  # apart they would be 1s


def _boxes(rng: np.random.Generator) -> Strokes:
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], float)
    shift = rng.uniform(0.2, 0.5, 2)
    edges = [np.stack([corner, corner + shift]) for corner in square[:-1]]
    return [square, square + shift, *edges]


def _rings(rng: np.random.Generator) -> Strokes:
    return [_circle(1, i * rng.uniform(0.9, 1.3), (i % 2) * 0.8) for i in range(int(rng.integers(3, 6)))]


DOODLES: dict[str, Callable[[np.random.Generator], Strokes]] = {
    "spiral": _spiral,
    "star": _star,
    "rays": _rays,
    "zigzag": _zigzag,
    "waves": _waves,
    "heart": _heart,
    "smiley": _smiley,
    "loops": _loops,
    "scribble": _scribble,
    "house": _house,
    "flower": _flower,
    "hatching": _hatching,
    "boxes": _boxes,
    "rings": _rings,
}
