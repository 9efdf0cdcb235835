"""Where the appliance keeps what lasts (models, samples, wishes) and what is seen now (runtime files)."""

import os
from pathlib import Path
from typing import NamedTuple

from pi_nn.settings import Service

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


def _first(name: str) -> str:
    """Of several folders systemd joins the names with colons."""
    return os.environ.get(name, "").partition(":")[0]
