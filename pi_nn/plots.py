"""Pictures of numbers, drawn with Pillow: curves over axes, and grids of small images."""

from collections.abc import Collection, Mapping, Sequence
from math import ceil, floor, log10
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pi_nn import files

Curve = tuple[Sequence[float] | np.ndarray, Sequence[float] | np.ndarray]

WIDTH, HEIGHT = 800, 500
LEFT, TOP, RIGHT, BOTTOM = 90, 40, 30, 60  # margins
SMOOTH = 3  # times larger is a curve drawn than it is shown
TEXT = 13  # pixels
COLOURS = ("#1f5fa8", "#c4431f", "#2b8a3e", "#8a4fb0", "#b58900", "#0f8a8a", "#7a7a7a", "#d1579b")


def curves(title: str, x_name: str, y_name: str, named: Mapping[str, Curve], dots: Collection[str] = ()) -> Image.Image:
    """Each named curve (x, y) in a colour of its own, over axes that hold them all; their names beside it.

    The points of those named in `dots` are marked, and so is a curve that has but one.
    """
    image = Image.new("RGB", (WIDTH + max(map(_width, named)), HEIGHT), "white")
    draw = ImageDraw.Draw(image)
    x_ends, y_ends = (_ends([curve[axis] for curve in named.values()]) for axis in (0, 1))
    whole = all(float(x).is_integer() for curve in named.values() for x in curve[0])  # epochs, units: 1.5 is none
    _draw_axes(draw, x_ends, y_ends, 1.0 if whole else 0.0)
    write(draw, WIDTH / 2, TOP / 2, title, size=TEXT)
    write(draw, WIDTH / 2, HEIGHT - 18, x_name, size=TEXT)
    write(draw, 8, TOP - 14, y_name, share=0, size=TEXT)
    for number, (name, (x, y)) in enumerate(named.items()):
        colour = COLOURS[number % len(COLOURS)]
        places = zip(_across(np.asarray(x), x_ends), _down(np.asarray(y), y_ends))
        points = [place for place in places if np.isfinite(place).all()]
        image.paste(colour, mask=_curve(image.size, points, name in dots))
        write(draw, WIDTH - RIGHT + 12, TOP + 8 + 16 * number, name, share=0, colour=colour, size=TEXT)
    return image


def _curve(size: tuple[int, int], points: list[tuple[float, float]], dots: bool) -> Image.Image:
    """How much of each pixel a curve covers, 0 to 255: it is drawn larger, and so smooth when it is made smaller."""
    mask = Image.new("L", (SMOOTH * size[0], SMOOTH * size[1]))
    draw = ImageDraw.Draw(mask)
    places = [(SMOOTH * (x + 0.5), SMOOTH * (y + 0.5)) for x, y in points]
    if len(places) > 1:
        draw.line(places, fill=255, width=2 * SMOOTH, joint="curve")
    if dots or len(places) == 1:
        for x, y in places:
            draw.ellipse([x - 3.5 * SMOOTH, y - 3.5 * SMOOTH, x + 3.5 * SMOOTH, y + 3.5 * SMOOTH], fill=255)
    return mask.reduce(SMOOTH)


def _ends(values: Sequence[Sequence[float] | np.ndarray]) -> tuple[float, float]:
    """The smallest and the largest finite value, kept apart."""
    every = np.concatenate([np.asarray(each, float).ravel() for each in values])
    every = every[np.isfinite(every)] if np.isfinite(every).any() else np.zeros(1)
    low, high = float(every.min()), float(every.max())
    beside = max(0.5, 1e-6 * abs(low))
    return (low, high) if high > low else (low - beside, high + beside)


def _across(x: np.ndarray, ends: tuple[float, float]) -> np.ndarray:
    return LEFT + (x - ends[0]) / (ends[1] - ends[0]) * (WIDTH - LEFT - RIGHT)


def _down(y: np.ndarray, ends: tuple[float, float]) -> np.ndarray:
    return HEIGHT - BOTTOM - (y - ends[0]) / (ends[1] - ends[0]) * (HEIGHT - TOP - BOTTOM)


def _draw_axes(
    draw: ImageDraw.ImageDraw, x_ends: tuple[float, float], y_ends: tuple[float, float], least: float
) -> None:
    """`least` is the smallest step between marks of x."""
    for value in _round_values(*x_ends, least):
        x = float(_across(value, x_ends))
        draw.line((x, TOP, x, HEIGHT - BOTTOM), fill="#dddddd")
        write(draw, x, HEIGHT - BOTTOM + 12, f"{value:.6g}", size=TEXT)
    for value in _round_values(*y_ends):
        y = float(_down(value, y_ends))
        draw.line((LEFT, y, WIDTH - RIGHT, y), fill="#dddddd")
        write(draw, LEFT - 8, y, f"{value:.6g}", share=1, size=TEXT)
    draw.rectangle((LEFT, TOP, WIDTH - RIGHT, HEIGHT - BOTTOM), outline="black")


def _round_values(low: float, high: float, least: float = 0.0) -> np.ndarray:
    """Four to eleven of them from low to high, steps of 1, 2 or 5 times a power of ten apart; fewer by `least`."""
    step = 10.0 ** floor(log10((high - low) / 4))
    step *= next(times for times in (5, 2, 1) if (high - low) / (times * step) >= 4)
    step = max(step, least)
    return step * np.arange(ceil(low / step - 1e-6), floor(high / step + 1e-6) + 1)


def write(
    draw: ImageDraw.ImageDraw,
    x: float,
    y: float,
    text: str,
    share: float = 0.5,
    colour: str = "black",
    size: int | None = None,
) -> None:
    """A line of text about y, the given share of it left of x; anchors are not for the font of older Pillows.

    Their font has but one size as well, of about 11 pixels.
    """
    font = _font(size)
    left, _, right, _ = font.getbbox(text)
    _, top, _, bottom = font.getbbox("Ag")
    draw.text((x - share * (right + left), y - (bottom + top) / 2), text, fill=colour, font=font)


def _font(size: int | None = None) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    try:
        return ImageFont.load_default(size) if size else ImageFont.load_default()
    except TypeError:
        return ImageFont.load_default()


def _width(text: str) -> int:
    """Pixels."""
    return ceil(_font(TEXT).getbbox(text)[2])


def grid(images: np.ndarray, columns: int = 10, scale: int = 4, texts: Sequence[str] = ()) -> Image.Image:
    """Images (N, h, w), high values dark, framed, in rows; a text under each. Each is stretched to its own range."""
    _, height, width = images.shape
    cell = width * scale + 4, height * scale + (18 if texts else 4)
    rows = -(-len(images) // columns)
    sheet = Image.new("RGB", (cell[0] * min(columns, len(images)), cell[1] * rows), "white")
    draw = ImageDraw.Draw(sheet)
    for number, image in enumerate(images):
        left, top = number % columns * cell[0] + 2, number // columns * cell[1] + 2
        small = Image.fromarray(255 - stretched(image))
        draw.rectangle((left - 1, top - 1, left + width * scale, top + height * scale), outline="#bbbbbb")
        sheet.paste(small.resize((width * scale, height * scale), Image.Resampling.NEAREST), (left, top))
        if texts:
            write(draw, left + width * scale / 2, top + height * scale + 8, texts[number], size=TEXT)
    return sheet


def scale_to(pixels: int, images: np.ndarray) -> int:
    """How many times larger `grid` is to draw images (N, h, w), for about so many pixels across each."""
    return max(1, pixels // images.shape[-1])


def stretched(image: np.ndarray) -> np.ndarray:
    """(h, w) of any range -> uint8 from 0 to 255."""
    low, high = float(image.min()), float(image.max())
    return np.round((image - low) / (high - low or 1) * 255).astype(np.uint8)


def save(image: Image.Image, path: str | Path) -> None:
    """Write a PNG, whole or not at all; OSError if it cannot be written there."""
    with files.replacing(Path(path)) as file:
        image.save(file, format="PNG")
