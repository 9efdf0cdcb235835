"""A small computer with systemd as its PID 1, booted, crashed and booted again from a root folder left as it is."""

import os
import shutil
import signal
import subprocess
import textwrap
import time
from pathlib import Path

import bed
import pytest

FOLDER = bed.CHECKOUT / "tests" / "beds" / "systemd"
REBOOT = 133
"""What systemd-nspawn ends with when its machine wants to be booted again."""
ZERO = """\
processor\t: 0
model name\t: ARMv6-compatible processor rev 7 (v6l)
Hardware\t: BCM2835
Revision\t: 9000c1
Model\t\t: Raspberry Pi Zero W Rev 1.1
"""


class Machine:
    """A context manager; what is written on the machine's disk survives its crashes and goes with the block."""

    def __init__(self, image, work, clock):
        self._image = image
        self._work = work
        self._clock = clock
        self._leader = -1

    def __enter__(self):
        command = ["unshare", "-m", "--propagation", "private", FOLDER / "hold", self._image, self._work]
        options = {"stdout": subprocess.PIPE, "text": True, "start_new_session": True}
        self._holder = subprocess.Popen(command, **options)
        if self._holder.stdout.readline() != "ready\n":
            pytest.fail("the machine's disk could not be mounted")
        self._container = None
        return self

    def __exit__(self, *exc_info):
        self.crash()
        bed.end(self._holder)
        self._holder.communicate()

    def disk(self, path):
        """A path of the machine's, as seen from here."""
        return Path(f"/proc/{self._holder.pid}/root{self._work}/root{path}")

    def boot(self):
        """Start it and wait until it is up."""
        command = ["nsenter", "-m", "-t", self._holder.pid, "systemd-nspawn", "-q", "--directory"]
        command += [self._work / "root", "--hostname=zero", "--register=no", "--keep-unit", "--private-network"]
        # DevicePolicy= is a program in the kernel.
        command += ["--capability=CAP_BPF", "--system-call-filter=bpf", "--boot", "--console=pipe"]
        options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._container = subprocess.Popen([str(each) for each in command], **options, start_new_session=True)
        self.wait(self._found_leader, "no PID 1")
        self.wait(lambda: self._enter("test", "-S", "/run/systemd/private").returncode == 0, "systemd is mute")
        state = self._enter("systemctl", "is-system-running", "--wait").stdout.strip()
        assert state == "running", self._enter("systemctl", "--failed").stdout
        self.disk("/root/cpuinfo").write_text(ZERO)
        self._enter("mount", "--bind", "/root/cpuinfo", "/proc/cpuinfo")

    def wait_for_reboot(self):
        """Until it has gone down to come up again, and is up."""
        self.wait(lambda: self._container.poll() is not None, "no reboot")
        assert self._container.returncode == REBOOT
        self.boot()

    def crash(self):
        """As a power cut does: nobody is asked."""
        if self._container:
            if Path(f"/proc/{self._leader}").exists():
                os.kill(self._leader, signal.SIGKILL)  # which ends all that it started
            bed.end(self._container)
            self._container.wait()
            self._container, self._leader = None, -1

    def run(self, command, user="root"):
        """A shell command of a user's: its return code and output."""
        options = ["--quiet", "--wait", "--pipe", "--collect", f"--uid={user}", f"--working-directory=/home/{user}"]
        if user == "root":
            options.pop()
        return self._enter("systemd-run", *options, "sh", "-c", command)

    def must(self, command, user="root"):
        """The output of a command that does not fail."""
        run = self.run(command, user)
        assert run.returncode == 0, f"{command}: {run.stdout}"
        return run.stdout.strip()

    def wait(self, condition, otherwise):
        """Until it holds; the bed's clock is the limit."""
        while not (found := condition()):
            if self._clock.left() < 5:
                pytest.fail(otherwise() if callable(otherwise) else otherwise)
            time.sleep(0.1)
        return found

    def _enter(self, *command):
        namespaces = ["nsenter", "-m", "-u", "-i", "-n", "-p", "-t", str(self._leader)]
        return bed.run(namespaces + list(command), self._clock)

    def _found_leader(self):
        children = Path(f"/proc/{self._container.pid}/task/{self._container.pid}/children").read_text().split()
        names = {int(child): Path(f"/proc/{child}/comm").read_text().strip() for child in children}
        self._leader = next((child for child, name in names.items() if name == "systemd"), -1)
        return self._leader > 0


def copy_checkout(machine, name, owner="maker"):
    """The files of the checkout in the owner's home, as after `git clone`; the folder, as seen from here."""
    folder = machine.disk(f"/home/{owner}/{name}")
    left = shutil.ignore_patterns("__pycache__", "*.checkpoint")
    for part in ("pi_nn", "systemd", "scripts"):
        shutil.copytree(bed.CHECKOUT / part, folder / part, ignore=left, dirs_exist_ok=True)
    return folder


def shown(machine, name, unit="pi_nn"):
    return machine.must(f"systemctl show -P {name} {unit}")


def journal(machine, unit="pi_nn"):
    return machine.must(f"journalctl -b -o cat --no-pager -u {unit}")


def wait_until_ready(machine, but=""):
    """Until the service runs, as another process than `but`."""

    def is_ready():
        state, pid = (shown(machine, name) for name in ("ActiveState", "MainPID"))
        return state == "active" and pid != but

    machine.wait(is_ready, lambda: f"never ready:\n{journal(machine)[-2000:]}")


def put_upon(machine, unit, text):
    """A drop-in that goes with the next test."""
    machine.must(f"mkdir -p /run/systemd/system/{unit}.d")
    machine.must(f"cat >/run/systemd/system/{unit}.d/test.conf <<'END'\n{textwrap.dedent(text)}\nEND")
    machine.must("systemctl daemon-reload")


def fail_for_good(machine, code, uptime):
    """The service ends at once, again and again; the machine was up for some seconds then."""
    machine.disk("/root/uptime").write_text(f"{uptime}.00 1.00\n")
    put_upon(machine, "pi_nn-fault.service", "[Service]\nBindReadOnlyPaths=/root/uptime:/proc/uptime\n")
    put_upon(machine, "pi_nn.service", f"[Service]\nRestartSec=0\nExecStart=\nExecStart=/bin/sh -c 'exit {code}'\n")
    machine.run("systemctl restart pi_nn")
