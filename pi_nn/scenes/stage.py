"""A scene before it is photographed: sheet, writing, hands, light and lens; and the photograph of it."""

from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage

from pi_nn.scenes import paper
from pi_nn.scenes.light import Light, illuminate
from pi_nn.scenes.pen import grainy, rasterise
from pi_nn.scenes.room import paint_skin
from pi_nn.scenes.sensor import Lens, blur, expose
from pi_nn.scenes.strokes import Strokes, project, transform


@dataclass(frozen=True)
class Writing:
    """Ink on the sheet.

    matrix: (3, 3) from the writing's own units (one high, 0, 0 in its middle) to the sheet.
    albedo: of the ink. grain: see `pen.Pen`.
    strokes and widths (pixels, one a segment), or distance: float32 (h, w), the distance from the ink's
    edge, positive inside, in its own pixels; the picture is one unit high. Its edge is moved out by widths/2.
    digit: what it is, or None.
    """

    matrix: np.ndarray
    albedo: float
    grain: float = 0.0
    strokes: Strokes = field(default_factory=list)
    widths: np.ndarray | float = 0.0
    distance: np.ndarray | None = None
    digit: int | None = None


@dataclass(frozen=True)
class Stage:
    """Everything that stands still while a hand trembles.

    size: (width, height) of the frame; pose: (3, 3) from the sheet to the frame; room: albedo (H, W) behind it;
    hands: strokes in pixels with their width, of albedo `skin`.
    """

    size: tuple[int, int]
    pose: np.ndarray
    sheet: paper.Sheet | None
    room: np.ndarray
    light: Light
    lens: Lens
    writings: tuple[Writing, ...] = ()
    hands: tuple[tuple[Strokes, float], ...] = ()
    skin: float = 0.5


def photograph(rng: np.random.Generator, stage: Stage, motion: np.ndarray | None = None) -> np.ndarray:
    """The frame, uint8 (H, W); `motion` (3, 3) moves sheet and hands in pixels."""
    move = np.eye(3) if motion is None else motion
    picture = stage.room
    if stage.sheet is not None:
        picture = _with_sheet(rng, stage, move @ stage.pose)
    for writing in stage.writings:
        ink = grainy(rng, ink_of(writing, move @ stage.pose, stage.room.shape), writing.grain)
        picture = picture + ink * (writing.albedo - picture)
    hands = [(transform(strokes, move), width) for strokes, width in stage.hands]
    picture = paint_skin(picture, hands, stage.skin)
    return expose(rng, blur(illuminate(picture, stage.light), stage.lens), stage.lens)


def ink_of(writing: Writing, pose: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """The writing's ink in the frame, float32 (H, W), 0 to 1, before blur and grain."""
    to_frame = pose @ writing.matrix
    if writing.distance is None:
        return rasterise(transform(writing.strokes, to_frame), writing.widths, shape)
    return _warped(writing.distance, to_frame, shape, float(np.max(writing.widths)) / 2)


def _with_sheet(rng: np.random.Generator, stage: Stage, pose: np.ndarray) -> np.ndarray:
    assert stage.sheet is not None
    u, v = sheet_grid(pose, stage.room.shape)
    pixel = 1 / stage.size[1]
    surface = paper.albedo(rng, stage.sheet, u, v, pixel)
    if stage.sheet.rect == paper.EVERYWHERE:
        return surface
    return stage.room + paper.cover(stage.sheet, u, v, pixel) * (surface - stage.room)


def sheet_grid(pose: np.ndarray, shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """The sheet coordinates u, v, float32 (H, W), of every pixel."""
    inverse = np.linalg.inv(pose).astype(np.float32)
    x = np.arange(shape[1], dtype=np.float32)[None, :]
    y = np.arange(shape[0], dtype=np.float32)[:, None]
    u, v, w = (row[0] * x + row[1] * y + row[2] for row in inverse)
    return u / w, v / w


def _warped(distance: np.ndarray, to_frame: np.ndarray, shape: tuple[int, ...], edge: float) -> np.ndarray:
    """Ink of a field of distances, read off only where its picture stands in the frame."""
    rows, columns = distance.shape
    half = np.array([columns / rows / 2, 0.5])
    corners = project(half * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]), to_frame)
    limit = np.array([shape[1], shape[0]])
    low = np.clip(np.floor(corners.min(axis=0)), 0, limit).astype(int)
    high = np.clip(np.ceil(corners.max(axis=0)) + 1, 0, limit).astype(int)
    ink = np.zeros(shape, np.float32)
    if (high <= low).any():
        return ink
    grid = np.stack(np.meshgrid(np.arange(low[0], high[0]), np.arange(low[1], high[1])), axis=-1)
    own = (project(grid.astype(float), np.linalg.inv(to_frame)) + half) * rows - 0.5
    read = ndimage.map_coordinates(distance, [own[..., 1], own[..., 0]], order=1, cval=-9.0)
    pixels = float(np.ptp(corners[:, 1])) / rows  # pixels of the frame in one of the picture
    ink[low[1] : high[1], low[0] : high[0]] = np.clip(read * pixels + edge + 0.5, 0, min(1, 2 * edge) if edge else 1)
    return ink
