"""What several commands share: which settings hold, and how what went wrong is said."""

import sys
from pathlib import Path

from pi_nn import settings_file
from pi_nn.settings import Settings


def file_or_default(path: str | None, base: Settings | None = None, look: bool = True) -> Settings:
    """The settings of the file named on top of `base`; else, if it may look, those of the appliance's file if any."""
    chosen = Path(path) if path else settings_file.DEFAULT if look and settings_file.DEFAULT.exists() else None
    return settings_file.load(chosen, base) if chosen else base or Settings()


def complain(what: object) -> None:
    """Say on stderr, in one line, what could not be done; the command goes on."""
    print(f"pi-nn: {' '.join(str(what).split())}", file=sys.stderr)
