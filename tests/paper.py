"""Pictures for the finder's tests: a drawn digit on paper, in whatever light is asked for."""

from itertools import pairwise

import numpy as np
from scipy import ndimage

STROKES = {
    "7": [((0, 0), (0, 60), (100, 20))],
    "5 without bar": [((0, 10), (40, 5), (50, 40), (75, 55), (100, 20), (95, 0))],
    "bar": [((0, 12), (0, 55))],
    "1": [((0, 30), (100, 30))],
    "0": [((0, 30), (20, 55), (80, 55), (100, 30), (80, 5), (20, 5), (0, 30))],
}


def ink(name, height=100, width=8.0):
    """Ink float32 of strokes through the points (row, column) of `STROKES`, in percent of the height."""
    side = int(height * 1.4)
    canvas = np.ones((side, side), bool)
    for points in STROKES[name]:
        for (r0, c0), (r1, c1) in pairwise(points):
            for t in np.linspace(0, 1, 4 * height):
                row, column = (r0 + (r1 - r0) * t) * height / 100, (c0 + (c1 - c0) * t) * height / 100
                canvas[int(row + 0.2 * height), int(column + 0.2 * height)] = False
    return np.clip(width / 2 + 0.5 - ndimage.distance_transform_edt(canvas), 0, 1).astype(np.float32)


def on_paper(drawn, shape=(240, 320), corner=(40, 80), paper=200.0, pen=50.0, light=1.0):
    """A frame with the ink at the corner; `light` multiplies it, a number or an array of its shape."""
    frame = np.full(shape, paper, np.float32)
    top, left = corner
    height, width = drawn.shape
    area = frame[top : top + height, left : left + width]
    area += (pen - paper) * drawn[: area.shape[0], : area.shape[1]]
    return np.clip(frame * light, 0, 255).astype(np.uint8)


def framed(frame, box, pen=50, width=4):
    """The frame with a line around the box (x, y, width, height)."""
    x, y, across, down = box
    around = np.zeros(frame.shape, bool)
    around[y - width : y + down + width, x - width : x + across + width] = True
    around[y : y + down, x : x + across] = False
    return np.where(around, np.uint8(pen), frame)


def overlap(a, b):
    """Intersection over union of two boxes (x, y, width, height)."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    shared = max(0, width) * max(0, height)
    return shared / (a[2] * a[3] + b[2] * b[3] - shared)


def box_of(drawn, corner):
    """The box (x, y, width, height) of ink put at a corner (top, left)."""
    rows, columns = np.flatnonzero(drawn.max(1) > 0.5), np.flatnonzero(drawn.max(0) > 0.5)
    x, y = corner[1] + columns[0], corner[0] + rows[0]
    return int(x), int(y), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1
