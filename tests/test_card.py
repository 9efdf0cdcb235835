"""Whether what is written on the card lasts, and what is said where nothing can be written."""

from pathlib import Path

import pytest

from pi_nn import card

MOUNTS = """22 1 0:21 / / rw,relatime - overlay overlayroot rw,lowerdir=/media/root-ro
30 22 179:3 / /var/lib/pi_nn rw,noatime - ext4 /dev/mmcblk0p3 rw
"""


@pytest.fixture
def proc(tmp_path):
    (tmp_path / "self").mkdir()
    (tmp_path / "self" / "mountinfo").write_text(MOUNTS)
    (tmp_path / "cmdline").write_text("console=tty1 overlayroot=tmpfs root=PARTUUID=1\n")
    return tmp_path


def test_an_overlay_in_memory_forgets(proc):
    assert "raspi-config" in card.forgets(Path("/var/lib/other/samples"), proc)


def test_a_partition_of_its_own_does_not(proc):
    assert card.forgets(Path("/var/lib/pi_nn/samples"), proc) == ""


def test_an_overlay_that_lasts_as_a_containers_does_not(proc):
    (proc / "cmdline").write_text("console=tty1\n")
    assert card.forgets(Path("/var/lib/other"), proc) == ""


@pytest.mark.parametrize("text", ["nonsense", "1 2 3 4 5 6"])
def test_what_cannot_be_known_is_no_reason(proc, text):
    (proc / "self" / "mountinfo").write_text(text)
    assert card.forgets(Path("/var/lib/pi_nn"), proc) == "" and card.forgets(Path("/"), proc / "none") == ""


@pytest.mark.parametrize(("number", "help"), [(30, "Overlay File System"), (28, "full"), (13, "group pi_nn")])
def test_what_helps_is_said(number, help):
    assert help in card.explained(OSError(number, "No"))


def test_an_error_of_another_kind_is_said_as_it_is():
    assert card.explained(OSError(5, "Input/output error")) == "Input/output error"
