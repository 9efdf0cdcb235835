"""Draws how each display is wired, docs/wiring-*.svg: .venv/bin/python scripts/wiring.py [FOLDER]

Which pins is what `pi_nn/settings.py` says, where they are on the header what gpiozero knows of the boards.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from gpiozero.pins.pi import PiBoardInfo

from pi_nn.settings import Display

PI_ZERO = 0x900093  # its revision; every Pi with 40 pins has the same header
HEADER = {number: pin.name for number, pin in PiBoardInfo.from_revision(PI_ZERO).headers["J8"].pins.items()}

RESISTOR = "470 Ω"
INK, PALE, GROUND = "#222222", "#b0b0b0", "#000000"
COLOURS = ("#8b5a2b", "#d62728", "#e67e00", "#a08000", "#2a8f2a", "#1f5fbf", "#8e44ad", "#555555", "#00868b", "#c2185b")

TOP, ROW = 96, 27  # of the header: its first row, and from row to row
LEFT, COLUMN = 116, 28  # its first column, and to the second
CHANNELS, CHANNEL = 258, 11  # where wires change their height, and how far apart
PARTS = 420  # from here on resistors and LEDs
WIDTH, BOTTOM = 860, 716

ORIENTATION = "The Pi's header from above, the SD card's end up: pin 1 is square, on the inner side"


@dataclass(frozen=True)
class Drawing:
    """What differs between the displays."""

    display: str
    title: str
    pins: tuple[int, ...]
    names: str  # of the LEDs or segments, a letter each, in the order of the pins
    turned: str  # how the current can flow the other way, and the setting that says so
    hint: str


def drawings(settings: Display = Display()) -> list[Drawing]:
    """One a display."""
    turned = "all anodes, the longer legs, at 3.3 V; setting {}_active_high = false"
    anode = "a digit with a common anode, its common pin at 3.3 V; setting segments_common_anode = true"
    pinout, leg = "the usual part's pins are in its corner", "LEDs: the longer leg to the resistor"
    ten, four = turned.format("leds"), turned.format("binary")
    return [
        Drawing("segments", "a 7-segment digit, common cathode", settings.segments_pins, "abcdefg", anode, pinout),
        Drawing("leds", "ten LEDs, one a digit", settings.leds_pins, "0123456789", ten, leg),
        Drawing("binary", "four LEDs, worth 8, 4, 2, 1", settings.binary_pins, "8421", four, leg),
    ]


def place(gpio: int) -> int:
    """The number on the header of a GPIO's BCM number."""
    return next(number for number, name in HEADER.items() if name == f"GPIO{gpio}")


def ground(pins: tuple[int, ...]) -> int:
    """The first GND after the display's pins, else the last there is."""
    last = max(map(place, pins))
    grounds = [number for number, name in HEADER.items() if name == "GND"]
    return next((number for number in grounds if number > last), grounds[-1])


# --- Shapes


def text(
    x: float, y: float, words: str, size: int = 12, colour: str = INK, anchor: str = "start", bold: bool = False
) -> str:
    """Words whose start, middle or end is at x."""
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{colour}" text-anchor="{anchor}"{weight}>{words}</text>'


def line(points: list[tuple[float, float]], colour: str = INK, width: float = 2) -> str:
    """From point to point."""
    joined = " ".join(f"{x:g},{y:g}" for x, y in points)
    return f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="{width:g}"/>'


def box(x: float, y: float, width: float, height: float, fill: str = "#ffffff", edge: str = INK, round: int = 0) -> str:
    """A rectangle from its upper left corner."""
    size = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{round}"'
    return f'<rect {size} fill="{fill}" stroke="{edge}" stroke-width="1.5"/>'


def dot(x: float, y: float, radius: float, fill: str = INK) -> str:
    """A filled circle."""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}"/>'


def resistor(x: float, y: float) -> list[str]:
    """56 wide, from x on."""
    return [box(x, y - 9, 56, 18), text(x + 28, y + 4, RESISTOR, 12, anchor="middle")]


def led(x: float, y: float, colour: str = "#d62728") -> list[str]:
    """24 wide, from x on: the anode left, the cathode, a bar, right; with two arrows of light."""
    body = f'<polygon points="{x:g},{y - 10:g} {x:g},{y + 10:g} {x + 22:g},{y:g}" fill="{colour}" stroke="{INK}"/>'
    rays = [line([(x + at, y - 12), (x + at + 7, y - 19), (x + at + 3, y - 19)], colour, 1.5) for at in (8, 16)]
    return [body, line([(x + 23, y - 11), (x + 23, y + 11)], INK, 2.5), *rays]


# --- The header, and the wires from it


def at(number: int) -> tuple[float, float]:
    """The middle of a pin."""
    return LEFT + COLUMN * ((number - 1) % 2), TOP + ROW * ((number - 1) // 2)


def header(used: dict[int, str]) -> list[str]:
    """All 40 pins with their numbers; used: the colours of those that are wired."""
    shapes = []
    for number, name in HEADER.items():
        x, y = at(number)
        colour = used.get(number, "#999999")
        pad = box(x - 11, y - 11, 22, 22, colour, colour) if number == 1 else dot(x, y, 11, colour)
        shapes += [pad, text(x, y + 4, str(number), 11, "#ffffff", "middle", number in used)]
        shapes += pin_label(number, name.replace("GPIO", "GPIO "), used.get(number))
    return shapes


def pin_label(number: int, name: str, colour: str | None) -> list[str]:
    """Beside the pin; on the right it stands on the wire."""
    x, y = at(number)
    ink, bold = colour or PALE, colour is not None
    if number % 2:
        return [text(x - 22, y + 4, name, 12, ink, "end", bold)]
    back = f'<rect x="{x + 19:g}" y="{y - 8:g}" width="56" height="16" fill="#ffffff"/>'
    return [back, text(x + 22, y + 4, name, 12, ink, "start", bold)]


def way_out(number: int) -> list[tuple[float, float]]:
    """From a pin to the right of the header; from the left column between two rows."""
    x, y = at(number)
    if number % 2 == 0:
        return [(x, y)]
    return [(x, y), (x + COLUMN / 2, y + ROW / 2), (x + COLUMN, y + ROW / 2)]


def wires(numbers: list[int], heights: list[float], colours: list[str]) -> list[str]:
    """From pins to parts at these heights, each changing its height in a channel of its own.

    Those that go up take the channels from the left, those that go down from the right: so few cross.
    """
    outs = [way_out(number) for number in numbers]
    order = range(len(numbers))
    up = [i for i in order if heights[i] < outs[i][-1][1]]
    channels = {i: place for place, i in enumerate([*up, *reversed([i for i in order if i not in up])])}
    shapes = []
    for i in order:
        x = CHANNELS + CHANNEL * channels[i]
        path = [*outs[i], (x, outs[i][-1][1]), (x, heights[i]), (PARTS, heights[i])]
        shapes += [line(path, "#ffffff", 5), line(path, colours[i], 2.2)]
    return shapes


# --- The displays


def heights(count: int) -> list[float]:
    """Of the rows of parts, and last of the common line, spread over the header's height."""
    step = min(56.0, 19 * ROW / count)
    first = TOP + (19 * ROW - step * count) / 2
    return [first + step * i + 7 for i in range(count + 1)]


def leds(drawing: Drawing, rows: list[float], colours: list[str]) -> list[str]:
    """Each with its resistor; all cathodes on one line to GND."""
    rail, shapes = PARTS + 230, []
    for name, y, colour in zip(drawing.names, rows, colours):
        shapes += [line([(PARTS, y), (PARTS + 60, y)], colour, 2.2), line([(PARTS + 60, y), (rail, y)])]
        shapes += [*resistor(PARTS + 60, y), *led(PARTS + 160, y), dot(rail, y, 3.5)]
        shapes += [text(rail + 24, y + 8, name, 24, INK, bold=True)]
    return [line([(rail, rows[0]), (rail, rows[-1]), (PARTS, rows[-1])], GROUND, 2.2), *shapes]


SEGMENTS = {  # where the bars of a digit of 2 x 4 begin and end
    "a": ((0, 0), (2, 0)),
    "b": ((2, 0), (2, 2)),
    "c": ((2, 2), (2, 4)),
    "d": ((0, 4), (2, 4)),
    "e": ((0, 2), (0, 4)),
    "f": ((0, 0), (0, 2)),
    "g": ((0, 2), (2, 2)),
}
PACKAGE = ("g", "f", "com", "a", "b"), ("e", "d", "com", "c", ".")  # upper and lower row, from the left


def big_digit(x: float, y: float, size: float) -> list[str]:
    """The seven bars with their names."""
    shapes = []
    for name, ends in SEGMENTS.items():
        (x1, y1), (x2, y2) = ((x + size * across, y + size * down) for across, down in ends)
        bar = f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="#d62728" stroke-linecap="round"'
        shapes += [f'{bar} stroke-width="{size / 3.2:g}"/>']
        shapes += [text((x1 + x2) / 2, (y1 + y2) / 2 + 5, name, 15, "#ffffff", "middle", True)]
    return shapes


def segments(drawing: Drawing, rows: list[float], colours: list[str]) -> list[str]:
    """Resistors into one part."""
    edge, top = PARTS + 170, rows[0] - 30
    shapes = [box(edge, top, 240, rows[-1] - top + 30, "#f4f4f4", round=6), *big_digit(edge + 108, rows[0] + 20, 50)]
    for name, y, colour in zip(drawing.names, rows, colours):
        shapes += [line([(PARTS, y), (PARTS + 60, y)], colour, 2.2), line([(PARTS + 60, y), (edge, y)])]
        shapes += [*resistor(PARTS + 60, y), dot(edge, y, 4), text(edge + 14, y + 5, name, 16, INK, bold=True)]
    ground = [line([(PARTS, rows[-1]), (edge, rows[-1])], GROUND, 2.2), dot(edge, rows[-1], 4)]
    common = text(edge + 14, rows[-1] + 5, "common", 14, INK, bold=True)
    return [*shapes, *ground, common, *package(edge + 118, rows[-1] - 58)]


def package(x: float, y: float) -> list[str]:
    """Where the pins of the usual part are, seen from the front."""
    shapes = [box(x - 6, y, 92, 44, "#ffffff", round=3), text(x + 40, y + 26, "8.", 22, PALE, "middle", True)]
    for names, edge, below in zip(PACKAGE, (y, y + 44), (-8, 14)):
        for i, name in enumerate(names):
            shapes += [dot(x + 20 * i, edge, 3), text(x + 20 * i, edge + below, name, 11, INK, "middle")]
    return shapes


def turned(drawing: Drawing) -> list[str]:
    """A single line of the other way round."""
    y, x = BOTTOM - 26.0, 330.0
    return [
        line([(30, BOTTOM - 78), (WIDTH - 30, BOTTOM - 78)], PALE, 1),
        text(30, BOTTOM - 56, f"Instead: {drawing.turned}", 13),
        line([(x, y), (x + 320, y)]),
        text(x - 8, y + 5, "3.3 V (pin 1, never 5 V)", 13, INK, "end", True),
        *led(x + 80, y),
        *resistor(x + 180, y),
        text(x + 328, y + 5, "GPIO", 13, INK, "start", True),
    ]


def picture(drawing: Drawing) -> str:
    """The whole SVG."""
    numbers = [*map(place, drawing.pins), ground(drawing.pins)]
    colours = [*COLOURS[: len(drawing.pins)], GROUND]
    rows = heights(len(drawing.pins))
    parts = segments if drawing.display == "segments" else leds
    shapes = [
        box(0.75, 0.75, WIDTH - 1.5, BOTTOM - 1.5, "#ffffff", PALE, 8),
        text(30, 36, f"{drawing.display}: {drawing.title}", 20, bold=True),
        text(30, 60, f"{ORIENTATION}; {drawing.hint}", 13),
        *parts(drawing, rows, colours),
        box(LEFT - 15, TOP - 15, COLUMN + 30, 19 * ROW + 30, "#dedede", round=4),
        *wires(numbers, rows, colours),
        *header(dict(zip(numbers, colours))),
        *[text(PARTS - 8, y - 6, f"pin {n}", 11, colour, "end") for n, y, colour in zip(numbers, rows, colours)],
        *turned(drawing),
    ]
    size = f'width="{WIDTH}" height="{BOTTOM}" viewBox="0 0 {WIDTH} {BOTTOM}"'
    about = f"<title>{drawing.display}: {drawing.title}</title>"
    font = 'font-family="DejaVu Sans, Arial, sans-serif"'
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font}>', about, *shapes, "</svg>", ""])


def main(folder: Path) -> None:
    """Write all of them."""
    for drawing in drawings():
        (folder / f"wiring-{drawing.display}.svg").write_text(picture(drawing), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "docs")
