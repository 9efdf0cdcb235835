"""`pi-nn web`: the page is served until it is told to end; the password is set."""

import io
import signal
import socket
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock
from urllib.request import urlopen

import pytest

from pi_nn.commands import main
from pi_nn.web import password


@pytest.fixture
def settings(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text(f'[service]\nstate = "{tmp_path}"\nruntime = "{tmp_path}"\n[web]\npassword = "{tmp_path}/kept"\n')
    return str(path)


def set_password(monkeypatch, settings, *typed, terminal=False):
    lines = iter(typed)
    stdin = io.StringIO(f"{typed[0]}\n")
    monkeypatch.setattr(stdin, "isatty", lambda: terminal)
    monkeypatch.setattr("sys.stdin", stdin)
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(lines))
    return main(["web", "--password", "--settings", settings])


def test_the_password_is_asked_for_twice_and_kept(monkeypatch, settings, tmp_path, capsys):
    assert set_password(monkeypatch, settings, "correct horse", "correct horse", terminal=True) == 0
    assert password.fits("correct horse", password.read(tmp_path / "kept"))
    out, err = capsys.readouterr()
    assert "holds the password's hash" in out and "on this machine alone" in err and "horse" not in out + err


def test_two_different_ones_change_nothing(monkeypatch, settings, tmp_path, capsys):
    assert set_password(monkeypatch, settings, "correct horse", "correct house", terminal=True) == 2
    assert "two different passwords" in capsys.readouterr().err and not (tmp_path / "kept").exists()


def test_a_script_gives_it_in_a_line(monkeypatch, settings, tmp_path):
    assert set_password(monkeypatch, settings, "correct horse") == 0
    assert password.fits("correct horse", password.read(tmp_path / "kept"))


def test_one_that_is_too_short_is_refused(monkeypatch, settings, capsys):
    assert set_password(monkeypatch, settings, "short") == 2
    assert "at least 8" in capsys.readouterr().err


def test_the_network_without_a_password_is_refused_in_a_line(settings, capsys):
    assert main(["web", "--address", "0.0.0.0", "--settings", settings]) == 2
    err = capsys.readouterr().err
    assert "takes a password" in err and err.count("\n") == 1


def test_before_it_listens_it_sees_to_it_that_large_pictures_memory_is_given_back(monkeypatch, settings):
    done = []
    monkeypatch.setattr("pi_nn.commands.memory.stay_as_large", lambda: done.append("memory"))
    monkeypatch.setattr("pi_nn.web.server.listen", lambda settings: Mock(run=lambda: done.append("run")))
    assert main(["web", "--settings", settings]) == 0 and done == ["memory", "run"]


def test_it_serves_until_it_is_told_to_end(settings):
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "pi_nn", "web", "--port", str(port), "--settings", settings]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=Path(__file__).parent.parent, **pipes) as process:
        assert process.stdout.readline() == f"http://localhost:{port}/ until Ctrl-C\n"
        with urlopen(f"http://localhost:{port}/health") as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
