"""Listens for browsers, with Waitress; on the network only where there is a password."""

import logging
import socket
from errno import EADDRNOTAVAIL
from pathlib import Path
from typing import Any

from waitress.server import create_server

from pi_nn.errors import ServiceError, SettingsError
from pi_nn.model_store import ModelStore
from pi_nn.places import places
from pi_nn.settings import Settings, Web
from pi_nn.web import password
from pi_nn.web.access import Access
from pi_nn.web.app import application
from pi_nn.web.connections import MOST, Connection
from pi_nn.web.gate import Gate
from pi_nn.web.guesses import Guesses
from pi_nn.web.model import CurrentModel
from pi_nn.web.names import Names, is_loopback
from pi_nn.web.sees import Sees
from pi_nn.web.sessions import Sessions
from pi_nn.web.teaching import Teaching

THREADS = 4
_ROOM_TO_COME = 10  # connections, before those that make room for them are closed
_PATIENCE = 30  # seconds for which a browser that says nothing is waited for
_LARGEST_HEAD = 16_384  # bytes
_SET_ONE = "`sudo pi-nn web --password` sets one"
_ROOM = 1000  # bytes beside the picture, so that one that is a little too large is refused by us, in words


def gate(settings: Settings) -> Gate:
    """The whole page, ready to answer; SettingsError where it would be open to strangers."""
    web, here = settings.web, places(settings.service)
    kept = password.read(password_file(web))
    if kept is None and not is_loopback(web.address):
        raise SettingsError(f"web.address = {web.address!r}: on the network it takes a password: {_SET_ONE}")
    access = Access(kept, Sessions(web.session_hours * 3600), Guesses(web.guesses))
    sees = Sees(here, settings, CurrentModel(ModelStore(here.models), settings.service.model))
    teaching = Teaching(here, round(settings.teaching.most_megabytes * 2**20))
    return Gate(application(access, sees, teaching, _most_bytes(web)), _names(web))


def password_file(web: Web) -> Path:
    """Where the password's hash is kept."""
    return Path(web.password or password.DEFAULT)


def listen(settings: Settings) -> Any:
    """A server that has taken the port and answers when it is `run()`; ServiceError if the port cannot be had."""
    web, app = settings.web, gate(settings)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that viewers queue up is no news
    server = create_server(
        app,
        sockets=[_taken(web)],
        threads=THREADS,
        ident=None,
        connection_limit=MOST + _ROOM_TO_COME,
        channel_timeout=_PATIENCE,
        max_request_body_size=_most_bytes(web) + _ROOM,
        max_request_header_size=_LARGEST_HEAD,
    )
    server.channel_class = Connection
    return server


def _taken(web: Web) -> socket.socket:
    family = socket.AF_INET6 if ":" in web.address else socket.AF_INET
    try:
        return socket.create_server((web.address, web.port), family=family)
    except OSError as error:
        mend = "`ip address` shows which there are" if error.errno == EADDRNOTAVAIL else "choose another --port"
        where = f"{web.address}, port {web.port}"
        raise ServiceError(f"{where}: cannot be listened at ({error.strerror}): {mend}") from error


def _most_bytes(web: Web) -> int:
    return round(web.upload_megabytes * 2**20)


def _names(web: Web) -> Names:
    """On the network a Pi is called by its own name, too, also as mDNS has it."""
    loopback, own = is_loopback(web.address), socket.gethostname()
    return Names(web.names if loopback else (*web.names, own, f"{own}.local"), loopback)
