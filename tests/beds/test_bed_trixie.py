"""Debian trixie with a camera: the unit as installed reads from the real picamera2, within its whole sandbox."""

import shutil

import bed
import pytest
import sheets
from machine import Machine, copy_checkout, fail_for_good, journal, put_upon, shown, wait_until_ready
from PIL import Image

pytestmark = pytest.mark.bed

DIGIT = 7
LED = 20
STALL = "/run/pi_nn/stall"
"""Gone with the service's end, so that the camera is well again at the next start."""
PINS = "/var/lib/pi_nn/pins"
SETTINGS = """\
[display]
show = ["leds"]
[service]
pin_factory = "mock"
"""
ROOM = f"""\
[Service]
Environment=LD_PRELOAD=/opt/dma_heap.so LIBCAMERA_LOG_LEVELS=*:ERROR
Environment=ROOM_PADDING=64 ROOM_STALL={STALL} ROOM_PINS={PINS}
"""
"""What makes a camera of files look like a Pi's, see camera/room; of the sandbox nothing is changed."""


@pytest.fixture(scope="module")
def clock():
    return bed.Clock(480)


@pytest.fixture(scope="module")
def machine(clock, image_with_camera, tmp_path_factory):
    """Booted, with a camera that sees a sheet, the checkout in its owner's home and nothing installed."""
    with Machine(image_with_camera, tmp_path_factory.mktemp("trixie"), clock) as machine:
        machine.boot()
        copy_checkout(machine, "pi_nn")
        machine.must("chown -R maker: /home/maker")
        put_room(machine)
        yield machine


def put_room(machine):
    """What stands in for a sensor, loaded by any Python there."""
    shutil.copytree(bed.CAMERA / "room", machine.disk("/opt/room"))
    at_start = "/opt/room\nimport sys; exec(open('/opt/room/sitecustomize.py').read())\n"
    machine.disk("/usr/lib/python3/dist-packages/room.pth").write_text(at_start)
    frames = machine.disk("/opt/bed/frames")
    frames.mkdir(parents=True)
    Image.fromarray(sheets.written()[DIGIT]).convert("RGB").save(frames / "0.jpg", quality=95)


@pytest.fixture(scope="module")
def installed(machine):
    """What the install said."""
    return machine.must("sudo ~/pi_nn/scripts/install 2>&1", "maker")


@pytest.fixture(scope="module")
def watching(machine, installed):
    """Reading from the camera, by the shipped unit."""
    machine.disk("/etc/pi_nn/settings.toml").write_text(SETTINGS)
    put_upon(machine, "pi_nn.service", ROOM)
    machine.must("systemctl restart pi_nn")
    wait_until_lit(machine)
    return machine


def levels(machine):
    """The last level of each pin that was ever driven."""
    path = machine.disk(PINS)
    return dict(line.split() for line in path.read_text().splitlines()) if path.exists() else {}


def wait_until_lit(machine):
    def is_lit():
        lit = {int(pin) for pin, level in levels(machine).items() if level == "1"}
        return lit == {LED} and shown(machine, "StatusText") == f"digit {DIGIT}"

    machine.wait(is_lit, lambda: f"never lit: {levels(machine)}\n{journal(machine)[-2000:]}")


def test_it_is_installed_and_runs(installed):
    assert "pi_nn: it runs" in installed and "pi_nn is installed and starts at each boot" in installed


def test_frames_of_the_camera_light_an_led_from_within_the_whole_sandbox(watching):
    process = shown(watching, "MainPID")
    status = dict(line.split(":\t") for line in watching.must(f"cat /proc/{process}/status").splitlines())
    assert (status["NoNewPrivs"], status["Seccomp"], int(status["CapEff"], 16)) == ("1", "2", 0)
    drop_ins = [path.rpartition("/")[2] for path in shown(watching, "DropInPaths").split()]
    assert drop_ins == ["restart.conf", "test.conf"]  # that of install, and ROOM
    watching.must("cmp /etc/systemd/system/pi_nn.service /opt/pi_nn/current/systemd/pi_nn.service")
    wait_until_lit(watching)


@pytest.mark.parametrize("kind", ["drop", "hang"])
def test_a_camera_that_stalls_is_darkened_and_systemd_starts_it_again(watching, kind):
    process, before = shown(watching, "MainPID"), watching.disk(PINS).stat().st_size
    watching.must(f"echo {kind} >{STALL}")
    wait_until_ready(watching, but=process)
    wait_until_lit(watching)
    assert watching.disk(PINS).read_text()[before:].startswith(f"{LED} 0\n")
    assert "code=exited, status=75" in journal(watching)


def test_no_reboot_is_thought_of_before_it_has_failed_again_and_again(watching):
    """As systemd does from 254 on, unless it is told otherwise."""
    process = shown(watching, "MainPID")
    watching.must("systemctl kill -s ABRT --kill-who=main pi_nn")
    wait_until_ready(watching, but=process)
    assert journal(watching, "pi_nn-fault") in ("", "-- No entries --")
    assert shown(watching, "ActiveState", "pi_nn-again.timer") == "inactive"


def test_after_a_kill_it_reads_again(watching):
    process = shown(watching, "MainPID")
    watching.must("systemctl kill -s KILL --kill-who=main pi_nn")
    wait_until_ready(watching, but=process)
    wait_until_lit(watching)


def test_what_has_failed_for_good_is_tried_again_later(watching):
    """Later than so many starts are too many: that, too, is made short here."""
    put_upon(watching, "pi_nn-again.timer", "[Timer]\nOnActiveSec=\nOnActiveSec=8\n")
    fail_for_good(watching, 1, 9999)
    said = "no fault of the camera: no reboot"
    watching.wait(lambda: said in journal(watching, "pi_nn-fault"), lambda: journal(watching, "'pi_nn*'")[-2000:])
    put_upon(watching, "pi_nn.service", f"[Unit]\nStartLimitIntervalSec=5\n{ROOM}")  # mended meanwhile
    wait_until_ready(watching)
    wait_until_lit(watching)


def test_a_camera_that_hangs_for_good_reboots_a_machine_that_was_up_for_an_hour(watching):
    fail_for_good(watching, 75, 3700)
    watching.wait_for_reboot()
    wait_until_ready(watching)
