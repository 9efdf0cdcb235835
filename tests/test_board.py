"""What the machine tells of itself, from files as a Pi has them."""

import pytest

from pi_nn import board


@pytest.fixture
def pi(tmp_path):
    """A root with what a Pi Zero has there."""

    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    write("proc/device-tree/model", "Raspberry Pi Zero W Rev 1.1\0")
    memory = ["MemTotal:         443080 kB", "MemAvailable:     300000 kB", "CmaTotal: 65536 kB", "HugePages_Total: 0"]
    write("proc/meminfo", "\n".join(memory))
    write("sys/class/thermal/thermal_zone0/temp", "48312\n")
    write("sys/devices/platform/soc/soc:firmware/get_throttled", "50005\n")
    return tmp_path


def test_a_pi_says_what_it_is_and_how_warm(pi):
    assert board.name(pi) == "Raspberry Pi Zero W Rev 1.1" and board.is_pi(pi) and board.temperature(pi) == 48.312


def test_the_firmwares_complaints_are_words(pi):
    assert board.throttling(pi) == ["under-voltage now", "throttled now"]
    (pi / board._THROTTLED).write_text("0x80000\n")
    assert board.throttling(pi) == ["temperature limit earlier"]
    (pi / board._THROTTLED).write_text("0\n")
    assert board.throttling(pi) == []


def test_memory_is_in_bytes(pi):
    assert board.memory(pi) == {"MemTotal": 443080 << 10, "MemAvailable": 300000 << 10, "CmaTotal": 65536 << 10}


def test_where_there_is_nothing_nothing_is_said(tmp_path):
    assert (board.name(tmp_path), board.is_pi(tmp_path), board.temperature(tmp_path)) == ("", False, None)
    assert board.throttling(tmp_path) is None and board.memory(tmp_path) == {}
