"""The pictures of the wiring show the pins of the settings, where the header has them."""

import re
import runpy
from pathlib import Path

import pytest

from pi_nn.settings import Display

pytestmark = pytest.mark.checkout

CHECKOUT = Path(__file__).parent.parent
SCRIPT = runpy.run_path(str(CHECKOUT / "scripts" / "wiring.py"))
DRAWN = {each.display: SCRIPT["picture"](each) for each in SCRIPT["drawings"]()}


def said(svg):
    """All words of a picture."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


@pytest.mark.parametrize("display", ["segments", "leds", "binary"])
def test_the_picture_in_docs_is_the_one_that_the_settings_give(display):
    kept = (CHECKOUT / "docs" / f"wiring-{display}.svg").read_text(encoding="utf-8")
    assert kept == DRAWN[display], "draw them anew: .venv/bin/python scripts/wiring.py"


@pytest.mark.parametrize("display", ["segments", "leds", "binary"])
def test_each_pin_has_a_wire_a_resistor_and_a_ground(display):
    pins = getattr(Display(), f"{display}_pins")
    words = said(DRAWN[display])
    assert words.count("470 Ω") == len(pins) + 1  # and that of the other way round
    assert len([each for each in words if re.fullmatch(r"pin \d+", each)]) == len(pins) + 1


@pytest.mark.parametrize(("gpio", "number"), [(17, 11), (18, 12), (9, 21), (21, 40), (26, 37)])
def test_a_gpio_is_where_the_header_has_it(gpio, number):
    assert SCRIPT["place"](gpio) == number


def test_other_pins_give_another_picture():
    moved = SCRIPT["drawings"](Display(binary_pins=(4, 6, 7, 8)))[2]
    assert SCRIPT["picture"](moved) != DRAWN["binary"]
    assert "pin 7" in said(SCRIPT["picture"](moved))


def cells(table):
    """The numbers of a table's row."""
    return tuple(int(each) for each in re.findall(r"\d+", table))


@pytest.mark.parametrize(("nth", "display"), [(0, "segments"), (1, "leds"), (2, "binary")])
def test_the_tables_have_the_pins_of_the_settings(nth, display):
    pins = getattr(Display(), f"{display}_pins")
    page = (CHECKOUT / "docs" / "wiring.md").read_text(encoding="utf-8")
    gpios, places = (re.findall(rf"^\| {row} \|(.*)", page, re.MULTILINE)[nth] for row in ("GPIO", "pin of the header"))
    assert cells(gpios) == pins
    assert cells(places) == (*map(SCRIPT["place"], pins), SCRIPT["ground"](pins))


@pytest.mark.parametrize(("display", "named"), [("segments", r"[a-g] "), ("leds", r"\d: "), ("binary", r"[8421]: ")])
def test_the_readme_has_the_pins_of_the_settings(display, named):
    row = re.search(rf"^\| `{display}` \|([^|]*)", (CHECKOUT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert tuple(map(int, re.findall(rf"{named}(\d+)", row[1]))) == getattr(Display(), f"{display}_pins")
