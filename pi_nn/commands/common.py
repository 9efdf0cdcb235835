"""What several commands share: which settings hold."""

from pathlib import Path

from pi_nn import settings_file
from pi_nn.settings import Settings


def file_or_default(path: str | None, base: Settings | None = None, look: bool = True) -> Settings:
    """The settings of the file named on top of `base`; else, if it may look, those of the appliance's file if any."""
    chosen = Path(path) if path else settings_file.DEFAULT if look and settings_file.DEFAULT.exists() else None
    return settings_file.load(chosen, base) if chosen else base or Settings()
