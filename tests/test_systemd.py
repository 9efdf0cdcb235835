"""The units say what the program does; what systemd makes of them is shown with the real systemd."""

import re
import shlex
from pathlib import Path

import pytest

from pi_nn import wishes
from pi_nn.commands import COMMANDS, _parser
from pi_nn.settings import PROFILES

FOLDER = Path(__file__).parents[1] / "systemd"
SERVICES = sorted(FOLDER.glob("*.service"))
PAGE = FOLDER / "pi_nn-web.service"


def directives(path):
    """Each directive's values in their order."""
    found = {}
    for line in path.read_text().replace("\\\n", "").splitlines():
        name, is_one, value = line.partition("=")
        if is_one and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


@pytest.fixture(scope="module")
def reader():
    return directives(FOLDER / "pi_nn.service")


def test_the_reader_starts_a_command_line_that_there_is(reader):
    program, *argv = shlex.split(reader["ExecStart"][0])
    args = _parser("run").parse_args(argv)
    assert (program, args.profile, args.service) == ("/usr/local/bin/pi-nn", "pi", True)


def test_it_is_told_of_readiness_and_life_by_the_program_itself(reader):
    assert reader["Type"] == ["notify"] and reader["NotifyAccess"] == ["main"] and reader["WatchdogSec"]


def test_it_runs_as_its_own_user_who_may_use_camera_and_pins(reader):
    assert reader["User"] == ["pi_nn"] and reader["SupplementaryGroups"] == ["video gpio"]


def test_it_waits_longer_for_the_start_than_the_program_does(reader):
    assert int(reader["TimeoutStartSec"][0]) > PROFILES["pi"].service.open_seconds


def test_lgpio_may_write_where_it_is_imported(reader):
    assert reader["RuntimeDirectory"] == ["pi_nn"] and reader["WorkingDirectory"] == ["%t/pi_nn"]
    assert f"GPIOZERO_PIN_FACTORY={PROFILES['pi'].service.pin_factory}" in reader["Environment"]


def test_it_is_started_again_but_not_for_ever_and_then_something_follows(reader):
    assert reader["Restart"] == ["always"] and int(reader["StartLimitBurst"][0]) > 1
    assert all((FOLDER / name).is_file() for name in reader["OnFailure"][0].split())


def test_a_camera_that_hangs_whenever_it_is_opened_comes_to_the_start_limit(reader):
    a_start = PROFILES["pi"].service.open_seconds + 1 + int(reader["RestartSec"][0])  # 1: to darken the LEDs
    assert a_start * int(reader["StartLimitBurst"][0]) < int(reader["StartLimitIntervalSec"][0])


def test_it_may_be_tried_again_only_when_its_start_limit_is_over(reader):
    minutes = directives(FOLDER / "pi_nn-again.timer")["OnActiveSec"][0].removesuffix("min")
    assert int(minutes) * 60 >= int(reader["StartLimitIntervalSec"][0])


def test_where_memory_runs_short_the_reader_ends_last(reader):
    others = [directives(path).get("OOMScoreAdjust", ["0"]) for path in SERVICES if path.name != "pi_nn.service"]
    assert int(reader["OOMScoreAdjust"][0]) < min(int(score) for (score,) in others)


@pytest.mark.parametrize("path", [each for each in SERVICES if each != PAGE], ids=lambda path: path.name)
def test_no_unit_runs_as_root_or_reaches_the_network(path):
    unit = directives(path)
    assert unit["User"] == ["pi_nn"] and unit["PrivateNetwork"] == ["yes"] and unit["CapabilityBoundingSet"] == [""]


def test_the_page_runs_as_another_user_without_devices_and_after_the_reader():
    unit = directives(PAGE)
    assert unit["User"] == ["pi_nn-web"] and unit["SupplementaryGroups"] == ["pi_nn"]
    assert unit["PrivateDevices"] == ["yes"] and unit["CapabilityBoundingSet"] == [""] and unit["Nice"] == ["10"]
    assert unit["ExecStart"][0].split()[1] in {each.name for each in COMMANDS}


def test_the_page_waits_for_the_network_whose_address_it_may_have_to_listen_at_and_the_reader_for_none(reader):
    assert all(directives(PAGE)[name] == ["network-online.target"] for name in ("Wants", "After"))
    assert "After" not in reader and "Wants" not in reader


def test_the_page_is_off_until_its_owner_turns_it_on():
    enabled = re.search('^enabled="(.*)"$', (FOLDER.parent / "scripts" / "install").read_text(), re.MULTILINE)
    assert enabled and PAGE.name not in enabled[1]


def test_each_wish_is_waited_for_and_obeyed_by_a_unit_of_its_own():
    waited = [path for unit in FOLDER.glob("*.path") for path in directives(unit)["PathExists"]]
    assert sorted(waited) == sorted(f"/var/lib/pi_nn/requests/{word}" for word in wishes.WORDS)
    assert all(unit.with_suffix(".service") in SERVICES for unit in FOLDER.glob("*.path"))


def test_a_wish_to_retrain_is_obeyed_by_a_command_that_there_is_and_goes_when_it_ends():
    unit = directives(FOLDER / "pi_nn-train.service")
    assert unit["ExecStart"] == ["/usr/local/bin/pi-nn retrain"] and "retrain" in {each.name for each in COMMANDS}
    assert unit["ExecStopPost"][0].endswith("/requests/retrain")


@pytest.mark.parametrize("name", ["pi_nn-requests.service", "pi_nn-train.service"])
def test_no_number_of_wishes_ends_the_waiting_for_them_and_one_in_vain_is_followed_by_a_pause(name):
    unit = directives(FOLDER / name)
    assert unit["StartLimitIntervalSec"] == ["0"] and "= success ] || sleep" in unit["ExecStopPost"][-1]


def test_wishes_for_models_are_obeyed_by_a_command_that_there_is():
    command = directives(FOLDER / "pi_nn-requests.service")["ExecStart"][0].split()[1]
    assert command in {each.name for each in COMMANDS}
