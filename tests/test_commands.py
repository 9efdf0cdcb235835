import io
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

import pi_nn
from pi_nn import commands
from pi_nn.commands import COMMANDS, main
from pi_nn.errors import DataError


@pytest.fixture
def run_raises(monkeypatch):
    """Make `pi-nn run` raise an error."""

    def raises(error):
        def run(args):
            raise error

        from pi_nn.commands import run as module

        monkeypatch.setattr(module, "run", run)

    return raises


def test_version_is_the_packages(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"pi-nn {pi_nn.__version__}\n"


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    out = capsys.readouterr().out
    assert {command.name for command in COMMANDS} <= set(out.split()) and "examples:" in out


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_command_has_help_with_examples(capsys, name):
    with pytest.raises(SystemExit, match="0"):
        main([name, "--help"])
    out = capsys.readouterr().out
    assert "examples:" in out and f"pi-nn {name}" in out and "--debug" in out


@pytest.mark.parametrize("argv", [["--version"], ["--help"], *[[command.name, "--help"] for command in COMMANDS]])
def test_saying_what_there_is_imports_nothing_heavy(argv):
    script = (
        "import sys\nfrom pi_nn.commands import main\n"
        f"try: main({argv})\nexcept SystemExit: pass\n"
        "assert not {'numpy', 'scipy', 'PIL', 'gpiozero'} & sys.modules.keys(), sorted(sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(pi_nn.__file__))}
    subprocess.run([sys.executable, "-c", script], env=environment, stdout=subprocess.DEVNULL, check=True)


WRONG = ["", "walk", "run --walk", "run --frames 0", "run --frames x", f"run --frames 1{'0' * 30}", "look --frames -1"]
WRONG += ["train --seed -1", "train --epochs 0", "sweep xor --vary hidden=1 --seeds 0"]


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_command_line_ends_with_2(capsys, line):
    with pytest.raises(SystemExit) as error:
        main(line.split())
    assert error.value.code == 2 and capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (DataError("x.png: no such file"), "pi-nn: x.png: no such file"),
        (DataError("two\nlines"), "pi-nn: two lines"),
        (PermissionError(13, "Permission denied", "model.npz"), "pi-nn: model.npz: Permission denied"),
        (OSError(28, "No space left on device"), "pi-nn: No space left on device"),
        (OSError("odd"), "pi-nn: odd"),
    ],
)
def test_an_error_that_a_person_can_mend_is_one_line_and_2(capsys, run_raises, error, line):
    run_raises(error)
    assert main(["run"]) == 2
    assert capsys.readouterr() == ("", line + "\n")


def test_an_error_that_nobody_foresaw_is_one_line_that_says_where_and_2(capsys, run_raises):
    run_raises(KeyError("odd\nkey"))
    assert main(["run"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "test_commands.py line" in err and "KeyError('odd\\nkey')" in err and "--debug" in err


def test_too_little_memory_is_said(capsys, run_raises):
    run_raises(MemoryError())
    assert main(["run"]) == 2
    assert capsys.readouterr().err.startswith("pi-nn: there is too little memory")


def test_where_an_error_cannot_be_said_the_exit_code_says_it(run_raises, monkeypatch):
    class Full(io.StringIO):
        def write(self, text):
            raise OSError(28, "No space left on device")

    run_raises(DataError("x"))
    monkeypatch.setattr(sys, "stderr", Full())
    assert main(["run"]) == 2


@pytest.mark.parametrize("argv", [["--debug", "run"], ["run", "--debug"]])
def test_debug_shows_where_an_error_arose(run_raises, argv):
    run_raises(DataError("here"))
    with pytest.raises(DataError, match="here"):
        main(argv)


def test_ctrl_c_is_quiet_and_130(capsys, run_raises):
    run_raises(KeyboardInterrupt())
    assert main(["run"]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_reader_that_is_gone_is_no_error(capfd, run_raises, monkeypatch, tmp_path):
    run_raises(BrokenPipeError(32, "Broken pipe"))
    with open(tmp_path / "out", "w") as gone:
        monkeypatch.setattr(sys, "stdout", gone)
        assert main(["run"]) == 141
    assert capfd.readouterr().err == ""


def test_a_commands_exit_code_is_the_commands(monkeypatch):
    module = SimpleNamespace(__doc__="", EXAMPLES="", add_arguments=lambda parser: None, run=lambda args: 1)
    monkeypatch.setattr(commands, "import_module", lambda name: module)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert main(["read"]) == 1


@pytest.mark.parametrize("command", ["samples", "models", "teach 7", "retrain", "backup b.zip", "status", "look"])
def test_who_may_not_look_is_told_so_and_not_that_there_is_nothing(monkeypatch, tmp_path, capsys, command):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path))
    monkeypatch.setattr(os, "scandir", refuse)
    assert main(command.split()) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1) and str(tmp_path) in err and "sudo adduser $USER pi_nn" in err
