"""`pi-nn run --service`: reads as long as it can, and blinks, says and tries again what it cannot.

A fault of settings, pins, models or of opening the camera ends nothing. A camera that was open and gives no more
frames ends the process, dark, for systemd to start it again.
"""

import argparse
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from pi_nn.commands import reading
from pi_nn.commands.common import complain
from pi_nn.commands.last_settings import LastSettings
from pi_nn.commands.memory import Tidy, stay_as_large
from pi_nn.decision import Reading
from pi_nn.display import codes, open_displays
from pi_nn.display.several import Several
from pi_nn.errors import CameraError, CameraStalled, DisplayError, ModelError, PiNNError, SettingsError
from pi_nn.places import places
from pi_nn.recent import Recent
from pi_nn.runtime import RuntimeFiles
from pi_nn.service import notifiers
from pi_nn.settings import Settings

RETRY_SECONDS = 10.0
MOST_RETRIES = 180
"""Half an hour. What fails to open often leaves descriptors and memory behind, so then the process begins anew."""

_TICK = 0.05  # seconds; five in the shortest flash

Told = list[Callable[[int], None]]
"""What a signal is told to, see `service.ended_by_signals`."""


class Patience:
    """Waits after a fault until it is time to try again: says it once, and systemd and all else know of it.

    systemd: the notifiers. clock, sleep: seconds.
    """

    def __init__(self, systemd: list[Any], clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self.systemd = systemd
        self.clock = clock
        self._sleep = sleep
        self._said = ""

    def wait(self, fault: PiNNError, status: str, alive: Callable[[], None] = lambda: None) -> None:
        """alive: is called all the time."""
        self.say(str(fault))
        until = self.clock() + RETRY_SECONDS
        while self.clock() < until:
            for each in self.systemd:
                each.tell(titled(status, fault))
            alive()
            self._sleep(_TICK)

    def say(self, line: str) -> None:
        """One line a change."""
        if line != self._said:
            complain(line)
        self._said = line

    def works(self) -> None:
        """What was said does not hold any more."""
        if self._said:
            complain("works again")
        self._said = ""


class Appliance:
    """Settings and displays, and with them sessions; `run` is the service."""

    def __init__(
        self,
        args: argparse.Namespace,
        told: Told,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._args = args
        self._told = told
        self._patience = Patience(notifiers(), clock, sleep)
        self._last = LastSettings(args)

    def run(self) -> int:
        """Until the frames end, which a camera's never do: the exit code."""
        stay_as_large()
        with Several(self._patience.systemd):
            while True:
                try:
                    with ExitStack() as stack:
                        return self._session(stack).run()
                except (SettingsError, DisplayError) as fault:  # no pin is driven
                    self._without_display(fault)

    def _without_display(self, fault: PiNNError) -> None:
        """Nothing shows it: lookers and systemd are told."""
        with RuntimeFiles(places().runtime, dict, lambda _line: None) as files:
            files.tell(titled("no display", fault))
            self._patience.wait(fault, "no display")

    def _session(self, stack: ExitStack) -> "Session":
        """With the owner's settings, or with the last ones that worked."""
        try:
            settings = self._last.chosen()
            displays = stack.enter_context(_displays(settings))
            return Session(self._args, settings, displays, self._patience, self._told, self._last.keep)
        except (SettingsError, DisplayError) as fault:
            settings = self._last.instead(fault)
            displays = stack.enter_context(_displays(settings))
            complain(f"{fault}; the last settings that worked are used")
            session = Session(self._args, settings, displays, self._patience, self._told, lambda: None)
            session.trouble = f"settings broken: {fault}"
            return session


class Session:
    """Reading with these settings on open displays; a display, too, that lets the lamps tell how it is.

    works: is called at the first reading.
    """

    trouble = ""
    """What is wrong with the settings."""

    def __init__(
        self,
        args: argparse.Namespace,
        settings: Settings,
        displays: Several,
        patience: Patience,
        told: Told,
        works: Callable[[], None],
    ) -> None:
        self._args = args
        self._settings = settings
        self._displays = displays
        self._patience = patience
        self._works = works
        self._model: Any = None
        self._guard = reading.guard_of(displays, settings)
        folder = places(settings.service).runtime
        self._runtime = RuntimeFiles(folder, self._facts, complain, recent=recent_of(folder, settings))
        self._ready_until: float | None = None
        self._failures = 0  # to open the camera, since the last reading
        self._tidy = Tidy()
        told[:] = [self._guard.leave]  # in case that a library swallows the SystemExit

    def run(self) -> int:
        """Until the frames end."""
        self._displays.light()
        with self._runtime, self._guard:
            while True:
                try:
                    return self._read()
                except CameraStalled:
                    raise
                except CameraError as fault:
                    self._require_patience(fault)
                    self._wait(fault, "no camera", codes.CAMERA)
                except ModelError as fault:
                    self._wait(fault, "no model", codes.MODEL)

    def _read(self) -> int:
        from pi_nn.camera import open_camera

        self._model = self._model or self._chosen_model()
        self._ready_until = None
        settings, model = self._settings, self._model
        camera = open_camera(reading.source_of(settings), settings.camera)
        known = [model, self._runtime, *self._patience.systemd, self._guard, self._tidy]
        with camera, self._guard.leaving():
            frames = reading.taken(camera, settings, self._args)
            reading.read(frames, model, Several([self, self._displays, *known]), settings)
        return reading.report_refused(camera)

    def _chosen_model(self) -> Any:
        """That of the settings; where it is broken, the appliance's current one."""
        try:
            return reading.model_of(self._settings)
        except ModelError as fault:
            if not self._settings.service.model:
                raise
            complain(f"{fault}; the current model is used")
            self.trouble = f"model broken: {fault}"
            return reading.model_of(self._settings.changed("service", model=""))

    def show(self, _reading: Reading) -> None:
        """At the first reading a flash says ready; afterwards the lamps have the code of what is wrong."""
        now = self._patience.clock()
        if self._ready_until is None:
            self._ready_until = now + codes.length(codes.READY)
            self._failures = 0
            self._patience.works()
            self._works()
        self._displays.warn(codes.READY if now < self._ready_until else self._code())

    def _code(self) -> int:
        if self._model.broken or self.trouble.startswith("model"):
            return codes.MODEL
        return codes.SETTINGS if self.trouble else 0

    def _require_patience(self, fault: CameraError) -> None:
        self._failures += 1
        if self._failures > MOST_RETRIES:
            raise CameraStalled(f"{fault}; begins anew after {MOST_RETRIES} more trials") from fault

    def _wait(self, fault: PiNNError, status: str, code: int) -> None:
        self._displays.warn(code)
        self._runtime.tell(titled(status, fault))
        self._patience.wait(fault, status, self._alive)

    def _alive(self) -> None:
        self._displays.blink()
        self._guard.opening()

    def _facts(self) -> dict[str, Any]:
        """What else a looker is told."""
        broken = "a model is broken: `pi-nn models` says which" if self._model and self._model.broken else ""
        name = self._model.name if self._model else ""
        return {"model": name, "fault": self.trouble or broken}


def recent_of(folder: Path, settings: Settings) -> Recent:
    """No digit with something written is shown for as long as unsure would be before it is kept."""
    return Recent(folder, settings.service.recent, settings.decision.unsure_after)


def _displays(settings: Settings) -> Several:
    return open_displays(settings.display.show, settings.display, settings.service.pin_factory)


def titled(title: str, fault: PiNNError) -> str:
    """A fault in one line that begins with the title."""
    line = " ".join(str(fault).split())
    return line if line.startswith(title) else f"{title}: {line}"
