"""Several files put in their places, all of them or none."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pi_nn import files


class Placing:
    """Puts contents in their places and knows what was there before."""

    def __init__(self) -> None:
        self._before: list[tuple[Path, bytes | None]] = []

    def put(self, content: bytes, path: Path, mode: int = 0o644) -> None:
        """Write the content there, unless it stands there already; folders on the way are made."""
        before = path.read_bytes() if path.is_file() and not path.is_symlink() else None
        if before == content:
            return
        files.make_folder(path.parent, 0o770)
        self._before.append((path, before))  # first: a signal may come between the two
        files.replace(path, content, mode)

    def undo(self) -> None:
        """Let everything be as before, also the rest where one fails; what is new goes first, as a disk may be full."""
        with ExitStack() as stack:  # the last is called first
            for path, before in sorted(self._before, key=lambda each: each[1] is None):
                stack.callback(_put_back, path, before)


def _put_back(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink(missing_ok=True)
    elif path.read_bytes() != before:
        files.replace(path, before, path.stat().st_mode & 0o777)


@contextmanager
def all_or_nothing() -> Iterator[Placing]:
    """What was put in this block stays only when the block ends well."""
    placing = Placing()
    try:
        yield placing
    except BaseException:
        placing.undo()
        raise


def writable(folder: Path) -> bool:
    """Whether files could be put there, also where the folder is still to be made."""
    return os.access(next(each for each in (folder, *folder.parents) if each.exists()), os.W_OK)
