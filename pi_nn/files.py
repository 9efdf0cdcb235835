"""Files that a reader, or a power cut, finds old or new and never half written."""

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import get_native_id
from typing import BinaryIO


@contextmanager
def replacing(path: Path, mode: int = 0o644) -> Iterator[BinaryIO]:
    """A file to write to; when the block ends well it takes the path's place, and is on the disk by then.

    OSError for a place where there is something else than a file: a device as /dev/null would be gone.
    """
    require_place(path)
    # Its name is known before it is made, so that whatever a signal interrupts, it is removed.
    temporary = f"{path.parent}/.{path.name}.{get_native_id()}.tmp"
    try:
        handle = _made_anew(temporary)
        with open(handle, "wb") as file:
            yield file
            file.flush()
            _settle(handle, path.parent, mode)
            os.fsync(handle)
            os.replace(temporary, path)  # while it is ours alone
    except BaseException as error:
        _removed(temporary)
        if isinstance(error, OSError) and error.filename in (None, temporary):
            error.filename = str(path)
            error.filename2 = None
        raise
    sync_folder(path.parent)


def make_folder(folder: Path, mode: int) -> None:
    """A folder, unless it is there, and those on the way to it, as `replacing` makes files; the umask has no say."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        make_folder(folder.parent, mode)
    folder.mkdir(mode, exist_ok=True)
    _settle(folder, folder.parent, folder.stat().st_mode | mode)  # what it has from its parent, the group, stays


def _settle(made: int | Path, folder: Path, mode: int) -> None:
    """What was made in a folder gets its owner and its mode; a stick or a share that has neither keeps its own."""
    with suppress(PermissionError):
        give_to_owner_of(folder, made)
    with suppress(PermissionError):
        os.chmod(made, mode)


def require_place(path: Path) -> None:
    """OSError unless a file can take this place."""
    if path.is_dir():  # also one without a name, as "..", of which nothing can be made
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.exists() and not path.is_file():
        raise OSError(errno.EEXIST, _NO_FILE, str(path))


def require_no_link(folder: Path) -> None:
    """OSError for a link to a folder: where others may write, it could lead anywhere."""
    if folder.is_symlink():
        raise OSError(errno.ELOOP, "Is a link and no folder", str(folder))


def require_file(path: str | Path) -> None:
    """OSError unless there is a file to be read: of a pipe or a device, reading might never end."""
    if not stat.S_ISREG(mode := os.stat(path).st_mode):
        number = errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL
        raise OSError(number, os.strerror(number) if stat.S_ISDIR(mode) else _NO_FILE, str(path))


def in_words(error: Exception) -> str:
    """An OSError as "file: reason"; any other as it is."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def reason(error: object) -> str:
    """What was wrong, without the file's name, which an OSError's own text repeats."""
    return str(getattr(error, "strerror", None) or error)


def mend(error: Exception) -> str:
    """What helps where a file of data cannot be read."""
    refused = isinstance(error, PermissionError)
    return "let it be read: `chmod a+r`, its folders `a+rx`" if refused else "fetch the file again"


_NO_FILE = "Is no file but a device or a pipe"


def _made_anew(path: str) -> int:
    """A new file, ours alone; one of this name is left by a process that was killed and had our number."""
    _removed(path)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    if os.path.lexists(path):
        return handle
    os.close(handle)  # before we had it, another process took it for left and cleared it away
    return _made_anew(path)


def _removed(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)


def clear_unfinished(path: Path) -> None:
    """Remove what a killed process left half written beside the path; who still writes holds it."""
    for left in path.parent.glob(".*.tmp"):
        if left.name.startswith(f".{path.name}."):
            with suppress(OSError), left.open("r+b") as file:  # shares lock only what may be written
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                left.unlink()


def replace(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write the content and let it take the path's place."""
    with replacing(path, mode) as file:
        file.write(content)


def swap(path: Path, content: bytes) -> None:
    """As `replace`, for what may be lost: nothing is forced onto a disk. One process writes there; 0640."""
    temporary = f"{path.parent}/.{path.name}.tmp"  # a Path would intern the name anew with each frame, for years
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o640)
    with open(handle, "wb") as file:
        file.write(content)
        give_to_owner_of(path.parent, handle)
    os.replace(temporary, path)


def give_to_owner_of(folder: Path, file: int | Path) -> None:
    """What root writes belongs to whom the folder belongs to, so that he can go on with it."""
    if os.geteuid() == 0:
        owner = os.stat(folder)
        os.chown(file, owner.st_uid, owner.st_gid)


def sync_folder(folder: Path) -> None:
    """Only then does a new name survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_small(path: Path, largest: int) -> bytes:
    """The content of a regular file of at most so many bytes, by no link; OSError for anything else."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(handle, "rb") as file:
        content = b"" if not os.path.isfile(f"/proc/self/fd/{handle}") else file.read(largest + 1)
        if not content or len(content) > largest:
            raise OSError(f"{path}: is empty, no file or has more than {largest} bytes")
        return content
