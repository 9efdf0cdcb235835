"""An uploaded picture goes every step of a frame, or is refused in a line while memory stays flat."""

import io
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import numpy as np
import paper
import pytest
from browsing import opened
from PIL import Image

from pi_nn import model_file
from pi_nn.errors import DataError
from pi_nn.settings import Settings
from pi_nn.web.tried import tried

ROOT = Path(__file__).parent.parent
SEVEN = paper.on_paper(paper.ink("7"))


@pytest.fixture(scope="module")
def network():
    return model_file.load()[0]


def as_file(picture, kind="PNG", **more):
    file = io.BytesIO()
    Image.fromarray(picture).save(file, kind, **more)
    return file.getvalue()


def test_every_step_is_told(network):
    told = tried(as_file(SEVEN), network, Settings())
    assert told["digit"] == 7 and told["dark_ink"] and told["size"] == [320, 240]
    taken = next(shape for shape in told["shapes"] if shape["came_to"] == "taken")
    assert opened(taken["glyph"]).size == (28, 28) and np.argmax(taken["scores"]) == 7
    for step in ("picture", "contrast", "ink"):
        assert opened(told[step]).size[0] > 0


def test_an_empty_paper_has_no_shapes_and_no_digit(network):
    told = tried(as_file(np.full((240, 320), 200, np.uint8)), network, Settings())
    assert told["digit"] is None and told["reading"].startswith("no digit")


def test_a_large_photograph_is_decoded_with_half_the_pixels(network):
    large = np.kron(SEVEN, np.ones((13, 13), np.uint8))  # 4160 x 3120
    told = tried(as_file(large, "JPEG"), network, Settings())
    assert told["digit"] == 7 and told["size"] == [2080, 1560]


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def huge_png():
    """30,000 x 30,000 pixels in a hundred kilobytes."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    lines = zlib.compress(bytes(30_000 * (30_000 // 8 + 1)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def strip():
    """Four million pixels, all in one column, in eight kilobytes."""
    head = struct.pack(">IIBBBBB", 1, 3_999_999, 8, 0, 0, 0, 0)
    lines = zlib.compress(bytes(7_999_998))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def texts():
    """Sixty megabytes of characters, of four bytes each once they are read, in seventy kilobytes."""
    text = zlib.compress(("a" * (2**20 - 8) + "\U0001f600").encode())
    chunks = [chunk(b"iTXt", b"%d\0\1\0\0\0" % number + text) for number in range(60)]
    return as_file(SEVEN)[:33] + b"".join(chunks) + as_file(SEVEN)[33:]


def scans():
    """A progressive JPEG that goes over its pixels again and again."""
    content = as_file(SEVEN, "JPEG", progressive=True)[:-2]
    return content + content[content.rindex(b"\xff\xda") :] * 200 + b"\xff\xd9"


def zipped():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("picture.png", bytes(10**6))
    return file.getvalue()


HOSTILE = {
    "huge": huge_png,
    "truncated": lambda: as_file(SEVEN, "JPEG")[:2000],
    "svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
    "zip": zipped,
    "text": lambda: b"hello",
    "nothing": lambda: b"",
    "strip": strip,
    "texts": texts,
    "scans": scans,
    "large": lambda: as_file(np.zeros((2100, 2000), np.uint8)),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_picture_or_too_large_is_refused_in_a_line(network, kind):
    with pytest.raises(DataError) as refusal:
        tried(HOSTILE[kind](), network, Settings())
    said = str(refusal.value)
    assert said.startswith("the picture: ") and "\n" not in said and "0x" not in said


GROWTH = """
import re, sys
from pathlib import Path
from pi_nn import model_file
from pi_nn.errors import DataError
from pi_nn.settings import Settings
from pi_nn.web.tried import tried

def most():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

def give(content):
    try:
        tried(content, network, Settings())
    except DataError:
        return

network = model_file.load()[0]
give(Path(sys.argv[1]).read_bytes())
before = most()
for path in sys.argv[2:]:
    give(Path(path).read_bytes())
print(most() - before)
"""
"""Prints by how many kB a process has grown that tried pictures, the first of which does not count."""


def grown(folder, *contents):
    paths = [folder / str(number) for number in range(len(contents) + 1)]
    for path, content in zip(paths, (as_file(SEVEN), *contents), strict=True):
        path.write_bytes(content)
    command = [sys.executable, "-c", GROWTH, *paths]
    return int(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def test_the_memory_stays_flat_whatever_is_refused(tmp_path):
    assert grown(tmp_path, *[make() for make in HOSTILE.values()]) < 20_000  # kB; without a limit to texts 250,000


def test_the_largest_pictures_that_are_read_leave_room_for_the_page(tmp_path):
    """The unit gives the page 160 MB, of which it takes 60 before."""
    side = int((Settings().web.upload_megapixels * 1e6) ** 0.5)
    deep = as_file(np.zeros((side, side), np.float32), "TIFF")
    clear = as_file(np.zeros((side, side, 4), np.uint8))
    assert grown(tmp_path, deep, clear) < 90_000
