"""What went wrong, said on standard error in one line, which is never a fault of its own."""

import os
import sys
from contextlib import suppress
from types import TracebackType

from pi_nn.errors import PiNNError

_PACKAGE = os.path.dirname(os.path.dirname(__file__))  # pathlib would be read before anything else
_LIBRARIES = "/lib/python3"  # in the names of their files: Python's own, and what was installed beside it


def complain(what: object) -> None:
    """Say in one line what could not be done; the command goes on, also where the line cannot be written."""
    with suppress(OSError, ValueError):
        print(f"pi-nn: {' '.join(str(what).split())}", file=sys.stderr, flush=True)


def in_words(error: Exception) -> str:
    """What is to be said of an error that ends a command."""
    if isinstance(error, PiNNError | OSError):
        from pi_nn import files

        return files.in_words(error)
    if isinstance(error, MemoryError):
        return f"there is too little memory: {error or 'no more is given'}: end other programs, or ask for less"
    return f"a fault that nobody foresaw, {_place(error.__traceback__)}: {error!r}; --debug shows how it came about"


def _place(traceback: TracebackType | None) -> str:
    """The innermost line of ours, or of the owner's recipe, that led to it."""
    place = "before anything was done"
    while traceback:
        file = traceback.tb_frame.f_code.co_filename
        if file.startswith(_PACKAGE) or (file.startswith("/") and _LIBRARIES not in file):
            place = f"in {file.removeprefix(_PACKAGE + '/')} line {traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place
