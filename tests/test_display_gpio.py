import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from gpiozero import LED, BadPinFactory, PinFactoryFallback
from gpiozero.pins.mock import MockFactory, MockPin

from pi_nn.decision import NO_DIGIT, Reading
from pi_nn.display import gpio, open_displays
from pi_nn.display.gpio import Binary, Leds, Segments
from pi_nn.errors import DisplayError
from pi_nn.settings import Display

SETTINGS = Display()
INVERTED = Display(segments_common_anode=True, leds_active_high=False, binary_active_high=False)
CLASSES = [Segments, Leds, Binary]
DRAWN = [" _     _  _     _  _  _  _  _ ", "| |  | _| _||_||_ |_   ||_||_|", "|_|  ||_  _|  | _||_|  ||_| _|"]
BARS = {"a": (0, 1), "b": (1, 2), "c": (2, 2), "d": (2, 1), "e": (2, 0), "f": (1, 0), "g": (1, 1)}


@pytest.fixture
def factory():
    made = MockFactory(pin_class=MockPin)
    yield made
    made.reset()


def reading(digit=None, unsure=False):
    return Reading(np.zeros((32, 32), np.uint8), None, NO_DIGIT, digit, 0.9, unsure)


def lit(factory, display, inverted=False):
    """1 for each of the display's pins whose lamp is lit, read back from the pins."""
    return [int(factory.pin(pin).state != inverted) for pin in display.pins]


def drawn(digit):
    """The segments of a digit as they are drawn above."""
    return [int(DRAWN[row][3 * digit + column] != " ") for row, column in BARS.values()]


def expected(display, digit):
    if isinstance(display, Segments):
        return drawn(digit)
    if isinstance(display, Leds):
        return [int(each == digit) for each in range(10)]
    return [int(bit) for bit in f"{digit or 10:04b}"]


@pytest.mark.parametrize("settings", [SETTINGS, INVERTED], ids=["active high", "active low"])
@pytest.mark.parametrize("made", CLASSES)
@pytest.mark.parametrize("digit", range(10))
def test_every_digit_lights_exactly_its_lamps(factory, made, settings, digit):
    with made(settings, factory) as display:
        display.show(reading((digit + 1) % 10))
        display.show(reading(digit))
        assert lit(factory, display, settings is INVERTED) == expected(display, digit)


@pytest.mark.parametrize("settings", [SETTINGS, INVERTED], ids=["active high", "active low"])
@pytest.mark.parametrize("made", CLASSES)
def test_dark_is_no_digit_and_how_it_opens_and_ends(factory, made, settings):
    inverted = settings is INVERTED
    with made(settings, factory) as display:
        assert not any(lit(factory, display, inverted))
        display.show(reading(8))
        display.show(reading(None))
        assert not any(lit(factory, display, inverted))
        display.show(reading(8))
    assert not any(lit(factory, display, inverted))


@pytest.mark.parametrize("made", CLASSES)
@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, ValueError])
def test_an_exception_leaves_every_lamp_dark(factory, made, error):
    with pytest.raises(error), made(SETTINGS, factory) as display:
        display.show(reading(8))
        raise error
    assert not any(lit(factory, display))


@pytest.mark.parametrize("made", CLASSES)
def test_a_signal_between_two_lamps_leaves_every_lamp_dark(factory, made):
    class Interrupted:
        value = property(lambda self: None, lambda self, pattern: self.light(pattern))

        def light(self, pattern):
            self.device[0].on()
            if any(pattern):
                raise KeyboardInterrupt
            self.device.value = pattern

        def close(self):
            self.device.close()

    with pytest.raises(KeyboardInterrupt), made(SETTINGS, factory) as display:
        interrupted = Interrupted()
        interrupted.device, display._device = display._device, interrupted
        display.show(reading(8))
    assert not any(lit(factory, display))


def test_unsure_is_the_middle_bar(factory):
    with Segments(SETTINGS, factory) as display:
        display.show(reading(unsure=True))
        assert lit(factory, display) == [0, 0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("made", [Leds, Binary])
def test_unsure_blinks_all_lamps_together_slowly(factory, made):
    now, phases = [0.0], []
    with made(Display(blink_seconds=1), factory, clock=lambda: now[0]) as display:
        for frame in range(32):
            now[0] = frame / 8
            display.show(reading(unsure=True))
            phases.append(set(lit(factory, display)))
    assert phases == ([{1}] * 8 + [{0}] * 8) * 2


class Noted:
    """A device that notes what it is told to light."""

    def __init__(self, device):
        self.patterns, self.close = [], device.close

    value = property(lambda self: None, lambda self, pattern: self.patterns.append(pattern))


def test_lines_are_touched_only_on_a_change(factory):
    with Leds(SETTINGS, factory) as display:
        display._device = noted = Noted(display._device)
        for digit in (7, 7, 7, 3):
            display.show(reading(digit))
        assert [pattern.index(1) for pattern in noted.patterns] == [7, 3]


@pytest.mark.parametrize("pin", [28, 99, -1])
@pytest.mark.parametrize("names", [["segments", "binary"], ["binary", "segments"]])
def test_a_pin_that_does_not_exist_is_refused_and_nothing_was_lit(factory, pin, names):
    settings = Display(binary_pins=(5, 6, 7, pin))
    with pytest.raises(DisplayError, match=f"binary_pins: GPIO {pin} does not exist"):
        open_displays(names, settings, factory).__enter__()
    assert not any(state.state for each in factory.pins.values() for state in each.states)


@pytest.mark.parametrize("names", [["segments", "binary"], ["binary", "segments"]])
def test_a_busy_pin_is_refused_in_one_line_and_nothing_was_lit(factory, names):
    with LED(8, pin_factory=factory), pytest.raises(DisplayError) as error:
        open_displays(names, SETTINGS, factory).__enter__()
    assert str(error.value).startswith("binary_pins: GPIO 8 is busy") and "\n" not in str(error.value)
    assert not any(state.state for each in factory.pins.values() for state in each.states)


def test_pins_are_free_again_afterwards(factory):
    for _ in range(2):
        with Leds(SETTINGS, factory) as display:
            display.show(reading(3))


def test_the_default_pins_leave_i2c_and_the_serial_console_alone_and_do_not_overlap():
    pins = [pin for made in CLASSES for pin in made(SETTINGS).pins]
    assert len(set(pins)) == len(pins) and not {0, 1, 2, 3, 14, 15} & set(pins)


def test_a_driver_that_writes_to_the_working_directory_leaves_nothing_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(gpio, "_made", lambda name: Path(".lgd-nfy0").touch())
    gpio._factory("writes")
    gpio._factory.cache_clear()
    assert Path.cwd() == tmp_path and not list(tmp_path.iterdir())


def test_an_unknown_pin_factory_is_refused():
    with pytest.raises(DisplayError, match="no such factory, only lgpio"):
        gpio._factory("gpio9000")


def test_a_driver_that_is_missing_is_one_line_with_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "lgpio", None)
    monkeypatch.delitem(sys.modules, "gpiozero.pins.lgpio", raising=False)
    with pytest.raises(DisplayError, match="apt install python3-lgpio") as error:
        gpio._factory("lgpio")
    assert "\n" not in str(error.value)


def test_where_gpiozero_finds_no_pins_it_is_one_line_without_warnings(monkeypatch, recwarn):
    def falls_back():
        warnings.warn(PinFactoryFallback("Falling back from lgpio"), stacklevel=1)
        raise BadPinFactory("Unable to load any default pin factory!")

    monkeypatch.setattr("gpiozero.Device.pin_factory", None)
    monkeypatch.setattr("gpiozero.Device._default_pin_factory", falls_back)
    gpio._factory.cache_clear()
    with pytest.raises(DisplayError, match="no pins can be driven by gpiozero: Unable to load"):
        Leds(SETTINGS).__enter__()
    assert not recwarn


def test_the_environment_names_the_pin_factory_where_the_settings_do_not(monkeypatch):
    monkeypatch.setattr("gpiozero.Device.pin_factory", None)
    monkeypatch.setenv("GPIOZERO_PIN_FACTORY", "mock")
    gpio._factory.cache_clear()
    with Leds(SETTINGS) as display:
        assert isinstance(display._device.pin_factory, MockFactory)
    gpio._factory.cache_clear()


class Failing:
    """A device whose pins have gone."""

    closed = False

    def __setattr__(self, name, value):
        if name == "value":
            raise RuntimeError("unknown handle")
        super().__setattr__(name, value)

    def close(self):
        self.closed = True


@pytest.fixture
def failing(factory):
    """An open display whose pins fail from now on."""
    display = Leds(SETTINGS, factory).__enter__()
    display.light()
    display._device.close()
    display._device = Failing()
    return display


def test_pins_that_fail_in_the_middle_are_one_line_and_are_given_back(failing):
    with pytest.raises(DisplayError, match="leds_pins: cannot be driven any more: unknown handle"):
        failing.show(reading(7))
    with pytest.raises(DisplayError):
        failing.__exit__(None, None, None)
    assert failing._device.closed


def test_pins_that_fail_do_not_take_the_place_of_what_led_to_the_end(failing):
    failing.__exit__(SystemExit, SystemExit(0), None)
    assert failing._device.closed


def test_a_display_that_fails_while_it_opens_gives_its_pins_back(factory, monkeypatch):
    monkeypatch.setattr(Leds, "dark", lambda self: {}["broken"])
    with pytest.raises(DisplayError, match="leds_pins: cannot be driven"):
        Leds(SETTINGS, factory).__enter__()
    monkeypatch.undo()
    with Leds(SETTINGS, factory) as display:
        display.show(reading(7))
