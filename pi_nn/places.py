"""Where the appliance keeps what lasts (models, samples, wishes) and what is seen now (runtime files)."""

import os
from pathlib import Path
from typing import NamedTuple

from pi_nn.settings import Service, Settings

STATE = Path("/var/lib/pi_nn")
RUNTIME = Path("/run/pi_nn")


class Places(NamedTuple):
    """state: a folder on the card. runtime: a folder in memory, which is empty after each start."""

    state: Path
    runtime: Path

    @property
    def models(self) -> Path:
        """The model store's folder."""
        return self.state / "models"

    @property
    def samples(self) -> Path:
        """What the owner taught: a folder for each label."""
        return self.state / "samples"

    @property
    def retraining(self) -> Path:
        """How far the retraining is, and what it goes on from."""
        return self.state / "retraining"

    @property
    def evaluation(self) -> Path:
        """The worst mistakes of the last evaluation that was kept."""
        return self.state / "evaluation.npz"

    @property
    def requests(self) -> Path:
        """What others wish of us: one-word files."""
        return self.state / "requests"

    @property
    def settings(self) -> Path:
        """A copy of the last settings that worked."""
        return self.state / "last-good-settings.toml"


def places(service: Service = Service()) -> Places:
    """As the settings say; else as systemd says ($STATE_DIRECTORY, $RUNTIME_DIRECTORY); else the usual folders."""
    state = service.state or _first("STATE_DIRECTORY") or STATE
    return Places(Path(state), Path(service.runtime or _first("RUNTIME_DIRECTORY") or RUNTIME))


def unreached(settings: Settings) -> list[str]:
    """Which settings name a place that is out of reach of the units in `systemd/`, though not of who wrote them.

    They see neither homes nor others' temporary files, each works in a folder of its own, and they may write, and wait
    for wishes, in the usual places alone.
    """
    camera, service, teaching, web = settings.camera, settings.service, settings.teaching, settings.web
    named = {
        "camera.source": camera.source.partition(":")[2],
        "service.model": service.model,
        "teaching.data": teaching.data,
        "web.password": web.password,
    }
    usual = {"service.state": (service.state, STATE), "service.runtime": (service.runtime, RUNTIME)}
    found = {name: place for name, place in named.items() if place and _is_hidden(place)}
    found |= {name: place for name, (place, its) in usual.items() if place and Path(place) != its}
    return [f"{name} = {place!r}" for name, place in found.items()]


def _is_hidden(place: str) -> bool:
    whole = os.path.realpath(place)
    return not place.startswith("/") or any(f"{whole}/".startswith(f"{each}/") for each in _HIDDEN)


_HIDDEN = ("/home", "/root", "/run/user", "/tmp", "/var/tmp")  # by ProtectHome=yes and PrivateTmp=yes


def _first(name: str) -> str:
    """Of several folders systemd joins the names with colons."""
    return os.environ.get(name, "").partition(":")[0]
