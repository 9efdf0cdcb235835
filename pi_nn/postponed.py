"""A quicker start: what libraries import and the appliance never uses is loaded when somebody does use it."""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

UNUSED = (
    "base64",  # of secrets, and that of NumPy
    "hashlib",  # of hmac, and that of secrets
    "importlib.resources",  # of gpiozero, for fonts
    "ipaddress",  # of urllib, and that of pathlib, for addresses
    "ntpath",  # of pathlib, for Windows
    "numpy.ctypeslib",  # of NumPy; from version 2 on it postpones these itself
    "numpy.ma",
    "numpy.polynomial",
    "pickle",  # of NumPy
    "scipy.ndimage.filters",  # of scipy.ndimage, as the next: old names of what is elsewhere
    "scipy.ndimage.fourier",
    "scipy.ndimage.interpolation",
    "scipy.ndimage.measurements",
    "scipy.ndimage.morphology",
    "scipy.special",  # of scipy.ndimage, which rotates pictures with it; it loads all of linear algebra
    "selectors",  # of socket, to send files
    "subprocess",  # of gpiozero, for devices that we have not
)


class _Postponing:
    """A finder of `sys.meta_path`: finds these where they are, and has their first importer wait for the first use."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name in UNUSED else None
        if spec and spec.loader:
            spec.loader = LazyLoader(spec.loader)
        return spec


def postpone_unused() -> None:
    """From now on; what is loaded already stays."""
    if not any(isinstance(each, _Postponing) for each in sys.meta_path):
        sys.meta_path.insert(0, _Postponing())
