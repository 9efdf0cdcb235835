"""What the machine tells of itself: which board, how warm, how it is fed, how much memory is left.

root: where /proc and /sys lie, for tests.
"""

import subprocess
from pathlib import Path

_THROTTLED = "sys/devices/platform/soc/soc:firmware/get_throttled"
_BITS = {0: "under-voltage", 1: "frequency capped", 2: "throttled", 3: "temperature limit"}
_EARLIER = 16
"""From this bit on, the same words for what has happened since the start."""

ROOT = Path("/")


def name(root: Path = ROOT) -> str:
    """The board's model; empty where it has none, as a desktop."""
    text = _text(root / "proc/device-tree/model")
    return text.rstrip("\0\n")


def is_pi(root: Path = ROOT) -> bool:
    """Whether this is a Raspberry Pi."""
    return "Raspberry Pi" in name(root)


def temperature(root: Path = ROOT) -> float | None:
    """Degrees Celsius of the processor."""
    text = _text(root / "sys/class/thermal/thermal_zone0/temp").strip()
    return int(text) / 1000 if text.lstrip("-").isdecimal() else None


def throttling(root: Path = ROOT) -> list[str] | None:
    """What the firmware complains of, now and earlier since the start; None where it cannot be asked."""
    text = _text(root / _THROTTLED).strip() or (_vcgencmd() if root == ROOT else "")
    try:
        bits = int(text, 16)
    except ValueError:
        return None
    now = [f"{word} now" for bit, word in _BITS.items() if bits >> bit & 1]
    earlier = {bit: word for bit, word in _BITS.items() if not bits >> bit & 1}
    return now + [f"{word} earlier" for bit, word in earlier.items() if bits >> (bit + _EARLIER) & 1]


def memory(root: Path = ROOT) -> dict[str, int]:
    """/proc/meminfo in bytes: MemTotal, MemAvailable, CmaTotal, CmaFree ..."""
    words = [line.split() for line in _text(root / "proc/meminfo").splitlines()]
    return {each[0].rstrip(":"): int(each[1]) << 10 for each in words if len(each) == 3 and each[1].isdecimal()}


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""


def _vcgencmd() -> str:
    """Firmware of before the file in /sys is asked by its own program: "throttled=0x0"."""
    try:
        asked = subprocess.run(["vcgencmd", "get_throttled"], capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return asked.stdout.strip().removeprefix("throttled=")
