"""A quicker import of gpiozero."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType


@contextmanager
def entry_points_postponed() -> Iterator[None]:
    """For the import of gpiozero, which takes `entry_points` from here first, and calls it for foreign factories only.

    What it loads, the reading of e-mail among it, is a third of gpiozero's import.
    """
    stand_in = ModuleType("importlib_metadata")
    vars(stand_in)["entry_points"] = lambda **which: import_module("importlib.metadata").entry_points(**which)
    before = sys.modules.setdefault(stand_in.__name__, stand_in)
    try:
        yield
    finally:
        if before is stand_in:
            del sys.modules[stand_in.__name__]
