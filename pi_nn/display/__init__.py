"""Displays: context managers with `show(reading)`, dark when they are left."""

import sys
from typing import Any, TextIO

from pi_nn.display.several import Several
from pi_nn.errors import DisplayError
from pi_nn.settings import Display

NAMES = ("segments", "leds", "binary", "text")


def open_displays(
    names: tuple[str, ...] | list[str], settings: Display, pin_factory: Any = "", stream: TextIO | None = None
) -> Several:
    """The named displays as one; they open when it is entered, LEDs before the terminal.

    pin_factory: a gpiozero factory, its name, or "" for what gpiozero chooses. stream: for "text"; None: stdout.
    Raises DisplayError for an unknown name and a name given twice.
    """
    _require_names(names)
    lamps = [_lamps(name, settings, pin_factory) for name in names if name != "text"]
    return Several(lamps + [_text(stream) for name in names if name == "text"])


def _require_names(names: tuple[str, ...] | list[str]) -> None:
    for name in names:
        if name not in NAMES:
            raise DisplayError(f'no display "{name}": there are {", ".join(NAMES)}')
        if names.count(name) > 1:
            raise DisplayError(f'display "{name}" is named twice')
    if not names:
        raise DisplayError(f"no display is named: there are {', '.join(NAMES)}")


def _lamps(name: str, settings: Display, pin_factory: Any) -> Any:
    from pi_nn.display.gpio import Binary, Leds, Segments

    kinds: dict[str, Any] = {"segments": Segments, "leds": Leds, "binary": Binary}
    return kinds[name](settings, pin_factory)


def _text(stream: TextIO | None) -> Any:
    from pi_nn.display.text import Text

    return Text(stream or sys.stdout)
