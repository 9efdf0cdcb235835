"""A quicker start: parts of libraries that the appliance never uses are loaded when somebody does use them."""

import sys
from importlib import import_module, util


def postpone(name: str) -> None:
    """Let a package's module load itself at its first use, unless it is there already."""
    if name in sys.modules:
        return
    package, _, own = name.rpartition(".")
    spec = util.find_spec(name)
    assert spec is not None and spec.loader is not None
    spec.loader = util.LazyLoader(spec.loader)
    module = sys.modules[name] = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    setattr(import_module(package), own, module)  # else `from package import own` looks for it, which is a use


def postpone_unused() -> None:
    """scipy.ndimage rotates pictures with scipy.special, which loads all of linear algebra: we rotate none."""
    postpone("scipy.special")
