"""Checks of the appliance: settings, service, camera, pins, groups and model."""

import grp
import os
import pwd
from importlib.util import find_spec
from pathlib import Path

from pi_nn import board, runtime, settings_file
from pi_nn.camera import likely_source
from pi_nn.checks.finding import Finding
from pi_nn.errors import CameraError, ModelError, ServiceError, SettingsError
from pi_nn.model_store import ModelStore
from pi_nn.places import STATE, unreached
from pi_nn.runtime import STALE_SECONDS, Seen
from pi_nn.settings import Settings

USER, GROUPS = "pi_nn", ("video", "gpio")
_SPI = (7, 8, 9, 10, 11)
_HIDDEN = "the service sees nothing in /home or /tmp: lay it elsewhere, as in /srv, for everybody to read"
_IN_FULL = f"{_HIDDEN}, and name it in full; it writes in {STATE} alone, where a disk can be mounted"


def settings(path: Path = settings_file.DEFAULT, seen: Seen | None = None) -> Finding:
    """Whether the owner's file can be used."""
    if not path.exists():
        return Finding("settings", True, f"no {path}: all as it was made")
    if path == settings_file.DEFAULT and not path.stat().st_mode & 0o004:
        mend = f"sudo chmod 644 {path} && sudo systemctl restart pi_nn"
        return Finding("settings", False, f"{path}: not everybody may read it, so the service may not", mend)
    try:
        chosen = settings_file.load(path)
    except SettingsError as error:
        return Finding("settings", False, str(error), f"edit {path}, then `sudo systemctl restart pi_nn`")
    if fault := _fault(seen, "settings broken"):
        mend = "sudo systemctl restart pi_nn; if that does not help, let it be a plain file that everybody may read"
        return Finding("settings", False, f"can be used now, but could not when the service started: {fault}", mend)
    if path == settings_file.DEFAULT and (places := unreached(chosen)):
        return Finding("settings", False, f"{path}: {', '.join(places)} is out of the service's reach", _IN_FULL)
    return Finding("settings", True, str(path))


def running(folder: Path) -> Seen | None:
    """What the service sees, if one runs and may be looked at."""
    try:
        return runtime.seen(folder)
    except ServiceError:
        return None


def service(folder: Path, installed: bool) -> Finding:
    """Whether it runs, and reads."""
    try:
        seen = runtime.seen(folder)
    except ServiceError as error:
        if isinstance(error.__cause__, PermissionError):
            return Finding("service", False, str(error), "see groups")
        mend = "sudo systemctl reset-failed pi_nn; sudo systemctl enable --now pi_nn; `journalctl -u pi_nn` says why"
        return Finding("service", False if installed else None, str(error), mend)
    if fault := str(seen.record.get("fault", "")):
        mend = "wait: on a Pi Zero it takes a minute" if fault == "starting" else "see the other lines"
        return Finding("service", False, fault, mend)
    if seen.age > STALE_SECONDS:
        mend = "wait: it is started again within a minute; else `sudo systemctl restart pi_nn`"
        return Finding("service", False, f"the last frame is {seen.age:.0f} s old", mend)
    return Finding("service", True, f"{seen.record['frames_per_second']:.1f} frames a second")


def camera(chosen: Settings, seen: Seen | None) -> Finding:
    """Whether there is one; the service's own word goes before ours, because it holds the camera."""
    source = likely_source() if chosen.camera.source == "auto" else chosen.camera.source
    if source != "pi":
        if fault := _fault(seen, "no camera"):
            return Finding("camera", False, fault, _HIDDEN)
        return Finding("camera", None if source == "demo" else True, f"{source}: no device is used")
    if seen and not seen.record.get("fault") and seen.age < STALE_SECONDS:
        return Finding("camera", True, f"frames of {seen.record.get('size')} pixels arrive")
    if not find_spec("picamera2"):
        mend = "sudo apt install --no-install-recommends python3-picamera2"
        return Finding("camera", False, "picamera2 is not installed", mend)
    from pi_nn.camera.pi import connected

    try:
        names = connected()
    except CameraError as error:
        return Finding("camera", False, str(error), "see https://www.raspberrypi.com/documentation, camera software")
    mend = "switch off, push the ribbon cable in on both ends, contacts the right way; `rpicam-hello --list-cameras`"
    return Finding("camera", bool(names), ", ".join(names) or "no camera is connected", "" if names else mend)


def pins(chosen: Settings, root: Path = board.ROOT, seen: Seen | None = None) -> Finding:
    """Whether the lines of the displays can be driven; nothing is driven for that, so the service's word counts."""
    fault = _fault(seen)
    if "_pins: " in fault:
        return Finding("pins", False, fault,
                       "end what holds them (`sudo fuser -v /dev/gpiochip*`), or choose other pins")  # fmt: skip
    used = [pin for name in chosen.display.show if name != "text" for pin in getattr(chosen.display, f"{name}_pins")]
    if not used or chosen.service.pin_factory == "mock":
        return Finding("pins", None, "no LEDs are chosen" if not used else "mock pins are chosen")
    chips = sorted((root / "dev").glob("gpiochip*"))
    if not chips:
        return Finding("pins", False if board.is_pi(root) else None, "no /dev/gpiochip*: no pins on this machine",
                       "start the kernel of Raspberry Pi OS")  # fmt: skip
    if list((root / "dev").glob("spidev*")) and set(used) & set(_SPI):
        shared = sorted(set(used) & set(_SPI))
        return Finding("pins", False, f"GPIO {shared} belong to SPI, which is switched on",
                       "switch SPI off (`sudo raspi-config`, Interface Options), or choose other pins")  # fmt: skip
    if not find_spec("lgpio"):
        return Finding("pins", False, "lgpio is not installed", "sudo apt install python3-lgpio")
    if "no pins can be driven" in fault:
        return Finding("pins", False, fault, "see groups; else `sudo apt reinstall python3-lgpio python3-gpiozero`")
    return Finding("pins", True, f"GPIO {', '.join(map(str, used))} at {chips[0].name}")


def _fault(seen: Seen | None, kind: str = "") -> str:
    """What the service says is wrong, if it begins so."""
    fault = str(seen.record.get("fault", "")) if seen else ""
    return fault if fault.startswith(kind) else ""


def groups(user: str = USER, needed: tuple[str, ...] = GROUPS) -> Finding:
    """Whether the service's user may use camera and pins, and we may look at what it sees."""
    try:
        pwd.getpwnam(user)
    except KeyError:
        return Finding("groups", None, f"no user {user}: not installed as a service")
    missing = [name for name in needed if user not in _members(name)]
    if missing:
        return Finding("groups", False, f"user {user} is not in {', '.join(missing)}",
                       f"sudo usermod -aG {','.join(missing)} {user} && sudo systemctl restart pi_nn")  # fmt: skip
    if os.geteuid() != 0 and grp.getgrnam(user).gr_gid not in os.getgroups():
        return Finding("groups", False, f"you are not in {user}, so you cannot look or teach",
                       f"sudo adduser $USER {user}, then log in anew")  # fmt: skip
    return Finding("groups", True, f"{user} is in {', '.join(needed)}")


def _members(group: str) -> list[str]:
    try:
        return grp.getgrnam(group).gr_mem
    except KeyError:
        return []


def model(store: ModelStore, chosen: Settings, seen: Seen | None = None) -> Finding:
    """Whether what should read is whole; others than the current one are named by `pi-nn models`."""
    from pi_nn.model_store import load_tested

    named = chosen.service.model
    try:
        if named:
            load_tested(Path(named))
            if fault := _fault(seen, "model broken"):
                return Finding("model", False, fault, _HIDDEN)
            return Finding("model", True, f"{named}, as the settings say")
        if (state := store.folder.parent).exists() and not os.access(state, os.X_OK):
            return Finding("model", None, f"you may not look into {state}: see groups")
        loaded = store.load()
    except ModelError as error:
        mend = f"model = \"{named}\" in [service]: another file, or none" if named else "sudo scripts/install, again"
        return Finding("model", False, str(error), mend)
    name = f"model {loaded.number}" if loaded.number else "the packaged model"
    if loaded.refused:
        return Finding("model", False, f"{loaded.refused[0]}; {name} reads", f"pi-nn models --use {loaded.number}")
    if _fault(seen, "a model is broken"):
        found = f"{name} is whole, but the service found one that was broken"
        return Finding("model", False, found, "sudo systemctl restart pi_nn")
    return Finding("model", True, f"{name} reads 10 of 10 plain digits" if _all_read(loaded.network) else name)


def _all_read(network: object) -> bool:
    from pi_nn import self_test

    scores = network.predict_many(self_test.glyphs())  # type: ignore[attr-defined]
    return bool((scores.argmax(axis=1) == range(10)).all())
