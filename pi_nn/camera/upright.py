"""Turning frames upright and zooming into their middle, for cameras whose sensor cannot."""

import numpy as np

from pi_nn.settings import Camera


def rotated(frame: np.ndarray, degrees: int) -> np.ndarray:
    """The frame turned clockwise by 0, 90, 180 or 270 degrees, contiguous."""
    return np.ascontiguousarray(np.rot90(frame, -degrees // 90)) if degrees else frame


def middle(frame: np.ndarray, zoom: float) -> np.ndarray:
    """The middle 1/zoom of the frame's width and height, contiguous; at least one pixel."""
    height, width = (max(1, round(size / zoom)) for size in frame.shape)
    top, left = (frame.shape[0] - height) // 2, (frame.shape[1] - width) // 2
    return np.ascontiguousarray(frame[top : top + height, left : left + width])


def flipped(frame: np.ndarray, horizontal: bool, vertical: bool) -> np.ndarray:
    """The frame mirrored left and right, top and bottom."""
    frame = frame[:, ::-1] if horizontal else frame
    return np.ascontiguousarray(frame[::-1] if vertical else frame)


def upright(frame: np.ndarray, settings: Camera) -> np.ndarray:
    """The frame flipped, zoomed and rotated as the settings say, in the order of the Pi's camera."""
    frame = flipped(frame, settings.flip_horizontal, settings.flip_vertical)
    return rotated(middle(frame, settings.zoom), settings.rotate)
