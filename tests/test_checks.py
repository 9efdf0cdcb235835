"""The check-up: what is wrong is found, and said with how to mend it; on a desktop it makes sense, too."""

import os
from types import SimpleNamespace

import pytest

from pi_nn import card, checks, model_file, runtime, settings_file
from pi_nn.checks import appliance, machine
from pi_nn.checks.finding import Finding, careful
from pi_nn.commands import main
from pi_nn.errors import CameraError, ModelError
from pi_nn.model_store import ModelStore
from pi_nn.runtime import Seen
from pi_nn.settings import PROFILES, Settings

PI = PROFILES["pi"]


@pytest.fixture
def root(tmp_path):
    """A machine's /dev, /proc and /sys, empty at first."""
    (tmp_path / "dev").mkdir()

    def write(name, text=""):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return tmp_path

    return write


def seen(**record):
    record = {"frame": 1, "monotonic": 1.0, "frames_per_second": 8.0, "fault": "", **record}
    return Seen(record, record.pop("age", 0.1), None, None)


def test_on_a_desktop_nothing_is_to_be_mended_and_each_line_says_something(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path))
    monkeypatch.setattr(checks, "INSTALLED", tmp_path / "none")
    assert main(["doctor", "--settings", str(tmp_path / "none.toml")]) in (0, 1)
    lines = [line for line in capsys.readouterr().out.splitlines() if "->" not in line]
    about = ["settings", "service", "camera", "pins", "groups", "model", "BLAS", "memory", "card", "power", "clock"]
    assert [line.split()[1] for line in lines] == about and all(len(line) > 20 for line in lines)


def test_what_is_to_be_mended_is_said_with_how_and_ends_with_1(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path))
    (tmp_path / "s.toml").write_text("[camera]\nzom = 2\n")
    assert main(["doctor", "--settings", str(tmp_path / "s.toml")]) == 1
    first, second = capsys.readouterr().out.splitlines()[:2]
    assert first.startswith("MEND  settings") and 'did you mean "zoom"' in first
    assert second.strip().startswith("-> edit") and "restart" in second


def test_where_settings_are_broken_it_is_looked_at_what_the_last_ones_that_worked_name(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path))
    (tmp_path / "s.toml").write_text("broken")
    (tmp_path / "last-good-settings.toml").write_text('[camera]\nsource = "folder:/photos"\n')
    main(["doctor", "--settings", str(tmp_path / "s.toml")])
    assert "camera    folder:/photos" in capsys.readouterr().out


def test_a_check_that_cannot_be_made_is_a_finding():
    def broken():
        raise ModelError("model.npz: is damaged")

    assert careful("model", broken) == Finding("model", False, "model.npz: is damaged", "mend that first")


def test_settings_that_the_service_may_not_read_are_found(tmp_path, monkeypatch):
    (tmp_path / "s.toml").write_text("")
    (tmp_path / "s.toml").chmod(0o640)
    assert appliance.settings(tmp_path / "s.toml").ok  # a file of somebody's own
    monkeypatch.setattr(settings_file, "DEFAULT", tmp_path / "s.toml")
    finding = appliance.settings(tmp_path / "s.toml")
    assert finding.ok is False and "chmod 644" in finding.mend


@pytest.mark.parametrize(
    "line",
    [
        '[teaching]\ndata = "/home/me/mnist"',
        '[camera]\nsource = "folder:photos"',
        '[web]\npassword = "/tmp/word"',
        '[service]\nstate = "/mnt/stick"',
    ],
)
def test_a_setting_that_names_what_the_service_cannot_see_is_found(tmp_path, monkeypatch, capsys, line):
    (tmp_path / "s.toml").write_text(line)
    assert appliance.settings(tmp_path / "s.toml").ok  # a file of somebody's own
    monkeypatch.setattr(settings_file, "DEFAULT", tmp_path / "s.toml")
    finding = appliance.settings(tmp_path / "s.toml")
    assert finding.ok is False and "out of the service's reach" in finding.found and "/srv" in finding.mend
    assert main(["settings", "--check", str(tmp_path / "s.toml")]) == 0
    assert "out of the service's reach" in capsys.readouterr().err
    (tmp_path / "s.toml").write_text('[teaching]\ndata = "/srv/mnist"\n[camera]\nsource = "demo"')
    assert appliance.settings(tmp_path / "s.toml").ok


def test_a_service_is_only_missed_where_one_is_installed(tmp_path):
    missed = appliance.service(tmp_path, installed=True)
    assert missed.ok is False and "enable --now pi_nn" in missed.mend  # so that it also starts at each boot
    assert appliance.service(tmp_path, installed=False).ok is None


@pytest.mark.parametrize(("fault", "mend"), [("starting", "wait"), ("no camera", "see the other lines")])
def test_while_a_service_starts_there_is_nothing_but_to_wait(monkeypatch, tmp_path, fault, mend):
    monkeypatch.setattr(runtime, "seen", lambda folder: seen(fault=fault))
    assert appliance.service(tmp_path, installed=True).mend.startswith(mend)


@pytest.mark.parametrize(
    ("found", "ok"), [(seen(), True), (seen(fault="no camera"), False), (seen(age=9.0), False)]
)
def test_a_service_that_stands_still_or_complains_is_not_well(monkeypatch, tmp_path, found, ok):
    monkeypatch.setattr(runtime, "seen", lambda folder: found)
    assert appliance.service(tmp_path, installed=True).ok is ok


def test_a_camera_that_gives_the_service_frames_is_well():
    assert appliance.camera(PI, seen(size=[320, 240])).ok
    assert appliance.camera(Settings(), None).ok is None


def test_a_missing_picamera2_is_named(monkeypatch):
    monkeypatch.setattr(appliance, "find_spec", lambda name: None)
    finding = appliance.camera(PI, None)
    assert finding.ok is False and "python3-picamera2" in finding.mend


def test_libcameras_answer_is_believed(monkeypatch):
    monkeypatch.setattr(appliance, "find_spec", lambda name: True)
    answers = {"imx219": True, "": False}
    for name, ok in answers.items():
        monkeypatch.setattr("pi_nn.camera.pi.connected", lambda name=name: [name] if name else [])
        finding = appliance.camera(PI, seen(fault="no camera"))
        assert finding.ok is ok and ("ribbon" in finding.mend) is not ok

    def broken():
        raise CameraError("cameras cannot be listed")

    monkeypatch.setattr("pi_nn.camera.pi.connected", broken)
    assert appliance.camera(PI, None).found == "cameras cannot be listed"


def test_settings_that_were_mended_since_the_service_started_wait_for_a_restart(tmp_path):
    (tmp_path / "s.toml").write_text("[camera]\nzoom = 2\n")
    assert appliance.settings(tmp_path / "s.toml", seen()).ok
    found = appliance.settings(tmp_path / "s.toml", seen(fault="settings broken: s.toml: no key 'zom'"))
    assert found.ok is False and "zom" in found.found and found.mend.startswith("sudo systemctl restart pi_nn")


def test_what_the_service_cannot_reach_though_we_can_is_found_with_why(tmp_path):
    (tmp_path / "own.npz").write_bytes(model_file.PACKAGED.read_bytes())
    chosen = Settings().changed("service", model=str(tmp_path / "own.npz")).changed("camera", source="folder:photos")
    store = ModelStore(tmp_path)
    assert appliance.model(store, chosen, seen()).ok and appliance.camera(chosen, seen()).ok
    for found in (
        appliance.model(store, chosen, seen(fault="model broken: own.npz: may not be read")),
        appliance.camera(chosen, seen(fault="no camera: no folder of pictures")),
    ):
        assert found.ok is False and "nothing in /home" in found.mend


def test_pins_that_belong_to_spi_are_named(monkeypatch, root):
    monkeypatch.setattr(appliance, "find_spec", lambda name: True)
    folder = root("dev/gpiochip0")
    assert appliance.pins(PI, folder).ok
    root("dev/spidev0.0")
    finding = appliance.pins(PI, folder)
    assert finding.ok is False and "[9, 10, 11]" in finding.found and "raspi-config" in finding.mend


@pytest.mark.parametrize(
    ("fault", "mend"),
    [
        ("leds_pins: GPIO 9 is busy or not allowed", "fuser"),
        ("leds_pins: GPIO -1 does not exist on this board", "choose other pins"),
        ("no display: leds_pins: cannot be driven any more: broken pipe", "choose other pins"),
        ("no display: no pins can be driven by lgpio", "reinstall"),
    ],
)
def test_pins_that_the_service_cannot_drive_are_named(monkeypatch, root, fault, mend):
    monkeypatch.setattr(appliance, "find_spec", lambda name: True)
    finding = appliance.pins(PI, root("dev/gpiochip0"), seen(fault=fault))
    assert finding.ok is False and finding.found == fault and mend in finding.mend


def test_why_no_pins_can_be_driven_goes_before_the_services_word(monkeypatch, root):
    monkeypatch.setattr(appliance, "find_spec", lambda name: None)
    finding = appliance.pins(PI, root("dev/gpiochip0"), seen(fault="no display: no pins can be driven by lgpio"))
    assert "lgpio is not installed" in finding.found


def test_a_pi_without_pins_is_broken_and_a_desktop_is_not(monkeypatch, root):
    monkeypatch.setattr(appliance, "find_spec", lambda name: True)
    folder = root("x")
    assert appliance.pins(PI, folder).ok is None
    assert appliance.pins(PI, root("proc/device-tree/model", "Raspberry Pi 4")).ok is False
    assert appliance.pins(Settings(), folder).ok is None


def test_a_user_without_a_group_is_told_which(monkeypatch):
    groups = {"video": ["pi_nn"], "gpio": []}
    monkeypatch.setattr(appliance.pwd, "getpwnam", lambda name: None)
    monkeypatch.setattr(appliance.grp, "getgrnam", lambda name: SimpleNamespace(gr_mem=groups[name], gr_gid=1))
    finding = appliance.groups()
    assert finding.ok is False and "usermod -aG gpio pi_nn" in finding.mend
    groups["gpio"] = ["pi_nn"]
    groups["pi_nn"] = []
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(os, "getgroups", lambda: [1000])
    assert "you are not in pi_nn" in appliance.groups().found
    monkeypatch.setattr(os, "getgroups", lambda: [1])
    assert appliance.groups().ok


def test_who_may_not_look_is_sent_to_the_groups_and_not_to_what_is_well(tmp_path, monkeypatch):
    def refuse(*_arguments):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "access", lambda path, mode: False)
    monkeypatch.setattr(runtime, "_picture", refuse)
    monkeypatch.setattr(runtime.Path, "read_bytes", refuse)
    found = appliance.model(ModelStore(tmp_path / "models"), PI)
    assert (found.ok, found.found) == (None, f"you may not look into {tmp_path}: see groups")
    assert appliance.service(tmp_path, installed=True).mend == "see groups"


def test_a_broken_model_is_found_and_who_reads_instead(tmp_path):
    store = ModelStore(tmp_path)
    assert "10 of 10" in appliance.model(store, Settings()).found
    store.use(store.add(*model_file.load()))
    store.path(1).write_bytes(b"broken")
    finding = appliance.model(store, Settings())
    assert finding.ok is False and "0001.npz" in finding.found and "the packaged model reads" in finding.found
    assert finding.mend == "pi-nn models --use 0"
    store.use(0)
    assert appliance.model(store, Settings()).ok
    later = appliance.model(store, Settings(), seen(fault="a model is broken: `pi-nn models` says which"))
    assert later.ok is False and later.mend == "sudo systemctl restart pi_nn"


def test_where_no_model_is_whole_it_is_said_how_to_mend_that(tmp_path, monkeypatch):
    (tmp_path / "bad.npz").write_bytes(b"broken")
    named = appliance.model(ModelStore(tmp_path), Settings().changed("service", model=str(tmp_path / "bad.npz")))
    assert named.ok is False and "bad.npz: is damaged" in named.found and "[service]" in named.mend
    monkeypatch.setattr(model_file, "PACKAGED", tmp_path / "bad.npz")
    packaged = appliance.model(ModelStore(tmp_path), Settings())
    assert packaged.ok is False and "scripts/install" in packaged.mend


@pytest.mark.parametrize(
    ("path", "ok"),
    [
        ("/usr/lib/arm-linux-gnueabihf/openblas-pthread/libblas.so.3", True),
        ("/usr/lib/arm-linux-gnueabihf/blas/libblas.so.3.11.0", False),
        ("/usr/lib/libc.so.6", None),
    ],
)
def test_the_reference_blas_is_found(monkeypatch, path, ok):
    monkeypatch.setattr(machine.Path, "read_text", lambda self: f"b6f0-b6f1 r-xp 0 b3:02 1 {path}\n")
    assert machine.blas().ok is ok


@pytest.mark.parametrize(
    ("lines", "ok", "said"),
    [
        ("MemAvailable: 200000 kB", True, "195 MB free"),
        ("MemAvailable: 20000 kB", False, "19 MB free"),
        ("MemAvailable: 200000 kB\nCmaTotal: 65536 kB\nCmaFree: 1024 kB", False, "(CMA) 1 MB"),
    ],
)
def test_scarce_memory_is_found(root, lines, ok, said):
    finding = machine.memory(root("proc/meminfo", lines))
    assert finding.ok is ok and said in finding.found


def test_a_card_that_is_full_or_read_only_is_found(tmp_path, monkeypatch):
    assert machine.disk(tmp_path / "not" / "yet").ok
    monkeypatch.setattr(machine, "LEAST_DISK", 1 << 62)
    assert machine.disk(tmp_path).ok is False
    full = {"f_bavail": 1, "f_blocks": 1, "f_bfree": 1, "f_frsize": 1}
    monkeypatch.setattr(os, "statvfs", lambda place: SimpleNamespace(f_flag=os.ST_RDONLY, **full))
    found = machine.disk(tmp_path)
    assert "read-only" in found.found and "dmesg" in found.mend


@pytest.mark.parametrize(("files", "left", "ok"), [(10_000, 3, False), (10_000, 9_000, True), (0, 0, True)])
def test_a_card_with_bytes_but_without_room_for_files_is_found(tmp_path, monkeypatch, files, left, ok):
    free = {"f_bavail": 1 << 30, "f_blocks": 1 << 30, "f_bfree": 1 << 30, "f_frsize": 1, "f_flag": 0}
    monkeypatch.setattr(os, "statvfs", lambda place: SimpleNamespace(f_files=files, f_favail=left, **free))
    found = machine.disk(tmp_path)
    assert found.ok is ok and ("room for 3 more files" in found.found) is not ok


def test_a_card_that_forgets_is_found_and_nothing_is_broken(tmp_path, monkeypatch):
    monkeypatch.setattr(card, "forgets", lambda folder: "an overlay in memory forgets it")
    finding = machine.disk(tmp_path)
    assert finding.ok is None and "MB free" in finding.found and "overlay" in finding.found


@pytest.mark.parametrize(("bits", "ok", "mend"), [("0", True, ""), ("50000", False, "supply"), ("80000", False, "air")])
def test_a_weak_power_supply_is_found(root, bits, ok, mend):
    finding = machine.power(root("sys/devices/platform/soc/soc:firmware/get_throttled", bits))
    assert finding.ok is ok and mend in finding.mend


def test_a_clock_of_1970_is_found_and_one_of_2056_is_believed():
    assert machine.clock(0).ok is False and "1970-01-01" in machine.clock(0).found
    assert machine.clock(2.7e9).ok
