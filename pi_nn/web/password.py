"""The owner's password for the page: kept as a hash by scrypt (RFC 7914) in a file that strangers cannot read."""

import grp
import hashlib
import hmac
import os
from pathlib import Path

from pi_nn import files
from pi_nn.errors import SettingsError

DEFAULT = Path("/etc/pi_nn/web-password")
GROUP = "pi_nn-web"
"""Who may read the file beside root, where there is such a group."""

SHORTEST, LONGEST = 8, 1000  # characters
_LOG_COST, _BLOCK, _PARALLEL = 13, 8, 1
"""2^13 blocks of 1 kB: 8 MB and some 20 ms on a desktop, which is about a second of a Pi Zero."""
_SALT = 16  # bytes


def hashed(password: str) -> str:
    """As it is kept: "scrypt 13 8 1 SALT HASH". SettingsError for a password that is too short to be one."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise SettingsError(f"a password has at least {SHORTEST} characters, and at most {LONGEST}")
    salt = os.urandom(_SALT)
    found = _scrypt(password, salt, _LOG_COST, _BLOCK, _PARALLEL)
    return f"scrypt {_LOG_COST} {_BLOCK} {_PARALLEL} {salt.hex()} {found.hex()}"


def fits(password: str, kept: str) -> bool:
    """Whether it is the password that was hashed; takes equally long either way."""
    cost, block, parallel, salt, wanted = _parts(kept)
    given = _scrypt(password[:LONGEST], bytes.fromhex(salt), cost, block, parallel)
    return hmac.compare_digest(given, bytes.fromhex(wanted))


def read(path: Path) -> str | None:
    """The hash in the file; None where there is none. SettingsError if it cannot be read or is no hash."""
    try:
        kept = files.read_small(path, 1000).decode("ascii").strip()
        _parts(kept)
        return kept
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", "") or "it holds no password"
        raise SettingsError(f"{path}: {why}: set one with `sudo pi-nn web --password`") from error


def write(path: Path, password: str) -> None:
    """Keep the password's hash; SettingsError where that is not possible."""
    kept = f"{hashed(password)}\n".encode()
    try:
        files.replace(path, kept, 0o640)
        if os.geteuid() == 0:
            os.chown(path, 0, _group())
    except OSError as error:
        raise SettingsError(f"{path}: no password can be kept there: {error.strerror}") from error


def _group() -> int:
    try:
        return grp.getgrnam(GROUP).gr_gid
    except KeyError:
        return 0


def _parts(kept: str) -> tuple[int, int, int, str, str]:
    """ValueError for what is no hash, or one that would take all memory."""
    name, cost, block, parallel, salt, wanted = kept.split()
    numbers = int(cost), int(block), int(parallel)
    if name != "scrypt" or not all(0 < number <= 16 for number in numbers):
        raise ValueError("no hash")
    bytes.fromhex(salt + wanted)
    return *numbers, salt, wanted


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    memory = 128 * block * (2**cost + parallel + 2)
    given = password.encode(errors="surrogatepass")  # JSON may hold halves of characters
    return hashlib.scrypt(given, salt=salt, n=2**cost, r=block, p=parallel, maxmem=memory, dklen=32)
