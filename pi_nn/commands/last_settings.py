"""The last settings that worked, kept for when the owner's file is broken."""

import argparse
from pathlib import Path

from pi_nn import files, settings_file
from pi_nn.commands.common import complain
from pi_nn.commands.reading import chosen_settings, with_options
from pi_nn.errors import PiNNError, SettingsError
from pi_nn.places import places
from pi_nn.settings import PROFILES, Settings


class LastSettings:
    """Of a service that was started with these arguments."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._args = args
        self._file = Path(args.settings) if args.settings else settings_file.DEFAULT
        self._kept = places().settings
        self._text = b""

    def chosen(self) -> Settings:
        """What the owner's file says now; SettingsError if it is broken, or may not be read."""
        try:
            with settings_file.naming(self._file):
                self._text = settings_file.read(self._file).encode() if self._file.is_file() else b""
            return chosen_settings(self._args)
        except OSError as error:
            raise SettingsError(f"{self._file}: settings cannot be read: {error.strerror}") from error

    def instead(self, fault: PiNNError) -> Settings:
        """The settings that worked last; the fault itself if there are none."""
        try:
            settings = settings_file.load(self._kept, PROFILES.get(self._args.profile))
        except SettingsError:
            raise fault from None
        return with_options(settings, self._args)

    def keep(self) -> None:
        """What was chosen has worked; written only where it is new, and what cannot be kept harms nothing."""
        try:
            if not self._kept.is_file() or self._kept.read_bytes() != self._text:
                files.make_folder(self._kept.parent, 0o750)
                files.clear_unfinished(self._kept)
                files.replace(self._kept, self._text, 0o640)
        except OSError as error:
            complain(f"{self._kept}: settings that work cannot be kept ({error.strerror}); reading goes on")
