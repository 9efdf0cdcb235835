"""The sections of the settings behave as frozen dataclasses do."""

from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from pi_nn.section import Section


@dataclass(init=False, repr=False, eq=False)
class Lamp(Section):
    """An example."""

    pin: int = field(default=4, metadata={"meaning": "GPIO"})
    colour: str = "red"

    def __post_init__(self):
        if self.pin > 27:
            raise ValueError("no such pin")


@dataclass(init=False, repr=False, eq=False)
class Bulb(Section):
    """Another one with the same values."""

    pin: int = 4
    colour: str = "red"


def test_what_is_not_given_has_its_default():
    lamp = Lamp(colour="green")
    assert (lamp.pin, lamp.colour) == (4, "green")


def test_a_value_that_it_does_not_have_is_refused():
    with pytest.raises(TypeError, match="Lamp has no volume"):
        Lamp(volume=11)


def test_values_are_checked_also_in_a_changed_copy():
    with pytest.raises(ValueError, match="no such pin"):
        replace(Lamp(), pin=28)


def test_a_changed_copy_leaves_the_first_alone():
    lamp = Lamp(colour="green")
    assert replace(lamp, pin=5) == Lamp(pin=5, colour="green")
    assert lamp.pin == 4


def test_nothing_can_be_assigned_or_deleted():
    with pytest.raises(FrozenInstanceError, match="'pin'"):
        Lamp().pin = 5
    with pytest.raises(FrozenInstanceError, match="'pin'"):
        del Lamp().pin


def test_equal_values_are_equal_and_found_in_a_set():
    assert Lamp() == Lamp(pin=4) and Lamp() in {Lamp()}
    assert Lamp() != Lamp(pin=5)
    assert Lamp() != Bulb()


def test_it_is_shown_as_it_is_written():
    assert repr(Lamp(pin=5)) == "Lamp(pin=5, colour='red')"
