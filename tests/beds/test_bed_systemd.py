"""The real systemd: `scripts/install` run as an owner would, and the service for years in minutes."""

import json
import re

import bed
import paper
import pytest
from machine import FOLDER, Machine, copy_checkout, fail_for_good, journal, put_upon, shown, wait_until_ready
from PIL import Image

pytestmark = pytest.mark.bed

SETTINGS = "/etc/pi_nn/settings.toml"
CURRENT = "readlink /opt/pi_nn/current"
PICTURES = "/srv/pictures"
INSTALL = "sudo ~/pi_nn/scripts/install"
UNITS = ("pi_nn.service", "pi_nn-requests.service", "pi_nn-train.service", "pi_nn-fault.service")
PAGE = "pi_nn-web.service"
OWN = """\
# wired by me
[camera]
source = "folder:/srv/pictures"
loop = true
hold = 40
[display]
show = ["leds", "text"]
blink_seconds = 2.0
[service]
pin_factory = "mock"  # no pins here
"""

STUCK = """
import os, sys, time
def wait(event, arguments):
    if event == "open" and str(arguments[0]).endswith("/2.png") and os.path.exists("/srv/stuck"):
        time.sleep(3600)
sys.addaudithook(wait)
"""


@pytest.fixture(scope="module")
def clock():
    return bed.Clock(480)


@pytest.fixture(scope="module")
def machine(clock, image, tmp_path_factory):
    """Booted, with the checkout in its owner's home and nothing installed."""
    with Machine(image, tmp_path_factory.mktemp("machine"), clock) as machine:
        machine.boot()
        copy_checkout(machine, "pi_nn")
        machine.must("chown -R maker: /home/maker")
        yield machine


@pytest.fixture(scope="module")
def before(machine):
    """What is on the disk, and who there is, before anything is installed."""
    return on_disk(machine), users(machine)


@pytest.fixture(scope="module")
def installed(machine, before):
    """What the install said."""
    return machine.must(f"{INSTALL} 2>&1", "maker")


@pytest.fixture(scope="module")
def reading(machine, installed):
    """A machine whose service reads a folder of pictures, by its owner's settings."""
    folder = machine.disk(PICTURES)
    folder.mkdir(parents=True)
    for number, name in ((1, "7"), (2, "0")):
        Image.fromarray(paper.on_paper(paper.ink(name))).save(folder / f"{number}.png")
    machine.disk(SETTINGS).write_text(OWN)
    machine.must("systemctl restart pi_nn")
    return machine


@pytest.fixture(autouse=True)
def well(request):
    """Each test begins with a service that runs, and without what another put upon it."""
    if "reading" in request.fixturenames:
        machine = request.getfixturevalue("reading")
        machine.must("rm -rf /run/systemd/system/pi_nn*.d; systemctl daemon-reload; systemctl reset-failed")
        if machine.disk(SETTINGS).read_text() != OWN:
            machine.disk(SETTINGS).write_text(OWN)
        if shown(machine, "ActiveState") != "active":
            machine.must("systemctl restart pi_nn")


def on_disk(machine):
    names = machine.must("find / -xdev ! -path '/home/*' ! -path '/root/*' ! -path '/run/*' ! -path '/tmp/*'")
    return set(names.splitlines())


def users(machine):
    return [machine.disk(f"/etc/{name}").read_text() for name in ("passwd", "group", "shadow", "gshadow")]


def another_version(machine, number):
    """A checkout of another version in the owner's home, as seen from here, and the command that installs it."""
    folder = copy_checkout(machine, f"pi_nn-{number}")
    append(folder / "pi_nn" / "__init__.py", f'__version__ = "{number}"')
    return folder / "pi_nn", f"sudo ~/pi_nn-{number}/scripts/install 2>&1"


def append(path, line):
    path.write_text(f"{path.read_text()}{line}\n")


def rename(package, old, new):
    """What a setting is called, in the whole program."""
    for path in package.rglob("*.py"):
        path.write_text(path.read_text().replace(old, new))


@pytest.fixture
def upgrading(reading):
    """A machine that has the checkout's own version before and after the test."""
    reading.must(INSTALL, "maker")
    yield reading
    reading.disk(SETTINGS).write_text(OWN)
    reading.must(INSTALL, "maker")
    wait_until_ready(reading)


def refused(machine, install):
    """What an install says that ends with 2."""
    run = machine.run(install, "maker")
    assert run.returncode == 2, run.stdout
    return run.stdout


# --- Installing.


def test_it_says_what_it_found_and_what_is_next(installed):
    assert "pi_nn is installed and starts at each boot" in installed
    assert "maker is in the group pi_nn now" in installed


def test_the_settings_are_there_to_be_edited_and_change_nothing(machine, installed):
    assert "#rotate = 0" in machine.must(f"cat {SETTINGS}")
    assert machine.must(f"pi-nn settings --check {SETTINGS}", "maker").endswith("can be used")


def test_code_and_settings_belong_to_root_and_a_stranger_sees_no_frame(reading):
    owned = "find /opt/pi_nn /etc/pi_nn /usr/local/bin ! -user root -o -perm /go=w ! -type l"
    assert reading.must(owned) == ""
    for folder in ("/run/pi_nn", "/var/lib/pi_nn"):
        assert reading.must(f"stat -c '%a %U %G' {folder}") == "750 pi_nn pi_nn"
        assert reading.run(f"sudo -u nobody ls {folder}").returncode != 0
        assert reading.run(f"ls {folder}", "maker").returncode == 0


def test_the_page_may_leave_wishes_and_samples_and_change_nothing_else(reading):
    allowed = {
        folder: reading.run(f"sudo -u pi_nn-web touch /var/lib/pi_nn/{folder}/x").returncode == 0
        for folder in (".", "models", "samples", "requests")
    }
    reading.must("rm -f /var/lib/pi_nn/*/x")
    assert allowed == {".": False, "models": False, "samples": True, "requests": True}


def test_installing_again_changes_nothing(reading):
    before = on_disk(reading)
    again = reading.must(f"{INSTALL} 2>&1", "maker")
    assert "copying" not in again and "packages:" not in again
    assert {path for path in on_disk(reading) ^ before if "pi_nn" in path and "/systemd-private-" not in path} == set()


@pytest.mark.parametrize("seconds", [0.1, 0.3, 0.6, 1.0, 1.5])
def test_an_interrupted_install_is_repaired_by_running_it_again(reading, seconds):
    _, install = another_version(reading, f"9.1.{round(10 * seconds)}")
    cut = f"systemd-run -q --unit=cut --uid=maker --working-directory=/home/maker sh -c '{install}'"
    reading.must(f"{cut}; sleep {seconds}; systemctl kill -s KILL cut; systemctl reset-failed cut; true")
    reading.must(install, "maker")
    wait_until_ready(reading)
    assert reading.must("ls -A /opt/pi_nn | grep -c part || true") == "0"
    reading.must(f"pi-nn --version | grep -F 9.1.{round(10 * seconds)}")


def test_a_half_installed_package_is_repaired(reading):
    reading.must("dpkg --unpack /srv/archive/python3-sdnotify_*.deb")
    reading.must(INSTALL, "maker")
    assert reading.must("dpkg --audit") == ""


def test_no_autoremove_takes_away_what_it_needs(reading):
    reading.must("apt-mark auto python3-scipy libopenblas0")
    reading.must(INSTALL, "maker")
    assert reading.must("apt-mark showauto python3-scipy libopenblas0") == ""


def test_only_root_installs(machine):
    run = machine.run("~/pi_nn/scripts/install", "maker")
    assert (run.returncode, len(run.stdout.splitlines())) == (2, 1) and "sudo" in run.stdout


def test_nothing_is_installed_of_a_checkout_of_which_a_file_cannot_be_read(reading):
    _, install = another_version(reading, "9.1.99")
    reading.must("mount --bind /proc/1/mem ~maker/pi_nn-9.1.99/pi_nn/spelling.py")
    run = reading.run(install, "maker")
    reading.must("umount ~maker/pi_nn-9.1.99/pi_nn/spelling.py")
    assert run.returncode != 0 and "Input/output error" in run.stdout and "run this again" in run.stdout
    assert reading.must("ls /opt/pi_nn | grep -c 9.1.99 || true") == "0"


def test_a_name_of_another_machine_does_not_keep_it_from_being_installed(reading):
    assert "pi_nn is installed" in reading.must("SUDO_USER=ghost ~maker/pi_nn/scripts/install 2>&1")


def test_a_clone_that_an_uninstall_would_remove_is_refused(reading):
    reading.must("cp -r ~maker/pi_nn /opt/pi_nn/clone")
    said = refused(reading, "sudo /opt/pi_nn/clone/scripts/install 2>&1")
    reading.must("rm -r /opt/pi_nn/clone")
    assert "pi_nn: an uninstall would remove /opt/pi_nn/clone: clone to another place than /opt/pi_nn\n" in said


def test_an_account_that_an_uninstall_would_remove_is_not_taken(reading):
    user = reading.must("id -u pi_nn-web")
    reading.must("usermod -u 1999 pi_nn-web")
    said = refused(reading, f"{INSTALL} 2>&1")
    reading.must(f"usermod -u {user} pi_nn-web")
    assert "pi_nn-web is somebody's account here" in said


def test_on_an_overlay_that_forgets_it_nothing_is_installed_and_nothing_removed(reading):
    reading.must("echo console=tty1 overlayroot=tmpfs:recurse=0 rootwait >/root/cmdline")
    reading.must("mount --bind /root/cmdline /proc/cmdline")
    said = refused(reading, f"{INSTALL} 2>&1")
    left = refused(reading, "sudo /opt/pi_nn/current/scripts/uninstall 2>&1")
    reading.must("umount /proc/cmdline")
    assert "forgets all at the next start: switch it off" in said and "copying" not in said
    assert "forgets that at the next start: switch it off" in left and reading.must("systemctl is-active pi_nn")


def test_a_folder_in_the_place_of_the_settings_is_to_be_mended(reading):
    reading.must(f"mv {SETTINGS} /root/own.toml; mkdir {SETTINGS}")
    said = refused(reading, f"{INSTALL} 2>&1")
    reading.must(f"rmdir {SETTINGS}; mv /root/own.toml {SETTINGS}")
    assert f"mend {SETTINGS}, then run this again" in said


# --- The service.


@pytest.mark.parametrize("unit", [*UNITS, PAGE])
def test_a_unit_is_rated_safe_and_systemd_finds_no_fault_in_it(reading, unit):
    assert reading.must(f"systemd-analyze verify {unit} 2>&1") == ""
    reading.must(f"systemd-analyze security --threshold=15 --no-pager {unit}")


def test_it_runs_as_its_own_user_and_reads(reading):
    assert reading.must("ps -o user= -p $(systemctl show -P MainPID pi_nn)") == "pi_nn"
    reading.wait(lambda: shown(reading, "StatusText") == "digit 7", lambda: journal(reading)[-2000:])
    reading.wait(lambda: shown(reading, "StatusText") == "digit 0", lambda: journal(reading)[-2000:])


def test_it_survives_being_killed(reading):
    for _ in range(3):
        pid = shown(reading, "MainPID")
        reading.must("systemctl kill -s KILL --kill-who=main pi_nn")
        wait_until_ready(reading, but=pid)


def test_its_owner_restarts_it_as_often_as_he_likes(reading):
    put_upon(reading, "pi_nn.service", "[Unit]\nStartLimitBurst=2\n")
    for _ in range(4):
        reading.must("systemctl restart pi_nn")


def test_who_ends_it_from_outside_does_not_end_it_for_good(reading):
    pid = shown(reading, "MainPID")
    reading.must(f"kill {pid}")
    wait_until_ready(reading, but=pid)


def test_what_pip_has_put_beside_the_packages_of_the_system_does_it_no_harm(reading):
    folder = "/usr/local/lib/python3.11/dist-packages/numpy"
    reading.must(f"mkdir -p {folder}; echo 'raise ImportError' >{folder}/__init__.py")
    try:
        assert reading.run("python3 -c 'import numpy'").returncode == 1
        reading.must("systemctl restart pi_nn")
    finally:
        reading.must(f"rm -r {folder}")


def test_a_power_cut_does_no_harm(reading):
    reading.crash()
    reading.boot()
    wait_until_ready(reading)


def test_a_stuck_loop_is_ended_by_the_watchdog_and_started_again(reading):
    """A picture that takes an hour to open: the loop waits, and the process's other threads go on."""
    reading.disk("/srv/stuck.py").write_text(STUCK)
    hook = reading.disk("/usr/lib/python3/dist-packages/stuck.pth")
    hook.write_text("import sys; exec(open('/srv/stuck.py').read(), {})\n")
    reading.must("systemctl restart pi_nn")
    pid = shown(reading, "MainPID")
    reading.wait(lambda: shown(reading, "StatusText") == "digit 7", "the first picture is not seen")
    reading.must("touch /srv/stuck")
    reading.wait(lambda: "Watchdog timeout" in journal(reading), "no watchdog")
    reading.must("rm /srv/stuck")
    hook.unlink()
    wait_until_ready(reading, but=pid)


def probe(machine, unit):
    """What a program could do in the place of the unit's own."""
    machine.must("mkdir -p /srv/bed && mknod -m 666 /dev/bed c 10 200 2>/dev/null || true")
    machine.disk("/srv/bed/probe.py").write_text((FOLDER / "probe.py").read_text())
    folders = "/,/etc,/etc/pi_nn,/opt/pi_nn,/usr,/home/maker,/srv/bed,/var/lib,/run,/sys/fs/cgroup,/dev/shm,/proc/sys"
    folders += ",/var/lib/pi_nn"
    command = f"/usr/bin/python3 -B /srv/bed/probe.py {folders} /dev/null,/dev/bed"
    once = "[Unit]\nSuccessAction=none\n[Service]\nType=oneshot\nRestart=no\nWatchdogSec=0\nExecStart=\n"
    put_upon(machine, unit, f"{once}ExecStart={command}\n")
    machine.must(f"systemctl stop {unit}; systemctl start {unit}")
    return json.loads(re.findall(r'^\{"user.*', journal(machine, unit), re.MULTILINE)[-1])


@pytest.mark.parametrize("unit", UNITS)
def test_the_sandbox_denies_network_other_devices_and_writes_elsewhere(reading, unit):
    found = probe(reading, unit)
    assert found["user"] == int(reading.must("id -u pi_nn"))
    assert set(found["network"].values()) == {"Address family not supported by protocol"}
    assert found["opened"]["/dev/null"] == "ok" and found["opened"]["/dev/bed"] != "ok"
    state = found["written"].pop("/var/lib/pi_nn")
    assert (state == "ok") == (unit != "pi_nn-fault.service")
    assert {folder for folder, outcome in found["written"].items() if outcome == "ok"} <= {"/dev/shm"}


def test_the_probe_would_notice_a_sandbox_with_holes(reading):
    put_upon(reading, "pi_nn.service", "")
    reading.must("mknod -m 666 /dev/bed c 10 200 2>/dev/null || true")
    reading.disk("/srv/bed/probe.py").write_text((FOLDER / "probe.py").read_text())
    found = json.loads(reading.must("python3 /srv/bed/probe.py /etc,/srv/bed /dev/bed"))
    assert found["written"] == {"/etc": "ok", "/srv/bed": "ok"} and found["opened"] == {"/dev/bed": "ok"}
    assert "Address family not supported by protocol" not in found["network"].values()


# --- What follows when it fails again and again.


@pytest.mark.parametrize(
    ("code", "uptime", "said"),
    [(1, 9999, "no fault of the camera: no reboot"), (75, 3500, "up for less than an hour: no reboot yet")],
)
def test_it_is_tried_again_later_and_the_machine_is_not_rebooted(reading, code, uptime, said):
    fail_for_good(reading, code, uptime)
    reading.wait(lambda: said in journal(reading, "pi_nn-fault"), lambda: journal(reading, "'pi_nn*'")[-2000:])
    assert shown(reading, "ActiveState", "pi_nn-again.timer") == "active"
    reading.must("systemctl stop pi_nn")
    assert shown(reading, "ActiveState", "pi_nn-again.timer") == "inactive"


def test_a_camera_that_hangs_reboots_a_machine_that_was_up_for_an_hour(reading):
    fail_for_good(reading, 75, 3700)
    reading.wait_for_reboot()
    wait_until_ready(reading)


# --- Models, as wished.


def wait_for_model(machine, number):
    current = "head -n1 /var/lib/pi_nn/models/current | cut -d' ' -f1"
    machine.wait(
        lambda: machine.run(current).stdout.strip() == number, lambda: journal(machine, "'pi_nn*'")[-2000:]
    )


def test_a_member_of_the_group_wishes_for_another_model_and_for_the_one_before(reading):
    add = "from pi_nn import model_file, model_store; store = model_store.ModelStore('/var/lib/pi_nn/models')"
    add += "; store.add(*model_file.load(None))"
    reading.must(f'cd / && sudo -u pi_nn PYTHONPATH=/opt/pi_nn/current python3 -B -c "{add}"')
    pid = shown(reading, "MainPID")
    for wish, number in (("--use 1", "1"), ("--rollback", "0")):
        reading.must(f"pi-nn models {wish}", "maker")
        wait_for_model(reading, number)
    assert shown(reading, "MainPID") == pid


@pytest.mark.parametrize(("unit", "word", "often"), [("pi_nn-requests", "use", 25), ("pi_nn-train", "retrain", 8)])
def test_wishes_in_vain_one_after_the_other_do_not_end_the_waiting_for_them(reading, unit, word, often):
    quick = "[Service]\nNice=0\nCPUSchedulingPolicy=other\nCPUWeight=100\nIOSchedulingClass=best-effort\nExecStart=\n"
    put_upon(reading, f"{unit}.service", f"{quick}ExecStart=-/bin/rm /var/lib/pi_nn/requests/{word}\n")
    wish = f"echo 9999 >/var/lib/pi_nn/requests/{word}; until [ ! -e /var/lib/pi_nn/requests/{word} ]; do :; done"
    reading.must(f"for each in $(seq {often}); do {wish}; done")
    assert shown(reading, "ActiveState", f"{unit}.path") == "active"


# --- The page.


LOOPBACK, EVERYWHERE = "0100007F", "00000000"


def listens(machine, address):
    """Whether something listens at port 8080 of an address, as the kernel writes it: 0A is LISTEN."""
    return machine.run(f"grep -q '{address}:1F90 00000000:0000 0A' /proc/net/tcp").returncode == 0


def ask_the_page(machine):
    """What a browser on the machine comes to see."""
    machine.must("mkdir -p /srv/bed")
    machine.disk("/srv/bed/ask.py").write_text((FOLDER / "ask.py").read_text())
    machine.wait(lambda: listens(machine, LOOPBACK), lambda: journal(machine, PAGE)[-2000:])
    return json.loads(machine.must("python3 -B /srv/bed/ask.py 2>&1", "maker"))


def test_the_page_is_off_until_it_is_turned_on(reading):
    assert shown(reading, "ActiveState", PAGE) == "inactive" and shown(reading, "UnitFileState", PAGE) == "disabled"


def test_the_page_sees_the_frame_and_leaves_samples_and_wishes(reading):
    reading.must(f"systemctl start {PAGE}")
    assert reading.must(f"ps -o user:20=,ni= -p $(systemctl show -P MainPID {PAGE})").split() == ["pi_nn-web", "10"]
    wished = "journalctl -b -o cat -u pi_nn-requests | grep -c . || true"
    before = reading.must(wished)
    seen = ask_the_page(reading)
    assert seen == {**seen, "frame": True, "ink": True, "health": {"page": "ok", "reader": "ok"}}
    assert reading.must("stat -c %U /var/lib/pi_nn/samples/none/*.json") == "pi_nn-web"
    reading.wait(lambda: reading.must(wished) != before, "the wish is not obeyed")
    reading.must("rm -f /var/lib/pi_nn/samples/none/*")


def test_the_page_goes_on_when_the_reader_was_started_again(reading):
    reading.must(f"systemctl start {PAGE}")
    reading.must("systemctl restart pi_nn")
    assert ask_the_page(reading)["frame"]
    reading.must("rm -f /var/lib/pi_nn/samples/none/*")


def test_the_page_reaches_no_device_and_writes_nothing_else(reading):
    found = probe(reading, PAGE)
    assert found["user"] == int(reading.must("id -u pi_nn-web"))
    assert found["opened"]["/dev/null"] == "ok" and found["opened"]["/dev/bed"] != "ok"
    assert {folder for folder, outcome in found["written"].items() if outcome == "ok"} <= {"/dev/shm"}


def test_the_page_is_not_shown_to_the_network_without_a_password(reading):
    reading.disk(SETTINGS).write_text(f'{OWN}[web]\naddress = "0.0.0.0"\n')
    reading.must(f"systemctl restart {PAGE}; true")
    reading.wait(lambda: "takes a password" in journal(reading, PAGE), lambda: journal(reading, PAGE)[-2000:])
    assert shown(reading, "NRestarts", PAGE) == "0"
    reading.must("echo correct horse | pi-nn web --password")
    assert reading.must("stat -c '%a %U %G' /etc/pi_nn/web-password") == "640 root pi_nn-web"
    reading.must(f"systemctl reset-failed {PAGE}; systemctl restart {PAGE}")
    reading.wait(lambda: listens(reading, EVERYWHERE), lambda: journal(reading, PAGE)[-2000:])
    reading.must(f"systemctl stop {PAGE}; rm /etc/pi_nn/web-password")


# --- Upgrades.


def test_an_upgrade_keeps_the_settings_and_the_version_before(upgrading):
    old, (_, install) = upgrading.must(CURRENT), another_version(upgrading, "9.2.0")
    upgrading.must(install, "maker")
    assert upgrading.must("pi-nn --version") == "pi-nn 9.2.0"
    assert upgrading.must("readlink /opt/pi_nn/previous") == old
    assert upgrading.disk(SETTINGS).read_text() == OWN
    wait_until_ready(upgrading)


def test_the_version_before_comes_back_by_its_own_install(upgrading):
    old, (_, install) = upgrading.must(CURRENT), another_version(upgrading, "9.3.0")
    upgrading.must(install, "maker")
    upgrading.must("sudo /opt/pi_nn/previous/scripts/install", "maker")
    assert upgrading.must(CURRENT) == old
    wait_until_ready(upgrading)


def test_an_upgrade_takes_away_a_unit_that_has_gone_and_leaves_the_owners_own(upgrading):
    package, install = another_version(upgrading, "9.3.1")
    (package.parent / "systemd" / "pi_nn-more.service").write_text("[Service]\nExecStart=/bin/true\n")
    upgrading.must(install, "maker")
    upgrading.must("cd /etc/systemd/system && cp pi_nn-more.service pi_nn-own.service")
    upgrading.must(INSTALL, "maker")
    left = upgrading.must("cd /etc/systemd/system; find . -name pi_nn-own.service -o -name pi_nn-more.service")
    assert left == "./pi_nn-own.service"
    upgrading.must("rm /etc/systemd/system/pi_nn-own.service; systemctl daemon-reload")


def test_an_upgrade_migrates_a_renamed_key_and_keeps_the_old_file(upgrading):
    package, install = another_version(upgrading, "9.4.0")
    rename(package, "blink_seconds", "blink_period")
    append(package / "settings_text.py", 'RENAMED["display.blink_seconds"] = "display.blink_period"')
    upgrading.must(install, "maker")
    assert upgrading.disk(SETTINGS).read_text() == OWN.replace("blink_seconds", "blink_period")
    assert upgrading.disk(f"{SETTINGS}.before-9.4.0").read_text() == OWN
    wait_until_ready(upgrading)


def test_an_upgrade_that_refuses_the_settings_leaves_the_old_version_running(upgrading):
    package, install = another_version(upgrading, "9.5.0")
    rename(package, "blink_seconds", "blink_period")
    before = [upgrading.must(CURRENT), shown(upgrading, "MainPID")]
    upgrading.must(f"touch {SETTINGS}.before-9.4.9")
    said = refused(upgrading, install)
    assert "[display] has no key 'blink_seconds'" in said
    assert f"mend {SETTINGS} (before an upgrade it was {SETTINGS}.before-9.4.9), then" in said
    assert [upgrading.must(CURRENT), shown(upgrading, "MainPID")] == before
    assert upgrading.must("ls /opt/pi_nn | grep -c 9.5.0 || true") == "0"


def test_an_upgrade_that_does_not_start_goes_back_to_the_old_version(upgrading):
    package, install = another_version(upgrading, "9.6.0")
    append(package / "commands" / "run.py", "raise SystemExit(3)")
    before = upgrading.must(CURRENT)
    assert "runs again" in refused(upgrading, install)
    assert upgrading.must(CURRENT) == before
    wait_until_ready(upgrading)


# --- Uninstalling.


def test_uninstalled_samples_models_and_settings_stay_for_the_next_install(reading):
    reading.must(f"umask 077; echo {{}} >/var/lib/pi_nn/samples/7.json; echo old >{SETTINGS}.before-0.0.1")
    reading.must("sudo ~/pi_nn/scripts/uninstall", "maker")
    assert reading.must("find / -xdev -name '*pi_nn*' ! -path '/home/*'") == "/var/lib/pi_nn"
    assert reading.must("stat -c '%a %U' /var/lib/pi_nn") == "700 root"
    reading.must(INSTALL, "maker")
    assert reading.must("stat -c '%U %a' /var/lib/pi_nn/samples/7.json") == "pi_nn 640"
    assert reading.disk(SETTINGS).read_text() == OWN
    assert reading.must("cat /var/lib/pi_nn/settings.toml.before-0.0.1") == "old"
    wait_until_ready(reading)


def test_root_by_su_alone_uninstalls_and_installs(reading):
    for script in ("uninstall", "install"):
        reading.must(f"PATH=/usr/local/bin:/usr/bin:/bin SUDO_USER=maker ~maker/pi_nn/scripts/{script} 2>&1")
    wait_until_ready(reading)


def test_who_still_runs_as_its_user_keeps_it_from_being_uninstalled_and_is_named(reading):
    reading.must("systemd-run -q --unit=stray --uid=pi_nn sleep 1000")
    run = reading.run("sudo ~/pi_nn/scripts/uninstall", "maker")
    assert run.returncode == 2 and "something runs as pi_nn: end it" in run.stdout
    reading.must("systemctl stop stray")
    reading.must("sudo ~/pi_nn/scripts/uninstall", "maker")
    reading.must(INSTALL, "maker")


OF_OTHERS = re.compile(
    r"/usr/(?!local)|/var/(cache|log)|/var/lib/(dpkg|apt|systemd)|/etc/(alternatives|mailcap)|/srv"
    r"|/var/tmp/systemd-private-\w+-systemd-"
)


def test_a_disk_that_is_mounted_for_samples_and_models_is_emptied_and_stays(reading):
    reading.must("systemctl stop pi_nn; mount -t tmpfs tmpfs /var/lib/pi_nn; systemctl start pi_nn")
    assert reading.must("ls -A /var/lib/pi_nn") != ""
    reading.must("sudo ~/pi_nn/scripts/uninstall --purge", "maker")
    assert reading.must("ls -A /var/lib/pi_nn /opt; umount /var/lib/pi_nn") == "/opt:\n\n/var/lib/pi_nn:"
    reading.must(INSTALL, "maker")


def test_purged_it_leaves_nothing(reading, before):
    for half in ("sysusers.d/pi_nn.conf", "tmpfiles.d/pi_nn.conf", "systemd/system/pi_nn.service"):
        reading.must(f"touch /etc/{half}.part /usr/local/bin/pi-nn.part")  # as an interrupted install leaves them
    reading.must("sudo /opt/pi_nn/current/scripts/uninstall --purge", "maker")
    assert {path for path in on_disk(reading) ^ before[0] if not OF_OTHERS.match(path)} == set()
    assert users(reading) == before[1]
    assert reading.must("find /run -name '*pi_nn*'") == ""
    units = "systemctl list-units --all --no-legend 'pi_nn*'"
    reading.must(f'timeout 60 sh -c "while {units} | grep -q not-found; do sleep 0.2; done"')  # in its own time
    assert reading.must(f"{units}; systemctl --failed --no-legend") == ""
