"""What a check found, and how to mend it."""

from collections.abc import Callable
from dataclasses import dataclass

from pi_nn.errors import PiNNError


@dataclass(frozen=True)
class Finding:
    """about: what was looked at. ok: None where it does not apply here. mend: what to do, where not ok."""

    about: str
    ok: bool | None
    found: str
    mend: str = ""


def careful(about: str, check: Callable[[], Finding]) -> Finding:
    """The check's finding; what keeps it from being made is one, too."""
    try:
        return check()
    except (PiNNError, OSError, ValueError, ImportError) as error:
        return Finding(about, False, " ".join(str(error).split()), "mend that first")
