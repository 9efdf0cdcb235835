"""`pi-nn web`: the page, for people who would rather look than read."""

import argparse
import sys

from pi_nn.commands.common import add_settings_option, complain, file_or_default
from pi_nn.settings import Settings

EXAMPLES = """examples:
  pi-nn web                        http://localhost:8080/ until Ctrl-C: live, teach, try, inside
  pi-nn web --port 9000            the same elsewhere
  sudo pi-nn web --password        set the password, without which nobody on the network is answered
  sudo systemctl enable --now pi_nn-web                   on the Pi: now and at each boot
  ssh -L 8080:localhost:8080 pi                           from elsewhere, encrypted: then http://localhost:8080/
Who else may reach it is `address` in [web] of the settings. On the network itself the password travels unencrypted."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe its arguments to argparse."""
    parser.add_argument("--password", action="store_true", help="ask for a password, keep its hash, and end")
    parser.add_argument("--address", metavar="IP", help="where to listen (default: the settings', 127.0.0.1)")
    parser.add_argument("--port", type=int, metavar="N", help="the port there (default: the settings', 8080)")
    add_settings_option(parser)


def run(args: argparse.Namespace) -> int:
    """Answer browsers until told to end, or set the password."""
    settings = file_or_default(args.settings)
    if args.password:
        return _set_password(settings)
    given = {name: getattr(args, name) for name in ("address", "port") if getattr(args, name) is not None}
    return _serve(settings.changed("web", **given))


def _serve(settings: Settings) -> int:
    from pi_nn import service
    from pi_nn.commands import memory
    from pi_nn.web import server

    memory.stay_as_large()
    listening = server.listen(settings)
    print(f"http://{_called(settings.web.address)}:{settings.web.port}/ until Ctrl-C", flush=True)
    with service.ended_by_signals():
        listening.run()
    return 0


def _called(address: str) -> str:
    """As one calls it from this machine."""
    if address in ("127.0.0.1", "0.0.0.0", "::", "::1"):
        return "localhost"
    return f"[{address}]" if ":" in address else address


def _set_password(settings: Settings) -> int:
    from pi_nn.web import password
    from pi_nn.web.server import password_file

    path = password_file(settings.web)
    password.write(path, _asked())
    print(f"{path}: holds the password's hash; `sudo systemctl restart pi_nn-web` takes it up")
    if settings.web.address == "127.0.0.1":
        complain("it listens on this machine alone: `address` in [web] of the settings opens it")
    return 0


def _asked() -> str:
    """Twice where somebody types it; from a pipe its first line."""
    from getpass import getpass

    from pi_nn.errors import SettingsError

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    given = getpass("A password for the page: ")
    if getpass("The same again: ") != given:
        raise SettingsError("these were two different passwords: nothing has changed")
    return given
