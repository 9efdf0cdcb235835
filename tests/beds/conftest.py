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


@pytest.fixture(scope="session")
def image():
    """The root folder of a small Debian that boots with systemd."""
    bed.needs_root()
    clock = bed.Clock(480)
    folder = bed.CHECKOUT / "tests" / "beds"
    recipe = (folder / "archive.sh").read_bytes() + (folder / "systemd" / "build").read_bytes()

    def build(root):
        command = ["nice", "unshare", "-m", folder / "systemd" / "build", root, sys.executable]
        bed.must_be_built(bed.run(command, clock))

    return bed.kept("systemd", recipe, build)
