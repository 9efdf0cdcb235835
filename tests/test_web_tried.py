"""An uploaded picture goes every step of a frame, or is refused in a line while memory stays flat."""

import io
import struct
import tracemalloc
import zipfile
import zlib

import numpy as np
import paper
import pytest
from PIL import Image
from test_web_pictures import opened

from pi_nn import model_file
from pi_nn.errors import DataError
from pi_nn.settings import Settings
from pi_nn.web.tried import tried

SEVEN = paper.on_paper(paper.ink("7"))


@pytest.fixture(scope="module")
def network():
    return model_file.load()[0]


def as_file(picture, kind="PNG"):
    file = io.BytesIO()
    Image.fromarray(picture).save(file, kind)
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
    "large": lambda: as_file(np.zeros((2100, 2000), np.uint8)),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_picture_or_too_large_is_refused_in_a_line(network, kind):
    content = HOSTILE[kind]()
    tracemalloc.start()
    with pytest.raises(DataError) as refusal:
        tried(content, network, Settings())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    said = str(refusal.value)
    assert said.startswith("the picture: ") and "\n" not in said and "0x" not in said
    assert most < 20 << 20
