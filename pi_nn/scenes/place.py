"""Where writing stands: the sheet's pose before the camera, and the place of each thing written in the frame.

Sheet units are frame heights with 0, 0 in the frame's middle; a pose is the homography (3, 3), float64,
from the sheet to pixels of the frame.
"""

from collections.abc import Sequence

import numpy as np

from pi_nn.scenes.boxes import Extent, extent, near
from pi_nn.scenes.strokes import project

MARGIN = 3  # pixels between writing and the frame's edge, where it shall not touch it


def tilt(rng: np.random.Generator, writing: str, size: tuple[int, int]) -> np.ndarray:
    """The pose of a sheet: turned up to 5 degrees (10 to 20 for "rotated"), a little in perspective."""
    degrees = rng.uniform(-5, 5)
    if writing == "rotated":
        degrees = rng.choice((-1, 1)) * rng.uniform(10, 20)
    depth = rng.uniform(-0.06, 0.06, 2)
    if writing == "perspective":
        depth = rng.choice((-1, 1), 2) * rng.uniform(0.08, 0.28, 2)
    return pose_of(np.deg2rad(degrees), depth, size)


def pose_of(angle: float, depth: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Turned by `angle` (radians), tilted away by `depth` (x, y), scaled to a frame of size (width, height)."""
    width, height = size
    to_pixels = np.array([[height, 0, (width - 1) / 2], [0, height, (height - 1) / 2], [0, 0, 1]])
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    lean = np.array([[1, 0, 0], [0, 1, 0], [depth[0], depth[1], 1]])
    return to_pixels @ turn @ lean


def put(points: np.ndarray, pose: np.ndarray, middle: tuple[float, float], height: float) -> np.ndarray:
    """The matrix (3, 3) that scales and moves points (n, 2) on the sheet.

    In the frame their bounding box is then `height` pixels high, and its middle at `middle` (x, y).
    """
    inverse = np.linalg.inv(pose)
    aim, scale = np.array(middle, float), height / pose[1, 1] / max(np.ptp(points[:, 1]), 1e-6)
    matrix = np.eye(3)
    for _ in range(3):  # perspective and turn change the box a little: correct and look again
        x, y = project(aim, inverse)
        matrix = np.array([[scale, 0, x], [0, scale, y], [0, 0, 1]])
        left, top, width, tall = extent(project(points, pose @ matrix))
        scale *= height / max(tall, 1e-6)
        aim = aim + np.array(middle) - (left + width / 2, top + tall / 2)
    return matrix


def tall_as(rng: np.random.Generator, writing: str, heights: tuple[float, float] | None) -> float:
    """The height of a digit as a share of the frame's: within `heights`, or after the kind of writing."""
    if heights is not None:
        return float(rng.uniform(*heights))
    ranges = {"small": (0.1, 0.17), "large": (0.72, 0.9)}
    return float(rng.uniform(*ranges.get(writing, (0.17, 0.72))))


def aim_at(
    rng: np.random.Generator, writing: str, size: tuple[int, int], lengths: tuple[float, float]
) -> tuple[float, float]:
    """Where the middle of a box of width and height `lengths` (pixels) goes, after the kind of writing."""
    free = [max(side - length - 2 * MARGIN, 0.0) for side, length in zip(size, lengths)]
    share = rng.uniform(0, 1, 2) if writing != "middling" else np.clip(rng.normal(0.5, 0.15, 2), 0, 1)
    x, y = (MARGIN + length / 2 + room * part for length, room, part in zip(lengths, free, share))
    if writing == "touching the edge":
        side = rng.integers(4)
        edges = (lengths[0] / 2, lengths[1] / 2, size[0] - 1 - lengths[0] / 2, size[1] - 1 - lengths[1] / 2)
        x, y = (edges[side], y) if side % 2 == 0 else (x, edges[side])
    return float(x), float(y)


def push_out(rng: np.random.Generator, points: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The shift (2,) in pixels after which 35 to 70 % of the points (n, 2) lie outside, at one edge."""
    axis, side = rng.integers(2), rng.integers(2)
    share = rng.uniform(0.35, 0.7)
    shift = np.zeros(2)
    if side == 0:
        shift[axis] = -1 - np.quantile(points[:, axis], share)
    else:
        shift[axis] = size[axis] - np.quantile(points[:, axis], 1 - share)
    return shift


def free_place(
    rng: np.random.Generator, taken: Sequence[Extent], size: tuple[int, int], lengths: tuple[float, float], gap: float
) -> tuple[float, float] | None:
    """The middle of a place for a box of width and height `lengths` that keeps `gap` from those taken, or None."""
    if any(length + 2 * MARGIN > side for length, side in zip(lengths, size)):
        return None
    for _ in range(30):
        x, y = aim_at(rng, "off centre", size, lengths)
        box = (x - lengths[0] / 2, y - lengths[1] / 2, *lengths)
        if not any(near(box, other, gap) for other in taken):
            return x, y
    return None
