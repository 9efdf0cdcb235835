"""LEDs on the Raspberry Pi's pins: a 7-segment digit, ten LEDs, or four in binary. Dark means "no digit"."""

import os
import time
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import chdir, suppress
from functools import cache
from importlib import import_module
from tempfile import TemporaryDirectory
from typing import Any

from pi_nn.decision import Reading
from pi_nn.display.codes import bright
from pi_nn.display.entry_points import entry_points_postponed
from pi_nn.display.segments import BARS, FONT, lit, states
from pi_nn.errors import DisplayError
from pi_nn.settings import Display

_FACTORIES = {
    "lgpio": "gpiozero.pins.lgpio:LGPIOFactory",
    "rpigpio": "gpiozero.pins.rpigpio:RPiGPIOFactory",
    "pigpio": "gpiozero.pins.pigpio:PiGPIOFactory",
    "native": "gpiozero.pins.native:NativeFactory",
    "mock": "gpiozero.pins.mock:MockFactory",
}

Pattern = tuple[int, ...]
"""1 for each lamp that is lit, else 0."""


class Lamps(ABC):
    """LEDs that show a reading as a pattern; a context manager, dark when it opens and when it is left.

    pin_factory: a gpiozero factory, its name, or "" for what gpiozero chooses ($GPIOZERO_PIN_FACTORY).
    clock: seconds; the blinking follows it, driven by the frames themselves.
    Entering raises DisplayError for a pin that does not exist or is busy.
    """

    name = ""

    def __init__(self, settings: Display, pin_factory: Any = "", clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._pin_factory = pin_factory
        self._clock = clock
        self._device: Any = None
        self._shown: Pattern = ()
        self._code = 0
        self._since = 0.0

    @property
    def pins(self) -> tuple[int, ...]:
        """The pins' BCM numbers, in the order of the pattern."""
        pins: tuple[int, ...] = getattr(self._settings, f"{self.name}_pins")
        return pins

    def __enter__(self) -> "Lamps":
        factory = _factory(self._pin_factory) if isinstance(self._pin_factory, str) else self._pin_factory
        for pin in self.pins:
            _require_free(factory, pin, self.name)
        try:
            self._device = self._opened(factory)
            self.dark()
        except Exception as error:
            self._close()
            raise DisplayError(f"{self.name}_pins: cannot be driven: {_one_line(error)}") from error
        return self

    def __exit__(self, *exc_info: Any) -> None:
        try:
            self.dark()
        except DisplayError:  # must not take the place of what led to the end
            if exc_info[1] is None:
                raise
        finally:
            self._close()

    def _close(self) -> None:
        """Give the pins back; where even that fails, whoever wants them next is told."""
        if self._device:
            with suppress(Exception):
                self._device.close()

    def show(self, reading: Reading) -> None:
        """Light what stands for the decided reading; lines are only touched when that changes."""
        if self._code and reading.digit is None and not reading.unsure:
            self.blink()
        else:
            self._light(self._pattern(reading))

    def warn(self, code: int) -> None:
        """From now on this blink code (see `display.codes`; 0: none) is seen while there is no digit to show."""
        if code != self._code:
            self._code = code
            self._since = self._clock()

    def blink(self) -> None:
        """Without a reading: light the phase of the code that is due, or nothing where there is no code."""
        lit = self._code > 0 and bright(self._code, self._clock() - self._since)
        self._light(self._all() if lit else (0,) * len(self.pins))

    def light(self) -> None:
        """Every lamp at once."""
        self._light(self._all())

    def dark(self) -> None:
        """No lamp is lit."""
        self._light((0,) * len(self.pins))

    def _light(self, pattern: Pattern) -> None:
        if pattern != self._shown:
            self._shown = ()  # a signal may end us between two lamps: then none of them is taken for dark
            try:
                self._device.value = pattern
            except Exception as error:  # each driver has errors of its own
                where = f"{self.name}_pins: cannot be driven any more"
                raise DisplayError(f"{where}: {_one_line(error)}: see to the wiring, then restart") from error
            self._shown = pattern

    def _opened(self, factory: Any) -> Any:
        from gpiozero import LEDBoard

        active_high = getattr(self._settings, f"{self.name}_active_high")
        return LEDBoard(*self.pins, active_high=active_high, pin_factory=factory)

    @abstractmethod
    def _pattern(self, reading: Reading) -> Pattern:
        """Which lamps are lit for a reading."""

    def _all(self) -> Pattern:
        """Every lamp together, which is no digit."""
        return (1,) * len(self.pins)

    def _blinking(self) -> Pattern:
        """Slowly, with frames: unsure."""
        lit = int(self._clock() / self._settings.blink_seconds) % 2 == 0
        return self._all() if lit else (0,) * len(self.pins)


class Segments(Lamps):
    """A 7-segment digit; unsure is the middle bar."""

    name = "segments"

    def _opened(self, factory: Any) -> Any:
        from gpiozero import LEDCharDisplay

        active_high = not self._settings.segments_common_anode
        dark = states("")
        return LEDCharDisplay(*self.pins, font=FONT, active_high=active_high, initial_value=dark, pin_factory=factory)

    def _pattern(self, reading: Reading) -> Pattern:
        return states(lit(reading))

    def _all(self) -> Pattern:
        """All seven would be an 8: the three bars."""
        return states(BARS)


class Leds(Lamps):
    """Ten LEDs, 0 to 9, of which the digit's is lit; unsure blinks them all."""

    name = "leds"

    def _pattern(self, reading: Reading) -> Pattern:
        if reading.unsure:
            return self._blinking()
        return tuple(int(digit == reading.digit) for digit in range(10))


class Binary(Lamps):
    """Four LEDs worth 8, 4, 2 and 1; 0 is shown as ten (8 and 2), because dark means "no digit"."""

    name = "binary"

    def _pattern(self, reading: Reading) -> Pattern:
        if reading.unsure:
            return self._blinking()
        value = 0 if reading.digit is None else reading.digit or 10
        return tuple(int(bool(value & worth)) for worth in (8, 4, 2, 1))


def _require_free(factory: Any, pin: int, name: str) -> None:
    """Take one line and give it back, as gpiozero does before it drives it: nothing is lit by that."""
    from gpiozero import GPIODevice, PinInvalidPin

    try:
        GPIODevice(pin, pin_factory=factory).close()
    except PinInvalidPin as error:
        raise DisplayError(f"{name}_pins: GPIO {pin} does not exist on this board") from error
    except Exception as error:  # each driver has errors of its own: lgpio.error, OSError
        raise DisplayError(f"{name}_pins: GPIO {pin} is busy or not allowed: {_one_line(error)}") from error


@cache
def _factory(name: str) -> Any:
    """The process's one pin factory of this name: a line has one owner, so two factories would disagree."""
    try:
        # lgpio makes a FIFO in the working directory while it is imported, and fails where it cannot.
        with warnings.catch_warnings(), TemporaryDirectory() as folder, chdir(folder):
            warnings.simplefilter("ignore")  # PinFactoryFallback: what counts is whether one works
            return _made(name)
    except Exception as error:  # missing drivers, foreign boards, no rights: each with an error of its own
        raise DisplayError(
            f"no pins can be driven by {name or 'gpiozero'}: {_one_line(error)}: on a Raspberry Pi "
            '`sudo apt install python3-lgpio` and be in the group gpio; elsewhere pin_factory = "mock"'
        ) from error


def _made(name: str) -> Any:
    """Without gpiozero's own look-up where we can: it reads the metadata of every package that is installed."""
    known = _FACTORIES.get(name or os.environ.get("GPIOZERO_PIN_FACTORY", ""))
    if name and not known:
        raise DisplayError(f"there is no such factory, only {', '.join(_FACTORIES)}")
    with entry_points_postponed():
        from gpiozero import Device
    if not known:
        Device.ensure_pin_factory()
        return Device.pin_factory
    module, _, made = known.partition(":")
    return getattr(import_module(module), made)()


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
