"""One picture of every step from a frame to its reading, each with a line that says what it shows."""

import numpy as np
from PIL import Image, ImageDraw

from pi_nn import plots
from pi_nn.looked import GONE, PASSED, TAKEN, UNUSED, Line, Looked

WIDTH, MARGIN, TITLE, ROW = 1260, 20, 26, 19  # pixels: of the whole, between panels, of a title, of a line of text
PANEL = (WIDTH - 4 * MARGIN) // 3
GLYPH_SCALE = 7
BAR = 110  # pixels of a score of 1
MOST_GLYPHS = 3

COLOURS = {TAKEN: "#12873d", PASSED: "#d07a00", UNUSED: "#1f5fa8", GONE: "#8a8a8a"}
RED = "#c8321e"

Draw = ImageDraw.ImageDraw


def draw_steps(looked: Looked) -> Image.Image:
    """The steps, from the left upper corner to the reading below."""
    height, width = looked.frame.shape
    tall = max(40, round(PANEL * height / width)) if height <= 2 * width else 2 * PANEL
    second, third = 2 * MARGIN + TITLE + tall, 3 * MARGIN + 2 * TITLE + tall + max(tall, (len(looked.lines) + 2) * ROW)
    image = Image.new("RGB", (WIDTH, third + 2 * TITLE + GLYPH_SCALE * 28 + 2 * MARGIN), "white")
    draw = ImageDraw.Draw(image)
    panels = (
        ("1  The frame, and what is read in it", _frame(looked, looked.lines, of={TAKEN})),
        (f"2  How much {_tone(looked)} than the paper beside it", _contrast(looked)),
        (f"3  Ink: {looked.settings.finder.ink_share:.0%} and more of the strongest nearby", ~looked.ink * 255.0),
    )
    for number, (title, picture) in enumerate(panels):
        _panel(image, (MARGIN + number * (PANEL + MARGIN), MARGIN), title, picture, tall)
    title = "4  Shapes of ink, and what became of them"
    _panel(image, (MARGIN, second), title, _frame(looked, looked.lines, of=set(COLOURS)), tall)
    _table(draw, (2 * MARGIN + PANEL, second), looked)
    _glyphs(image, (MARGIN, third), looked)
    return image


def _tone(looked: Looked) -> str:
    return "darker" if looked.dark_ink else "lighter"


def _contrast(looked: Looked) -> np.ndarray:
    """White none, black the strongest of the frame."""
    return 255 * (1 - np.clip(looked.contrast / max(float(looked.contrast.max(initial=0)), 1e-6), 0, 1))


def _panel(image: Image.Image, place: tuple[int, int], title: str, picture: object, tall: int) -> None:
    """A title and below it a picture, as large as fits."""
    if isinstance(picture, np.ndarray):
        picture = Image.fromarray(picture.astype(np.uint8)).convert("RGB")
    assert isinstance(picture, Image.Image)
    factor = min(PANEL / picture.width, tall / picture.height)
    size = max(1, round(picture.width * factor)), max(1, round(picture.height * factor))
    draw = ImageDraw.Draw(image)
    plots.write(draw, place[0], place[1] + TITLE / 2, title, share=0, size=15)
    shown = picture.resize(size, Image.Resampling.NEAREST if factor > 1 else Image.Resampling.BOX)
    image.paste(shown, (place[0], place[1] + TITLE))
    draw.rectangle((place[0], place[1] + TITLE, place[0] + size[0] - 1, place[1] + TITLE + size[1] - 1), outline="grey")


def _frame(looked: Looked, lines: list[Line], of: set[str]) -> Image.Image:
    """The frame as wide as its panel, with the boxes and numbers of the shapes that came to one of these."""
    height, width = looked.frame.shape
    factor = min(PANEL / width, 2 * PANEL / height)
    size = max(1, round(width * factor)), max(1, round(height * factor))
    picture = Image.fromarray(looked.frame).convert("RGB").resize(size, Image.Resampling.BILINEAR)
    draw = ImageDraw.Draw(picture)
    for line in reversed([each for each in lines if each.came_to in of]):
        x, y, wide, high = (factor * side for side in line.shape.candidate.box)
        colour = COLOURS[line.came_to]
        draw.rectangle((x - 1, y - 1, x + wide, y + high), outline=colour, width=2 if line.came_to == TAKEN else 1)
        if len(of) > 1:
            _number(draw, (x, y), line, colour)
    return picture


def _number(draw: Draw, corner: tuple[float, float], line: Line, colour: str) -> None:
    x, y = max(corner[0] - 1, 0), max(corner[1] - 14, 0)
    draw.rectangle((x, y, x + 8 * len(str(line.number)) + 3, y + 13), fill=colour)
    plots.write(draw, x + 3, y + 6, str(line.number), share=0, colour="white")


def _table(draw: Draw, place: tuple[int, int], looked: Looked) -> None:
    """What became of each shape."""
    columns = (0, 40, 90, 165, 245)
    head = ("no.", "ink", "found at", "evidence", "what became of it")
    for x, text in zip(columns, head, strict=True):
        plots.write(draw, place[0] + x, place[1] + TITLE / 2, text, share=0, size=15)
    for row, line in enumerate(looked.lines):
        y = place[1] + TITLE + (row + 0.5) * ROW
        ink = "dark" if line.shape.candidate.dark_ink else "light"
        found_at = f"{line.shape.candidate.share:.0%}"
        cells = (str(line.number), ink, found_at, f"{line.shape.evidence:.2f}", line.words)
        for x, text in zip(columns, cells, strict=True):
            plots.write(draw, place[0] + x, y, text, share=0, colour=COLOURS[line.came_to], size=13)
    if looked.more or not looked.lines:
        more = f"and {looked.more} more: nearly the same boxes, or less like a digit"
        text = more if looked.more else "there is no shape of ink"
        y = place[1] + TITLE + (len(looked.lines) + 0.5) * ROW
        plots.write(draw, place[0] + columns[-1], y, text, share=0, size=13)


def _glyphs(image: Image.Image, place: tuple[int, int], looked: Looked) -> None:
    """The glyphs that were looked at, each with its scores, and the reading."""
    x, y = place
    draw = ImageDraw.Draw(image)
    asked = [line for line in looked.lines if line.scores is not None]
    asked = asked[: MOST_GLYPHS - 1] + asked[MOST_GLYPHS - 1 :][-1:]
    names = " and ".join(f"no. {line.number}" for line in asked)
    title = f"5  Cut out and framed as MNIST's digits: {names}, with the network's scores; red: the threshold"
    plots.write(draw, x, y + TITLE / 2, title if asked else "5  Nothing is cut out", share=0, size=15)
    for number, line in enumerate(asked):
        _glyph(image, (x + number * (PANEL + MARGIN), y + TITLE), line, looked.settings.decision.threshold)
    colour = COLOURS[TAKEN] if looked.digit is not None else RED
    bottom = y + TITLE + 28 * GLYPH_SCALE + MARGIN
    plots.write(draw, x, bottom + TITLE / 2, f"6  Reading: {looked.reading}", share=0, colour=colour, size=18)


def _glyph(image: Image.Image, place: tuple[int, int], line: Line, threshold: float) -> None:
    assert line.shape.glyph is not None and line.scores is not None
    x, y = place
    draw, side = ImageDraw.Draw(image), 28 * GLYPH_SCALE
    picture = Image.fromarray((255 * (1 - line.shape.glyph.image)).astype(np.uint8))
    image.paste(picture.resize((side, side), Image.Resampling.NEAREST), place)
    draw.rectangle((x, y, x + side - 1, y + side - 1), outline=COLOURS[line.came_to], width=3)
    left, step = x + side + 62, side / 11
    for number, score in enumerate(line.scores.tolist()):
        middle = y + (number + 0.5) * step
        plots.write(draw, left - 8, middle, "no digit" if number == 10 else str(number), share=1, size=12)
        colour = COLOURS[line.came_to] if score == line.scores.max() else "#8a8a8a"
        draw.rectangle((left, middle - 5, left + round(BAR * score), middle + 5), fill=colour)
    draw.line((left + BAR * threshold, y, left + BAR * threshold, y + side), fill=RED)
