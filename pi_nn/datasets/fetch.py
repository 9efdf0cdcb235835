"""Fetching MNIST's four files from their public mirrors: resumed where it broke off, and never other files."""

import hashlib
import http.client
import os
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from pi_nn import files
from pi_nn.errors import DataError

MIRRORS = ("https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/")
DIGESTS = {  # sha256 of the files as their authors published them
    "train-images-idx3-ubyte.gz": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    "train-labels-idx1-ubyte.gz": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    "t10k-images-idx3-ubyte.gz": "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    "t10k-labels-idx1-ubyte.gz": "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
}
SECONDS = 30  # without a byte
LARGEST = 16 << 20  # bytes; the largest file has 10 MB
RANGE_NOT_SATISFIABLE = 416  # what a server says when all is there

Tell = Callable[[str], None]


def fetch_mnist(folder: Path, tell: Tell, mirrors: Sequence[str] = MIRRORS) -> None:
    """Put the four files into the folder, those that are not there yet. DataError if no mirror has one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{folder}: cannot be made ({error.strerror}); name another folder with --data") from error
    for name, digest in DIGESTS.items():
        if not _is_right(folder / name, digest):
            _fetch(folder / name, digest, mirrors, tell)


def _is_right(path: Path, digest: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def _fetch(path: Path, digest: str, mirrors: Sequence[str], tell: Tell) -> None:
    """From the first mirror that has it; what one began another goes on with."""
    part, faults = path.with_name(f"{path.name}.part"), []
    for mirror in mirrors:
        tell(f"fetching {mirror}{path.name}")
        try:
            _download(mirror + path.name, part)
        except (OSError, http.client.HTTPException) as error:
            faults.append(f"{mirror} ({_why(error)})")
            continue
        if _is_right(part, digest):
            os.replace(part, path)
            return
        part.unlink()
        faults.append(f"{mirror} (another file: its sha256 is wrong)")
    advice = f"run it again to resume, or put the file into {path.parent}"
    raise DataError(f"{path.name}: not fetched from {' or '.join(faults)}; {advice}")


def _why(error: Exception) -> str:
    """In one line; a URLError has its reason within."""
    reason = files.reason(error.reason if type(error) is urllib.error.URLError else error)
    return " ".join(reason.split())


def _download(address: str, part: Path) -> None:
    """All of the address that the part does not have; what came before it broke off stays."""
    there = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(address, headers={"Range": f"bytes={there}-"} if there else {})
    try:
        answer = urllib.request.urlopen(request, timeout=SECONDS)
    except urllib.error.HTTPError as error:
        if error.code == RANGE_NOT_SATISFIABLE:
            return
        raise
    with answer, part.open("ab" if answer.status == http.HTTPStatus.PARTIAL_CONTENT else "wb") as file:
        _copy(answer, file)
        file.flush()
        os.fsync(file.fileno())


def _copy(answer: http.client.HTTPResponse, file: BinaryIO) -> None:
    expected = int(answer.headers.get("Content-Length", -1))
    copied = 0
    while piece := answer.read(1 << 16):
        file.write(piece)
        copied += len(piece)
        if copied > LARGEST:
            raise OSError(f"more than {LARGEST} bytes come")
    if copied < expected:
        raise OSError(f"it broke off after {copied} of {expected} bytes")
