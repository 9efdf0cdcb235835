"""The appliance's check-up: each check looks at one thing and says how to mend it."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from pi_nn import settings_file
from pi_nn.checks import appliance, machine
from pi_nn.checks.finding import Finding, careful
from pi_nn.errors import SettingsError
from pi_nn.model_store import ModelStore
from pi_nn.places import places
from pi_nn.settings import PROFILES, Settings

__all__ = ["Finding", "findings"]

INSTALLED = Path("/etc/systemd/system/pi_nn.service")


def findings(file: Path = settings_file.DEFAULT) -> Iterator[Finding]:
    """What every check finds, one after the other, with the settings of this file if they can be used."""
    chosen = _settings(file)
    here = places(chosen.service)
    seen = appliance.running(here.runtime)
    checks: dict[str, Callable[[], Finding]] = {
        "settings": partial(appliance.settings, file, seen),
        "service": partial(appliance.service, here.runtime, INSTALLED.exists()),
        "camera": partial(appliance.camera, chosen, seen),
        "pins": partial(appliance.pins, chosen, seen=seen),
        "groups": appliance.groups,
        "model": partial(appliance.model, ModelStore(here.models), chosen, seen),
        "BLAS": machine.blas,
        "memory": machine.memory,
        "card": partial(machine.disk, here.state),
        "power": machine.power,
        "clock": machine.clock,
    }
    for about, check in checks.items():
        yield careful(about, check)


def _settings(file: Path) -> Settings:
    """As the service's; where they are broken the last ones that worked, else those that it was made with."""
    base = PROFILES["pi"] if INSTALLED.exists() else Settings()
    for each in (file, places().settings):
        with suppress(SettingsError, OSError):
            return settings_file.load(each, base) if file.exists() else base
    return base
