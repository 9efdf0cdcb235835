"""`pi-nn run` as a person, a script and systemd meet it: the real process, a model that always says 7."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import pi_nn
from pi_nn import model_file, settings_file
from pi_nn.commands import main
from pi_nn.layers import Dense, Flatten
from pi_nn.network import Network
from pi_nn.settings import PROFILES

ROOT = Path(pi_nn.__file__).parents[1]
LONG = 120  # seconds; no measure of speed, only an end for what hangs


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """Every glyph is a 7."""
    layer = Dense(784, 11)
    layer.weight[:] = 0
    layer.bias[:] = 10 * np.eye(11)[7]
    path = tmp_path_factory.mktemp("model") / "seven.npz"
    model_file.save(path, Network([Flatten(), layer]), {"recipe": "test"})
    return str(path)


@pytest.fixture
def photographs(tmp_path):
    """Five frames of one stroke, then five empty ones."""
    folder = tmp_path / "frames"
    folder.mkdir()
    for frame in range(10):
        grey = np.full((120, 160), 220, np.uint8)
        if frame < 5:
            grey[30:90, 76:84] = 30
        Image.fromarray(grey).save(folder / f"{frame}.png")
    return folder


STARTED = []


@pytest.fixture(autouse=True)
def nothing_is_left_running():
    yield
    while STARTED:
        process = STARTED.pop()
        process.kill()
        process.communicate()


def start(*argv, script="from pi_nn.commands import main; sys.exit(main(sys.argv[1:]))", **environment):
    process = subprocess.Popen(
        [sys.executable, "-c", f"import sys; {script}", "run", *argv],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    STARTED.append(process)
    return process


def run(*argv, **environment):
    process = start(*argv, **environment)
    out, err = process.communicate(timeout=LONG)
    return process.returncode, out, err


def test_each_change_is_a_line_and_the_end_is_0(model, photographs):
    code, out, err = run("--profile", "tests", "--model", model, "--camera", f"folder:{photographs}")
    assert (code, err) == (0, "")
    assert out == "frame 3 digit 7 1.00\nframe 10 digit none 1.00\n"


def test_the_profile_tests_reads_drawn_digits_without_hardware(model):
    script = (
        "from pi_nn.commands import main; code = main(sys.argv[1:]); "
        "assert not {'lgpio', 'RPi', 'picamera2', 'libcamera'} & sys.modules.keys(); "
        "assert 'gpiozero' in sys.modules; sys.exit(code)"
    )
    process = start("--profile", "tests", "--frames", "50", "--model", model, script=script)
    out, err = process.communicate(timeout=LONG)
    assert (process.returncode, err) == (0, "") and "digit 7" in out
    assert all(line.startswith("frame ") for line in out.splitlines())


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130), (signal.SIGHUP, 129)])
def test_a_signal_ends_the_process_quietly(model, number, code):
    process = start("--profile", "tests", "--model", model)
    assert process.stdout.readline().startswith("frame ")
    process.send_signal(number)
    _, err = process.communicate(timeout=LONG)
    assert (process.returncode, err) == (code, "")


def test_a_reader_that_leaves_ends_the_process_quietly(model):
    process = start("--profile", "tests", "--model", model)
    process.stdout.readline()
    process.stdout.close()
    process.stdout = None
    assert process.communicate(timeout=LONG)[1] == "" and process.returncode == 141


def test_systemd_hears_of_every_frame(model, photographs, tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(LONG)
        environment = {"NOTIFY_SOCKET": str(tmp_path / "notify")}
        process = start("--profile", "tests", "--model", model, "--camera", f"folder:{photographs}", **environment)
        heard = list(iter(lambda: systemd.recv(100).decode(), "STOPPING=1"))
        process.communicate(timeout=LONG)
    assert heard[0] == "READY=1" and heard.count("WATCHDOG=1") == 10
    assert [each[7:] for each in heard if each.startswith("STATUS=")] == ["no digit", "digit 7", "no digit"]


STUCK = """
import os, threading
from types import SimpleNamespace
import numpy as np
from pi_nn.camera import pi
from pi_nn.commands import main
from pi_nn.settings import Display

WHERE = "{where}"
frame = np.full((72, 64), 220, np.uint8)
frame[10:38, 30:34] = 30
for_ever = threading.Lock()
for_ever.acquire()

class Mapped:
    def __init__(self, request, stream, write): self.array = frame
    def __enter__(self): return self
    def __exit__(self, *exc_info): pass

class Picamera2:
    camera_controls, count = {{}}, 0
    def __init__(self): self.stuck("open")
    def stuck(self, where):
        if where == WHERE: for_ever.acquire()
    def create_video_configuration(self, **asked): return asked
    def configure(self, asked): self.asked = asked
    def camera_configuration(self): return self.asked
    def start(self): self.stuck("start")
    def close(self): self.stuck("close"); print("closed", flush=True)
    def capture_request(self, wait):
        self.count += 1
        if self.count > 5:
            self.stuck("capture")
            if WHERE == "drop": raise TimeoutError
        return SimpleNamespace(release=lambda: None)

pi._import_api = lambda: SimpleNamespace(Picamera2=Picamera2, MappedArray=Mapped,
    Transform=lambda **flips: flips, ColorSpace=SimpleNamespace(Sycc=lambda: None))

def end(code, really=os._exit):
    from pi_nn.display.gpio import _factory
    pins = _factory("mock").pins.values()
    print("lit", sorted(pin.info.name for pin in pins if pin.state), "ever", any(len(pin.states) > 1 for pin in pins),
          flush=True)
    really(code)

os._exit = end
sys.exit(main(sys.argv[1:]))
"""

HASTY = """
[camera]
width = 64
height = 48
frames_per_second = 120
stall_seconds = 0.5
[service]
guard_stalls = 2
open_seconds = {open_seconds}
close_seconds = 0.3
"""


def stuck(where, model, tmp_path):
    """The process with a camera that gets stuck there after five frames of a 7, or before."""
    (tmp_path / "hasty.toml").write_text(HASTY.format(open_seconds=1 if where in ("open", "start") else LONG))
    return start("--profile", "tests", "--camera", "pi", "--model", model, "--settings", str(tmp_path / "hasty.toml"),
                 script=STUCK.format(where=where))  # fmt: skip


@pytest.mark.parametrize("where", ["drop", "capture"])
def test_a_camera_without_frames_ends_the_process_dark_with_75(model, tmp_path, where):
    out, err = (process := stuck(where, model, tmp_path)).communicate(timeout=LONG)
    assert process.returncode == 75
    assert out.splitlines() == ["frame 3 digit 7 1.00", "lit [] ever True"]
    assert err.startswith("pi-nn: ") and err.count("\n") == 1


@pytest.mark.parametrize("where", ["open", "start"])
def test_a_camera_stuck_in_opening_ends_the_process_with_75(model, tmp_path, where):
    out, err = (process := stuck(where, model, tmp_path)).communicate(timeout=LONG)
    assert (process.returncode, out) == (75, "lit [] ever False\n") and "stands still" in err


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_the_process_though_the_camera_hangs_in_closing(model, tmp_path, number, code):
    process = stuck("close", model, tmp_path)
    process.stdout.readline()
    process.send_signal(number)
    out, err = process.communicate(timeout=LONG)
    assert (process.returncode, out, err) == (code, "lit [] ever True\n", "")


def test_sigterm_closes_a_healthy_camera(model, tmp_path):
    process = stuck("nowhere", model, tmp_path)
    process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=LONG)
    assert (process.returncode, out, err) == (0, "closed\n", "")


def failure(capsys, *argv):
    code = main(["run", "--profile", "tests", *argv])
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("pi-nn: ") and err.count("\n") == 1
    return code, err


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--camera", "usb"], "camera.source = 'usb': must be"),
        (["--camera", "folder:/nowhere"], "no folder of pictures at /nowhere"),
        (["--camera", "pi"], "picamera2"),
        (["--display", "neon"], "neon"),
        (["--display", "leds,leds"], "each once"),
        (["--settings", "/nowhere.toml"], "/nowhere.toml: settings cannot be read"),
        (["--model", "/nowhere.npz"], "/nowhere.npz"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_2(capsys, model, argv, said):
    code, err = failure(capsys, *([] if "--model" in argv else ["--model", model]), *argv)
    assert code == 2 and said in err


def test_a_camera_that_fails_leaves_every_lamp_dark(capsys, model):
    from pi_nn.display.gpio import _factory

    failure(capsys, "--model", model, "--display", "leds", "--camera", "folder:/nowhere")
    assert not any(pin.state for pin in _factory("mock").pins.values())


def test_in_a_terminal_where_leds_alone_show_digits_it_says_so(capsys, model, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    main(["run", "--profile", "tests", "--model", model, "--frames", "1", "--display", "leds,binary"])
    assert capsys.readouterr().err == "pi-nn: reading from demo to leds, binary, until Ctrl-C\n"


def test_pictures_that_cannot_be_read_are_named_and_the_code_is_1(capsys, model, photographs):
    (photographs / "5.png").write_bytes(b"junk")
    code, err = failure(capsys, "--model", model, "--camera", f"folder:{photographs}", "--display", "leds")
    assert code == 1 and "5.png" in err


def test_the_command_line_goes_before_the_file_and_the_file_before_the_profile(tmp_path, monkeypatch):
    (tmp_path / "s.toml").write_text('[camera]\nsource = "pi"\nhold = 5\n[display]\nshow = ["leds"]')
    settings = chosen("--profile", "tests", "--settings", str(tmp_path / "s.toml"), "--display", "binary,text")
    assert settings == PROFILES["tests"].changed("camera", source="pi", hold=5).changed(
        "display", show=("binary", "text")
    )


def test_the_appliances_file_is_read_but_not_by_the_profile_tests(tmp_path, monkeypatch):
    (tmp_path / "s.toml").write_text("[camera]\nhold = 5")
    monkeypatch.setattr(settings_file, "DEFAULT", tmp_path / "s.toml")
    assert [chosen(*argv).camera.hold for argv in ((), ("--profile", "pi"), ("--profile", "tests"))] == [5, 5, 1]


def test_a_folder_ends_by_hand_and_never_as_the_services_camera():
    folder = ("--profile", "tests", "--camera", "folder:photos")
    assert [chosen(*folder, *how).camera.loop for how in ((), ("--loop",), ("--service",))] == [False, True, True]


def chosen(*argv):
    from pi_nn.commands import _parser
    from pi_nn.commands.run import chosen_settings

    return chosen_settings(_parser("run").parse_args(["run", *argv]))
