"""Blink codes: every LED together, so that no phase of them is a digit."""

import io

import numpy as np
import pytest
from gpiozero.pins.mock import MockFactory

from pi_nn.decision import NO_DIGIT, Reading
from pi_nn.display import codes
from pi_nn.display.codes import CAMERA, MODEL, READY, SETTINGS, bright
from pi_nn.display.gpio import Binary, Leds, Segments
from pi_nn.display.segments import _DIGITS, BARS
from pi_nn.display.several import Several
from pi_nn.display.text import Text
from pi_nn.settings import Display

NOTHING = Reading(np.zeros((32, 32), np.uint8), None, NO_DIGIT)
SEVEN = Reading(NOTHING.frame, None, NO_DIGIT, 7, 0.9)
UNSURE = Reading(NOTHING.frame, None, NO_DIGIT, None, 0.5, True)


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(params=[Segments, Leds, Binary])
def lamps(request, clock):
    factory = MockFactory()
    with request.param(Display(), factory, clock) as lamps:
        yield lamps
    factory.reset()


def lit(lamps):
    return [int(lamps._pin_factory.pin(pin).state) for pin in lamps.pins]


def everything(lamps):
    return [1, 0, 0, 1, 0, 0, 1] if isinstance(lamps, Segments) else [1] * len(lamps.pins)


@pytest.mark.parametrize("code", [READY, CAMERA, MODEL, SETTINGS])
def test_a_code_is_as_many_flashes_as_its_number_and_a_longer_pause(code):
    times = np.arange(0, 2 * codes.length(code), 0.01)
    states = np.array([bright(code, at) for at in times])
    assert np.count_nonzero(np.diff(states, prepend=False) & states) == 2 * code
    assert codes.PAUSE_SECONDS > 4 * codes.FLASH_SECONDS


def test_all_codes_differ():
    assert len({READY, CAMERA, MODEL, SETTINGS}) == 4


def test_a_code_flashes_every_lamp_at_once_from_its_beginning(lamps, clock):
    lamps.warn(CAMERA)
    for after, lights in ((0, True), (0.3, False), (0.6, True), (0.8, False), (1.5, False), (2.6, True)):
        clock.now = 1000 + after
        lamps.blink()
        assert lit(lamps) == (everything(lamps) if lights else [0] * len(lamps.pins))


def test_no_phase_of_a_code_is_a_digit():
    assert set(BARS) not in [set(digit) for digit in _DIGITS] and set(BARS) != {"g"}


def test_while_a_code_holds_digits_and_unsure_are_seen_and_the_code_in_the_dark(lamps, clock):
    lamps.show(SEVEN)
    seven = lit(lamps)
    lamps.warn(MODEL)
    lamps.show(NOTHING)
    assert lit(lamps) == everything(lamps)
    lamps.show(SEVEN)
    assert lit(lamps) == seven
    clock.now += 0.6
    lamps.show(UNSURE)
    assert lit(lamps) != everything(lamps) or not isinstance(lamps, Segments)
    lamps.warn(0)
    lamps.show(NOTHING)
    assert not any(lit(lamps))


def test_the_same_warning_again_does_not_begin_the_code_anew(lamps, clock):
    lamps.warn(CAMERA)
    clock.now += 0.3
    lamps.warn(CAMERA)
    lamps.blink()
    assert not any(lit(lamps))


def test_all_lamps_of_several_displays_blink_and_a_terminal_is_left_alone(lamps):
    several = Several([lamps, Text(io.StringIO())])
    several.light()
    assert lit(lamps) == everything(lamps)
    several.warn(CAMERA)
    several.blink()
    assert lit(lamps) == everything(lamps)
    several.warn(0)
    several.blink()
    assert not any(lit(lamps))
