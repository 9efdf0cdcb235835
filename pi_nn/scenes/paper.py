"""What is written on: sheets with their brightness, texture, rules and edges, as they reflect light."""

from dataclasses import dataclass

import numpy as np

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom in sheet units (frame heights, 0, 0 in the frame's middle)."""

EVERYWHERE: Rect = (-9.0, -9.0, 9.0, 9.0)


@dataclass(frozen=True)
class Paper:
    """A sort of paper: its albedo (0 to 1), texture (standard deviation of the albedo) and rules."""

    albedo: tuple[float, float]
    texture: float = 0.006
    rules: str = ""
    bounded: bool = False  # its edges are always near


PAPER: dict[str, Paper] = {
    "white": Paper((0.82, 0.95)),
    "yellow": Paper((0.7, 0.82)),
    "kraft": Paper((0.42, 0.58), texture=0.018),
    "lined": Paper((0.8, 0.93), rules="lined"),
    "squared": Paper((0.8, 0.93), rules="squared"),
    "dotted": Paper((0.8, 0.93), rules="dotted"),
    "cardboard": Paper((0.36, 0.55), texture=0.025),
    "whiteboard": Paper((0.86, 0.97), texture=0.002),
    "blackboard": Paper((0.1, 0.22), texture=0.02),
    "sticky note": Paper((0.6, 0.8), bounded=True),
    "phone screen": Paper((0.03, 0.98), texture=0.0, bounded=True),
}


@dataclass(frozen=True)
class Sheet:
    """One sheet: where it is, how bright, and its rules (pitch in sheet units, depth as a share of the albedo)."""

    rect: Rect
    albedo: float
    texture: float
    rules: str = ""
    pitch: float = 0.1
    depth: float = 0.0
    line: float = 0.006
    offset: tuple[float, float] = (0.0, 0.0)
    bezel: float = 0.0

    @property
    def dark(self) -> bool:
        """Whether one writes light on dark here."""
        return self.albedo < 0.3


def lay(rng: np.random.Generator, name: str, rect: Rect) -> Sheet:
    """A sheet of the named paper over `rect`."""
    paper = PAPER[name]
    albedo = float(rng.uniform(*paper.albedo))
    if name == "phone screen":
        albedo = float(rng.uniform(0.03, 0.14) if rng.random() < 0.4 else rng.uniform(0.85, 0.98))
    return Sheet(
        rect,
        albedo,
        paper.texture * float(rng.uniform(0.3, 1.3)),
        rules=paper.rules,
        pitch=float(rng.uniform(0.055, 0.2)),
        depth=float(rng.uniform(0.06, 0.3)),
        line=float(rng.uniform(0.004, 0.009)),
        offset=(float(rng.random()), float(rng.random())),
        bezel=float(rng.uniform(0.02, 0.08)) if name == "phone screen" else 0.0,
    )


def cover(sheet: Sheet, u: np.ndarray, v: np.ndarray, pixel: float) -> np.ndarray:
    """How much of each pixel the sheet covers, 0 to 1; u, v sheet coordinates of the pixels, `pixel` their size."""
    left, top, right, bottom = sheet.rect
    inside = np.minimum(np.minimum(u - left, right - u), np.minimum(v - top, bottom - v))
    return np.clip(inside / pixel + 0.5, 0, 1)


def albedo(rng: np.random.Generator, sheet: Sheet, u: np.ndarray, v: np.ndarray, pixel: float) -> np.ndarray:
    """The sheet's albedo at each pixel: its colour, rules, bezel and texture."""
    picture = np.full(u.shape, sheet.albedo, np.float32)
    if sheet.rules:
        picture *= 1 - sheet.depth * _rules(sheet, u, v, pixel)
    if sheet.bezel:
        inner = tuple(edge + sheet.bezel * sign for edge, sign in zip(sheet.rect, (1, 1, -1, -1)))
        screen = cover(Sheet(inner, 0, 0), u, v, pixel)  # type: ignore[arg-type]
        picture = 0.03 + (picture - 0.03) * screen
    if sheet.texture:
        picture += sheet.texture * rng.standard_normal(u.shape, np.float32)
    return picture


def _rules(sheet: Sheet, u: np.ndarray, v: np.ndarray, pixel: float) -> np.ndarray:
    across = _lines(v, sheet.pitch, sheet.offset[1], sheet.line, pixel)
    if sheet.rules == "lined":
        return across
    along = _lines(u, sheet.pitch, sheet.offset[0], sheet.line, pixel)
    if sheet.rules == "squared":
        return np.maximum(across, along)
    wide = sheet.line * 1.6  # dots
    return np.minimum(
        _lines(v, sheet.pitch, sheet.offset[1], wide, pixel), _lines(u, sheet.pitch, sheet.offset[0], wide, pixel)
    )


def _lines(t: np.ndarray, pitch: float, offset: float, width: float, pixel: float) -> np.ndarray:
    """Parallel lines as coverage 0 to 1, anti-aliased over one pixel."""
    turns = t / pitch + offset
    distance = np.abs(turns - np.round(turns)) * pitch
    return np.clip((width / 2 - distance) / pixel + 0.5, 0, 1) * min(1.0, width / pixel)
