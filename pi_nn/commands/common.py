"""What several commands share: which settings hold."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pi_nn.settings import Settings


def chosen_settings(path: str | None) -> "Settings":
    """The settings of the file named, else of the appliance's file if there is one, else the defaults."""
    from pi_nn import settings_file
    from pi_nn.settings import Settings

    if path is None and not settings_file.DEFAULT.exists():
        return Settings()
    return settings_file.load(path or settings_file.DEFAULT)
