"""The unit says what the program does; what systemd makes of it is shown with the real systemd."""

import shlex
from pathlib import Path

import pytest

from pi_nn.commands import _parser
from pi_nn.settings import PROFILES

UNIT = Path(__file__).parents[1] / "systemd" / "pi_nn.service"


@pytest.fixture(scope="module")
def directives():
    """Each directive's values in their order."""
    found = {}
    for line in UNIT.read_text().splitlines():
        name, is_one, value = line.partition("=")
        if is_one and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def test_it_starts_a_command_line_that_there_is(directives):
    python, isolated, *argv = shlex.split(directives["ExecStart"][0])
    assert (python, isolated, argv[:2]) == ("/usr/bin/python3", "-P", ["-m", "pi_nn"])
    assert _parser("run").parse_args(argv[2:]).profile == "pi"


def test_it_is_told_of_readiness_and_life_by_the_program_itself(directives):
    assert directives["Type"] == ["notify"] and directives["NotifyAccess"] == ["main"] and directives["WatchdogSec"]


def test_it_runs_as_its_own_user_who_may_use_camera_and_pins(directives):
    assert directives["User"] == ["pi_nn"] and directives["SupplementaryGroups"] == ["video gpio"]


def test_it_waits_longer_for_the_start_than_the_program_does(directives):
    assert int(directives["TimeoutStartSec"][0]) > PROFILES["pi"].service.open_seconds


def test_lgpio_may_write_where_it_is_imported(directives):
    assert directives["RuntimeDirectory"] == ["pi_nn"] and directives["WorkingDirectory"] == ["%t/pi_nn"]
    assert f"GPIOZERO_PIN_FACTORY={PROFILES['pi'].service.pin_factory}" in directives["Environment"]


def test_it_is_started_again_but_not_for_ever(directives):
    assert directives["Restart"] == ["on-failure"] and directives["StartLimitBurst"] == ["5"]
