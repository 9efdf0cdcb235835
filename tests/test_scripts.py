"""`scripts/run` and `scripts/test` set up what they need, once, and say in one line what is missing."""

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

pytestmark = pytest.mark.checkout

CHECKOUT = Path(__file__).parent.parent

# Answers as Python, venv and pip would; what pip was asked stands in $LOG.
FAKE_PYTHON = """#!/bin/sh
case "$*" in
    *base_prefix*) echo 3 11 /usr ;;
    *"< (3, 11)"*) exit "${OLD:-0}" ;;
    *ensurepip*) exit "${NO_VENV:-0}" ;;
    *find_spec*) echo ${MISSING:-} ;;
    "-m venv"*)
        for folder; do :; done
        mkdir -p "$folder/bin" && cp "$0" "$folder/bin/python"
        printf '#!/bin/sh\\nprintf "%%s\\n" "$PWD" "$@"\\n' >"$folder/bin/pi-nn" && chmod +x "$folder/bin/pi-nn"
        echo "$@" >>"$LOG" ;;
    "-m pip"*) echo "$@" >>"$LOG"; exit "${PIP:-0}" ;;
    "-m pytest"*) echo "$@"; exit "${PYTEST:-0}" ;;
esac
"""


@pytest.fixture
def place(tmp_path):
    """A checkout of the scripts alone, with a Python that only answers."""
    checkout = tmp_path / "the checkout"
    shutil.copytree(CHECKOUT / "scripts", checkout / "scripts")
    for name in ("requirements.txt", "pyproject.toml"):
        shutil.copy(CHECKOUT / name, checkout / name)
    python = tmp_path / "python"
    python.write_text(FAKE_PYTHON)
    python.chmod(0o755)
    return checkout


def call(place, *arguments, script="scripts/run", user=None, **environment):
    folder = place.parent
    given = {"PYTHON": folder / "python", "LOG": folder / "log", "PI_NN_BOARD": folder / "board", **environment}
    environment = {**os.environ, **{name: str(value) for name, value in given.items()}}
    command = [place / script, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, user=user)


def log(place):
    path = place.parent / "log"
    return path.read_text() if path.exists() else ""


def test_it_sets_up_and_passes_its_arguments_on_where_it_was_called(place):
    run = call(place, "--camera", "folder:my photos")
    assert run.returncode == 0
    assert run.stdout.splitlines() == [str(place.parent), "run", "--camera", "folder:my photos"]
    assert "-r" in log(place)


def test_the_second_time_nothing_is_installed(place):
    call(place)
    before = log(place)
    run = call(place)
    assert (run.returncode, run.stderr, log(place)) == (0, "", before)


def test_it_works_through_a_link(place, tmp_path):
    (tmp_path / "link").symlink_to(place / "scripts" / "run")
    assert call(tmp_path / "the checkout", script=tmp_path / "link").returncode == 0
    assert (place / ".venv").is_dir()


def test_an_interrupted_set_up_is_begun_anew(place):
    assert call(place, PIP=1).returncode == 2
    (place / ".venv" / "half").touch()
    assert call(place).returncode == 0
    assert not (place / ".venv" / "half").exists()


def test_other_requirements_are_added_to_the_environment(place):
    call(place)
    (place / ".venv" / "whole").touch()
    (place / "requirements.txt").write_text("numpy\n")
    before = log(place)
    assert call(place).returncode == 0
    assert log(place) != before
    assert (place / ".venv" / "whole").exists()


def test_another_python_found_first_leaves_an_environment_that_works_alone(place):
    for prefix in ("/usr", "/opt"):
        python = place.parent / prefix[1:] / "python3"
        python.parent.mkdir()
        python.write_text(FAKE_PYTHON.replace("/usr", prefix))
        python.chmod(0o755)
    call(place, PYTHON="", PATH=f"{place.parent}/usr:{os.environ['PATH']}")
    before = log(place)
    assert call(place, PYTHON="", PATH=f"{place.parent}/opt:{os.environ['PATH']}").returncode == 0
    assert log(place) == before != ""


def test_a_checkout_that_was_moved_gets_a_new_environment(place):
    call(place)
    (place / ".venv" / "old").touch()
    moved = place.rename(place.with_name("elsewhere"))
    assert call(moved).returncode == 0
    assert not (moved / ".venv" / "old").exists()


@pytest.mark.parametrize(
    ("lack", "said"),
    [
        ({"NO_VENV": 1}, "sudo apt install python3-venv"),
        ({"OLD": 1}, "Python 3.11 or newer is needed"),
        ({"PYTHON": "/nowhere/python"}, "sudo apt install python3"),
    ],
)
def test_what_python_lacks_is_said_in_one_line(place, lack, said):
    run = call(place, **lack)
    assert run.returncode == 2
    assert said in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert not (place / ".venv").exists()


def test_a_checkout_of_somebody_else_is_left_alone_and_said_in_one_line(place):
    call(place)
    (place / "requirements.txt").write_text("numpy\n")
    with TemporaryDirectory() as folder:  # where everybody may look, unlike pytest's own
        own = shutil.copytree(place, Path(folder, "own"), symlinks=True)
        shutil.copy(place.parent / "python", folder)
        for each in (own, own / ".venv", folder):
            os.chmod(each, 0o555)
        run = call(own, user="nobody" if os.getuid() == 0 else None)
        for each in (own, own / ".venv", folder):
            os.chmod(each, 0o755)
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1) and "cannot be written" in run.stderr


def test_a_raspberry_pi_takes_what_is_compiled_from_apt(place):
    (place.parent / "board").write_text("Raspberry Pi Zero W Rev 1.1\0")
    assert call(place).returncode == 0
    made, *installs = log(place).splitlines()
    assert "--system-site-packages" in made
    assert all("--no-deps" in install for install in installs)
    assert not any(name in log(place) for name in ("requirements.txt", "numpy", "scipy", "pillow", "picamera2"))


def test_a_raspberry_pi_names_the_packages_that_it_lacks(place):
    (place.parent / "board").write_text("Raspberry Pi 5\0")
    run = call(place, MISSING="python3-scipy python3-lgpio")
    assert run.returncode == 2
    assert run.stderr == "pi_nn: the system lacks packages: sudo apt install python3-scipy python3-lgpio\n"


def test_the_tests_end_with_the_code_of_pytest(place):
    run = call(place, "-k", "x", script="scripts/test", PYTEST=5)
    assert run.returncode == 5
    assert run.stdout.splitlines()[-1].endswith("-k x")


def test_all_includes_the_beds(place):
    assert "bed or not bed" in call(place, "--all", script="scripts/test").stdout
    assert "bed or not bed" not in call(place, script="scripts/test").stdout


def test_the_requirements_hold_what_the_package_needs():
    import tomllib

    wanted = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    names = [each.split(">")[0] for each in wanted["dependencies"] + wanted["optional-dependencies"]["test"]]
    required = [line.split(">")[0] for line in (CHECKOUT / "requirements.txt").read_text().splitlines()]
    assert set(names) <= set(required)
    assert "picamera2" not in required
