"""A Pi Zero: the installed service under systemd on an emulated one, its pins read from outside."""

import json

import bed
import pytest
from machine import FOLDER, journal, put_upon, shown
from pi_zero import HARD_LIMIT, PiZero, built

pytestmark = pytest.mark.bed

SETTINGS = """\
[camera]
source = "folder:/srv/held up"
loop = true
[display]
show = ["segments", "leds", "binary"]
"""
LEDS = (9, 10, 11, 12, 13, 16, 19, 20, 21, 26)
SEGMENTS = dict(zip("abcdefg", (17, 27, 22, 23, 24, 25, 18), strict=True))
SHAPES = ("abcdef", "bc", "abdeg", "abcdg", "bcfg", "acdfg", "acdefg", "abc", "abcdefg", "abcdfg")
BINARY = {8: 5, 4: 6, 2: 7, 1: 8}
PINS = {*LEDS, *SEGMENTS.values(), *BINARY.values()}
MOST_MEGABYTES = 70
HOG = "python3 -c 'x = [bytes([1]) * 2**20 for _ in iter(int, 1)]'"
"""A program that takes all the memory that it is given."""


@pytest.fixture(scope="module")
def clock():
    return bed.Clock(HARD_LIMIT)


@pytest.fixture(scope="module")
def zero(clock, tmp_path_factory):
    """Booted, with the checkout in its owner's home and nothing installed."""
    with PiZero(built(clock), tmp_path_factory.mktemp("zero"), clock) as zero:
        yield zero


@pytest.fixture(scope="module")
def installed(zero):
    """What the install said."""
    return zero.must("/home/maker/pi_nn/scripts/install 2>&1")


@pytest.fixture(scope="module")
def reading(zero, installed):
    """A Zero whose service reads the sheet that is held up, and drives all displays."""
    zero.must(f"mkdir '/srv/held up'; cat >/etc/pi_nn/settings.toml <<'END'\n{SETTINGS}\nEND")
    zero.must("cp /srv/sheets/blank.png '/srv/held up/sheet.png'; systemctl restart pi_nn")
    return zero


def kilobytes(zero, file, name):
    """What the kernel says of memory."""
    (line,) = [line for line in zero.must(f"cat {file}").splitlines() if line.startswith(name)]
    return int(line.split()[1])


def hold_up(sheet):
    """A command that changes the picture, whole."""
    return f"cp /srv/sheets/{sheet}.png /srv/sheet.part && mv /srv/sheet.part '/srv/held up/sheet.png'"


def is_shown(name, value):
    """A condition, for the shell."""
    return f'[ "$(systemctl show -P {name} pi_nn)" = "{value}" ]'


def show(zero, digit):
    """Hold a sheet up until it is read."""
    zero.must(hold_up(digit))
    zero.wait(is_shown("StatusText", f"digit {digit}"))


def lines_of(digit):
    """The pins that are high while every display shows the digit; 0 is 10 in binary."""
    segments = {SEGMENTS[each] for each in SHAPES[digit]}
    return {LEDS[digit]} | segments | {pin for worth, pin in BINARY.items() if (digit or 10) & worth}


def test_it_is_installed_as_on_any_pi(installed, zero):
    assert "pi_nn: it runs" in installed and "pi_nn is installed and starts at each boot" in installed
    assert "ARMv6-compatible" in zero.must("cat /proc/cpuinfo")
    assert 400_000 < kilobytes(zero, "/proc/meminfo", "MemTotal") < 512 * 1024


def test_doctor_finds_its_pins_at_the_real_chip(installed):
    (line,) = [line for line in installed.splitlines() if line.split()[1:2] == ["pins"]]
    assert line.startswith("OK") and line.endswith("gpiochip0")


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_drives_exactly_its_lines_on_every_display(reading, digit):
    show(reading, digit)
    assert reading.driven() == (PINS, lines_of(digit))


def test_the_unit_that_drives_them_is_the_shipped_one_with_its_whole_sandbox(reading):
    unit = "/etc/systemd/system/pi_nn.service"
    reading.must(f"cmp {unit} /home/maker/pi_nn/systemd/pi_nn.service")
    assert [shown(reading, name) for name in ("FragmentPath", "DropInPaths")] == [unit, ""]
    reading.must("systemd-analyze security --threshold=15 --no-pager pi_nn.service")
    assert reading.must("ps -o user= -p $(systemctl show -P MainPID pi_nn)") == "pi_nn"


def test_a_blank_sheet_leaves_every_line_low(reading):
    show(reading, 8)
    reading.must(hold_up("blank"))
    reading.wait(is_shown("StatusText", "no digit"))
    assert reading.driven() == (PINS, set())


def test_the_service_takes_no_more_memory_than_its_budget(reading):
    assert kilobytes(reading, f"/proc/{shown(reading, 'MainPID')}/status", "VmHWM") <= MOST_MEGABYTES * 1024


def test_sigterm_leaves_every_line_dark(reading):
    show(reading, 8)
    reading.must("systemctl stop pi_nn")
    assert reading.driven()[1] & PINS == set()
    assert shown(reading, "Result") == "success"
    reading.must("systemctl start pi_nn")


def test_once_restarted_after_sigkill_every_line_is_dark(reading):
    """The sheet is taken away with the kill, so that nobody has had the time to darken anything."""
    show(reading, 8)
    assert reading.driven() == (PINS, lines_of(8))
    process = shown(reading, "MainPID")
    reading.must(f"{hold_up('blank')}; systemctl kill -s KILL --kill-who=main pi_nn")
    another = f'[ "$(systemctl show -P MainPID pi_nn)" != {process} ]'
    reading.wait(f"{another} && {is_shown('ActiveState', 'active')} && {is_shown('StatusText', 'no digit')}")
    reading.must("sleep 3")  # until the flash that says ready is over
    assert reading.driven() == (PINS, set())


# --- Memory runs short.


@pytest.fixture
def read_on(reading):
    """What happens in the test must neither end the service nor what it shows."""
    before = [shown(reading, name) for name in ("MainPID", "NRestarts")]
    yield reading
    for digit in (3, 8):
        show(reading, digit)
        assert reading.driven() == (PINS, lines_of(digit))
    assert [shown(reading, name) for name in ("MainPID", "NRestarts")] == before


def test_training_that_takes_too_much_is_ended_and_reading_goes_on(read_on):
    put_upon(read_on, "pi_nn-train.service", f"[Service]\nExecStart=\nExecStart=/usr/bin/{HOG}\n")
    assert read_on.run("systemctl start pi_nn-train")[0] != 0
    assert shown(read_on, "Result", "pi_nn-train") == "oom-kill"


def test_a_program_that_takes_all_memory_is_ended_and_reading_goes_on(read_on):
    assert read_on.run(f"systemd-run --quiet --wait --collect {HOG}")[0] != 0
    assert "Out of memory: Killed process" in read_on.must("journalctl -b -k -o cat")


# --- A camera's devices, made by a driver for tests of the kernel's own.


def test_the_sandbox_lets_the_cameras_devices_and_the_pins_through(reading):
    """And no other device, whatever its rights."""
    devices = ["/dev/video0", "/dev/media0", "/dev/gpiochip0"]
    reading.must("for each in /srv/modules/*; do insmod $each; done; udevadm settle")
    reading.must(f"chgrp video {devices[1]}; chmod 660 {devices[1]}; mknod -m 666 /dev/other c 10 183")
    reading.must(f"cat >/srv/probe.py <<'END'\n{(FOLDER / 'probe.py').read_text()}END")
    command = f"/usr/bin/python3 -B /srv/probe.py /etc {','.join([*devices, '/dev/other'])}"
    once = "[Service]\nType=oneshot\nRestart=no\nWatchdogSec=0\nExecStart=\n"
    put_upon(reading, "pi_nn.service", f"{once}ExecStart={command}\n")
    reading.must("systemctl stop pi_nn; systemctl start pi_nn")
    (found,) = [json.loads(line) for line in journal(reading).splitlines() if line.startswith('{"user')]
    assert {device: found["opened"][device] for device in devices} == dict.fromkeys(devices, "ok")
    assert found["opened"]["/dev/other"] == "Operation not permitted"
