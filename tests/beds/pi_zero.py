"""An emulated Pi Zero, the checkout on its card: commands go in over a serial line, its pins are read from outside."""

import base64
import json
import shutil
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import bed
import pytest
import sheets
from PIL import Image

ZERO = bed.CHECKOUT / "tests" / "beds" / "zero"
HARD_LIMIT = 20 * 60
NANOSECONDS = 2  # of the guest's time that an instruction takes, see `zero/run`
GPIO = 0x20200000
"""Where the processor has the pins' registers: six that choose each pin's function, and from 0x34 on the levels."""
OUTPUT = 1


def built(clock: bed.Clock) -> Path:
    """The folder of root folder, kernel and all else that starts it, built or kept."""
    bed.needs_root()
    parts = [bed.CHECKOUT / "tests" / "beds" / "archive.sh", bed.CHECKOUT / "tests" / "beds" / "armv6" / "compile"]
    parts += [ZERO / name for name in ("build", "init", "shell", "bed-shell.service")]

    def build(folder: Path) -> None:
        bed.must_be_built(bed.run(["nice", "unshare", "-m", ZERO / "build", folder, sys.executable], clock))

    return bed.kept("zero", b"".join(each.read_bytes() for each in parts), build)


def lay_out(folder: Path) -> None:
    """What is on the card beside the system: the checkout in its owner's home, and sheets to be held up."""
    left_out = shutil.ignore_patterns("__pycache__", "*.checkpoint")
    for part in ("pi_nn", "systemd", "scripts"):
        shutil.copytree(bed.CHECKOUT / part, folder / "home" / "maker" / "pi_nn" / part, ignore=left_out)
    (folder / "srv" / "sheets").mkdir(parents=True)
    for name, sheet in [("blank", sheets.blank()), *enumerate(sheets.written())]:
        Image.fromarray(sheet).resize((320, 240)).save(folder / "srv" / "sheets" / f"{name}.png")


class PiZero:
    """A context manager: booted and up, then gone, as in a power cut."""

    def __init__(self, root: Path, work: Path, clock: bed.Clock) -> None:
        self._root = root
        self._work = work
        self._clock = clock
        self._opened = ExitStack()

    def __enter__(self) -> "PiZero":
        try:
            self._boot()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._opened.close()

    def _boot(self) -> None:
        lay_out(self._work / "more")
        card = ["unshare", "-m", ZERO / "card", self._root / "armel", self._work / "more", self._work / "card"]
        making = bed.run(card, self._clock)
        assert making.returncode == 0, making.stdout
        command = ["nice", ZERO / "run", self._root, self._work / "card", self._work]
        self._process = subprocess.Popen(command, start_new_session=True)
        self._opened.callback(self._cut_power)
        self._shell, self._monitor = self._connected("shell"), self._connected("monitor")
        self._ask(self._monitor, {"execute": "qmp_capabilities"})
        while b"ready" not in self._line(self._shell):
            continue

    def _cut_power(self) -> None:
        bed.end(self._process)
        self._process.wait()

    def run(self, command: str) -> tuple[int, str]:
        """A root's shell command: its return code and its output."""
        self._shell.write(base64.b64encode(command.encode()) + b"\n")
        code, _, output = self._line(self._shell).partition(b" ")
        return int(code), base64.b64decode(output).decode().strip()

    def must(self, command: str) -> str:
        """The output of a command that does not fail."""
        code, output = self.run(command)
        assert code == 0, f"{command}: {output}"
        return output

    def wait(self, condition: str, seconds: int = 120) -> None:
        """Until a shell command succeeds there; seconds: of its own time."""
        code, _ = self.run(f"for each in $(seq {seconds}); do {condition} && exit; sleep 1; done; exit 1")
        assert code == 0, f"never: {condition}\n" + self.must("journalctl -b -o cat -n 30 -u 'pi_nn*'")

    def driven(self) -> tuple[set[int], set[int]]:
        """The pins that are outputs, and those that are high, as QEMU's monitor reads the chip's registers."""
        functions = self._words(GPIO, 6)
        outputs = {pin for pin in range(54) if functions[pin // 10] >> pin % 10 * 3 & 7 == OUTPUT}
        levels = self._words(GPIO + 0x34, 2)
        return outputs, {pin for pin in range(54) if levels[pin // 32] >> pin % 32 & 1}

    def _words(self, address: int, count: int) -> list[int]:
        line = {"command-line": f"xp /{count}wx {address:#x}"}
        found = self._ask(self._monitor, {"execute": "human-monitor-command", "arguments": line})
        return [int(word, 16) for row in found.splitlines() for word in row.partition(":")[2].split()]

    def _ask(self, monitor: Any, question: dict) -> Any:
        monitor.write(json.dumps(question).encode() + b"\n")
        while "return" not in (answer := json.loads(self._line(monitor))):  # events and the greeting
            assert "error" not in answer, answer
        return answer["return"]

    def _connected(self, name: str) -> Any:
        """The file of a socket, from the beginning: nobody keeps what was said before."""
        connection = self._opened.enter_context(socket.socket(socket.AF_UNIX))
        while connection.connect_ex(str(self._work / name)):
            assert self._process.poll() is None, "QEMU ended"
            assert self._clock.left() > 0
            time.sleep(0.05)
        connection.settimeout(self._clock.left())
        return self._opened.enter_context(connection.makefile("rwb", buffering=0))

    def _line(self, file: Any) -> bytes:
        try:
            line: bytes = file.readline()
        except TimeoutError:
            pytest.fail("the bed took longer than its hard limit\n" + (self._work / "log").read_text()[-2000:])
        assert line, "QEMU ended\n" + (self._work / "log").read_text()[-2000:]
        return line
