"""The card that things are kept on: whether what is written there lasts, and why nothing can be written."""

import errno
from pathlib import Path

_UNTIL_THE_NEXT_START = ("overlayroot=tmpfs", "boot=overlay")  # words of the kernel's command line
_HINTS = {
    errno.EROFS: "the card cannot be written to: switch `sudo raspi-config` > Performance > Overlay File System off",
    errno.ENOSPC: "the card is full: `df -h`, `df -i` and `sudo apt clean` help",
    errno.EDQUOT: "the card is full: `df -h`, `df -i` and `sudo apt clean` help",
    errno.EACCES: "you may not: be in the group pi_nn (`sudo adduser $USER pi_nn`, then log in anew)",
    errno.EPERM: "you may not: be in the group pi_nn (`sudo adduser $USER pi_nn`, then log in anew)",
}


def explained(error: OSError) -> str:
    """What was refused, in the system's words, and what helps."""
    hint = _HINTS.get(error.errno or 0, "")
    return f"{error.strerror or error}{'; ' if hint else ''}{hint}"


def forgets(folder: Path, proc: Path = Path("/proc")) -> str:
    """Why what is written into a folder is gone after the next start, which an overlay in memory does; else ""."""
    try:
        words = (proc / "cmdline").read_text().split()
        kind = _kind(folder, (proc / "self" / "mountinfo").read_text())
    except (OSError, ValueError, IndexError):
        return ""
    if kind != "overlay" or not any(word.startswith(_UNTIL_THE_NEXT_START) for word in words):
        return ""
    return (
        "an overlay in memory forgets it at the next start: switch it off with `sudo raspi-config` > Performance >"
        " Overlay File System, and on again afterwards"
    )


def _kind(folder: Path, mounts: str) -> str:
    """The kind of file system that the folder is on; see proc(5), mountinfo."""
    fields = (line.split() for line in mounts.splitlines())
    kinds = {Path(each[4]): each[each.index("-") + 1] for each in fields}
    whole = folder.absolute()
    return next((kinds[each] for each in (whole, *whole.parents) if each in kinds), "")
