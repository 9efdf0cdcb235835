"""The beds themselves, built when a test first asks for one."""

import sys

import bed
import pytest


@pytest.fixture(scope="session")
def room():
    """The root folder of the camera room."""
    bed.needs_root()
    clock = bed.Clock(300)
    recipe = b"".join((bed.CAMERA / name).read_bytes() for name in ("build", "dma_heap.c", "virtual.yaml"))

    def build(folder):
        command = ["unshare", "-m", bed.CAMERA / "build", folder, sys.executable]
        bed.must_be_built(bed.run(command, clock))

    return bed.kept("camera", recipe, build)


def debian(suite, seconds):
    """The root folder of a small Debian that boots with systemd."""
    bed.needs_root()
    clock = bed.Clock(seconds)
    folder = bed.CHECKOUT / "tests" / "beds"
    parts = [folder / "archive.sh", folder / "systemd" / "build"]
    if suite == "trixie":
        parts += [bed.CAMERA / "dma_heap.c", bed.CAMERA / "virtual.yaml"]

    def build(root):
        command = ["nice", "unshare", "-m", folder / "systemd" / "build", root, sys.executable, suite]
        bed.must_be_built(bed.run(command, clock))

    name = "systemd" if suite == "bookworm" else suite
    return bed.kept(name, b"".join(each.read_bytes() for each in parts), build)


@pytest.fixture(scope="session")
def image():
    """Bookworm's."""
    return debian("bookworm", 480)


@pytest.fixture(scope="session")
def image_with_camera():
    """Trixie's, in which the real picamera2 finds a camera."""
    return debian("trixie", 480)
