"""Several displays that show the same readings."""

from contextlib import ExitStack
from typing import Any

from pi_nn.decision import Reading


class Several:
    """A display made of displays; a context manager that opens all of them or none."""

    def __init__(self, displays: list[Any]) -> None:
        self._displays = displays
        self._stack = ExitStack()

    def __enter__(self) -> "Several":
        with ExitStack() as stack:
            for display in self._displays:
                stack.enter_context(display)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *exc_info: Any) -> None:
        self._stack.__exit__(*exc_info)

    def show(self, reading: Reading) -> None:
        """Show the reading on each, in their order."""
        for display in self._displays:
            display.show(reading)

    def dark(self) -> None:
        """Darken each in their order, also those after one that fails."""
        with ExitStack() as stack:
            for display in reversed(self._displays):
                stack.callback(display.dark)

    def warn(self, code: int) -> None:
        """Tell each that has lamps which blink code holds from now on; 0: none."""
        for display in self._lamps():
            display.warn(code)

    def blink(self) -> None:
        """Let all lamps go on with their blink code, without a reading."""
        for display in self._lamps():
            display.blink()

    def light(self) -> None:
        """Light all lamps."""
        for display in self._lamps():
            display.light()

    def _lamps(self) -> list[Any]:
        return [display for display in self._displays if hasattr(display, "blink")]
