"""Listening: on the network only with a password, and by a port that is free."""

import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest

from pi_nn.errors import ServiceError, SettingsError
from pi_nn.settings import Settings
from pi_nn.web import password, server
from pi_nn.web.connections import MOST


@pytest.fixture
def settings(tmp_path):
    service = {"state": str(tmp_path), "runtime": str(tmp_path)}
    return Settings().changed("service", **service).changed("web", password=str(tmp_path / "password"))


@pytest.fixture(scope="module")
def listening(tmp_path_factory):
    """The port of a server that answers, in a process of its own."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "settings.toml").write_text(f'[service]\nstate = "{folder}"\nruntime = "{folder}"\n')
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "pi_nn", "web", "--port", str(port), "--settings", folder / "settings.toml"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parent.parent) as process:
        process.stdout.readline()
        yield port
        process.terminate()


def ask(port, method="GET", path="/health", body=None, **headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.2"])
def test_the_network_is_told_nothing_without_a_password(settings, address):
    with pytest.raises(SettingsError, match="on the network it takes a password"):
        server.gate(settings.changed("web", address=address))


def test_a_damaged_password_opens_nothing(settings, tmp_path):
    (tmp_path / "password").write_text("broken")
    with pytest.raises(SettingsError, match="holds no password"):
        server.gate(settings)


def test_on_the_network_it_goes_by_the_machines_own_names(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(socket, "gethostname", lambda: "pi")
    names = server._names(settings.changed("web", address="0.0.0.0").web)
    assert names.allow_host("pi.local:8080") and not server._names(settings.web).allow_host("pi.local:8080")


def test_an_address_that_is_not_this_machines_is_said_in_a_line(settings, tmp_path):
    password.write(tmp_path / "password", "correct horse")
    with pytest.raises(ServiceError, match=r"192\.0\.2\.1, port 8080: .*`ip address` shows which there are"):
        server.listen(settings.changed("web", address="192.0.2.1"))


def test_a_port_that_is_taken_is_said_in_a_line(settings):
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        with pytest.raises(ServiceError, match="choose another --port"):
            server.listen(settings.changed("web", port=one.getsockname()[1]))


def test_it_answers_over_http_and_does_not_say_what_it_is_made_of(listening):
    status, headers, body = ask(listening)
    assert status == 200 and b"reader" in body and "Server" not in headers


def test_a_body_of_any_size_is_refused_without_being_kept(listening):
    most = round(Settings().web.upload_megabytes * 2**20)
    assert ask(listening, "POST", "/api/try", **{"Content-Length": str(100 * most)})[0] == 413


def test_it_takes_no_heads_without_end(listening):
    assert ask(listening, **{f"X-{number}": "x" * 1000 for number in range(30)})[0] == 431


def test_however_many_connections_somebody_holds_others_are_answered(listening):
    held = [socket.create_connection(("127.0.0.1", listening)) for _ in range(2 * MOST)]
    try:
        for each in held[-MOST:]:
            each.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert ask(listening)[0] == 200
    finally:
        for each in held:
            each.close()


def test_password_and_page_use_the_same_file(settings, tmp_path):
    password.write(server.password_file(settings.web), "correct horse")
    assert server.gate(settings.changed("web", address="0.0.0.0"))
