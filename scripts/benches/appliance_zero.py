"""What the installed service takes of an emulated Pi Zero: memory, and the time until the first reading."""

import re
import tempfile
from pathlib import Path

import bed
from pi_zero import PiZero, built

SETTINGS = """\
[camera]
source = "folder:/srv/sheets"
loop = true
[display]
show = ["segments", "leds", "binary"]
"""
IMPORTS = "cd /run && PYTHONPROFILEIMPORTTIME=1 pi-nn run --profile pi --frames 1 2>&1 >/dev/null"
OTHERS = ("numpy", "scipy", "PIL", "gpiozero", "colorzero", "lgpio", "sdnotify", "pi_nn")
_IMPORT = re.compile(r"import time: +([0-9]+) \| +[0-9]+ \| +([\w.]+)")


def started(zero: PiZero) -> None:
    """Installed, and every sheet has been read."""
    zero.must("/home/maker/pi_nn/scripts/install")
    zero.must(f"cat >/etc/pi_nn/settings.toml <<'END'\n{SETTINGS}END\nsystemctl restart pi_nn")
    zero.wait("grep -Eq 'frame\": ([2-9][0-9]|[0-9]{3})' /run/pi_nn/reading.json", seconds=1000)


def megabytes(zero: PiZero) -> dict[str, float]:
    """Resident; and what is free on the machine."""
    status = zero.must("cat /proc/$(systemctl show -P MainPID pi_nn)/status /proc/meminfo")
    found = {name: int(size) / 1024 for name, size in re.findall(r"^(\w+):\s+([0-9]+) kB", status, re.MULTILINE)}
    return {"now": found["VmRSS"], "at most": found["VmHWM"], "free": found["MemAvailable"]}


def start(zero: PiZero) -> float:
    """Seconds from the start of the process to READY, which comes with the first reading."""
    names = "ExecMainStartTimestampMonotonic,ActiveEnterTimestampMonotonic"
    began, ready = map(int, zero.must(f"systemctl show --value -p {names} pi_nn | grep .").split())
    return abs(ready - began) / 1e6


def imports(zero: PiZero) -> dict[str, float]:
    """Seconds of each package's own modules; Python's own are one."""
    zero.must("systemctl stop pi_nn")
    seconds = dict.fromkeys(("python", *OTHERS), 0.0)
    for own, name in _IMPORT.findall(zero.must(IMPORTS)):
        top = name.partition(".")[0].lstrip("_")
        seconds[top if top in OTHERS else "python"] += int(own) / 1e6
    return {name: each for name, each in seconds.items() if each}


def boot(zero: PiZero) -> dict[str, float]:
    """Seconds of the kernel, and of all of systemd's own work."""
    said = zero.must("systemd-analyze time")
    return {what: float(seconds) for seconds, what in re.findall(r"([0-9.]+)s \((kernel|userspace)\)", said)}


def measured(clock: bed.Clock) -> dict:
    """All of it; skipped as the bed is."""
    root = built(clock)
    with tempfile.TemporaryDirectory() as folder, PiZero(root, Path(folder), clock) as zero:
        started(zero)
        return {"boot": boot(zero), "megabytes": megabytes(zero), "start": start(zero), "imports": imports(zero)}
