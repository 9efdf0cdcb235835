"""Being a good service: ends when told to, tells systemd how it is, and never hangs unnoticed."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from math import inf
from typing import Any

from pi_nn.decision import Reading
from pi_nn.errors import CameraStalled, PiNNError

_INTERRUPTED = 128 + signal.SIGINT


@contextmanager
def ended_by_signals() -> Iterator[list[Callable[[int], None]]]:
    """SIGTERM becomes SystemExit(0) here, and a closed terminal SystemExit(129), so that `with` cleans up.

    Gives a list: what is put into it is called with the exit code first. Signals after the first one do not
    disturb the cleaning.
    """
    told: list[Callable[[int], None]] = []
    codes = {signal.SIGTERM: 0, signal.SIGHUP: 128 + signal.SIGHUP}
    before = {each: signal.getsignal(each) for each in codes}

    def end(number: int, _frame: object) -> None:
        for each in codes:
            signal.signal(each, signal.SIG_IGN)
        code = codes[signal.Signals(number)]
        for tell in told:
            tell(code)
        raise SystemExit(code)

    try:
        for each in codes:
            if before[each] is not signal.SIG_IGN:  # as under nohup
                signal.signal(each, end)
        yield told
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def end_now(code: int) -> None:
    """End the process without asking its other threads, which may be stuck for ever."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # whoever read it is gone
            continue
    os._exit(code)


class Guard:
    """Ends the process when the loop stands still, also in opening or closing the camera; a display and context.

    dark: called before the end. stall_seconds: the longest time between two readings; inf: no limit, as for
    cameras that are no devices. open_seconds, close_seconds: for what comes before and after the readings.
    Seconds are counted in ticks: a process that was suspended, or a clock that jumps, ends nothing.
    """

    def __init__(
        self,
        dark: Callable[[], None],
        stall_seconds: float = inf,
        open_seconds: float = inf,
        close_seconds: float = 2.0,
        tick: float = 0.1,
        end: Callable[[int], None] | None = None,
    ) -> None:
        self._dark = dark
        self._stall_seconds = stall_seconds
        self._open_seconds = open_seconds
        self._close_seconds = close_seconds
        self._tick = tick
        self._end = end or (lambda code: os._exit(code))
        self._left = open_seconds
        self._code = CameraStalled.exit_code
        self._leaving = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="guard", daemon=True)

    def __enter__(self) -> "Guard":
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._over.set()
        self._thread.join()

    def show(self, reading: Reading) -> None:
        """The loop is alive."""
        if not self._leaving:
            self._left = self._stall_seconds

    def opening(self) -> None:
        """What is opened from now on, again, has `open_seconds`."""
        self._leaving = False
        self._code = CameraStalled.exit_code
        self._left = self._open_seconds

    def leave(self, code: int) -> None:
        """From now on there are `close_seconds` left; if they do not do, the process ends with this code."""
        self._leaving = True
        self._code = code
        self._left = self._close_seconds

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """However the block ends, what comes after it has `close_seconds`; a stall keeps its own code."""
        code = 0
        try:
            yield
        except BaseException as error:
            code = exit_code(error)
            raise
        finally:
            self.leave(code)

    def _watch(self) -> None:
        while not self._over.wait(self._tick):
            self._left -= self._tick
            if self._left <= 0:
                self._give_up()
                return

    def _give_up(self) -> None:
        """Darken in a thread of its own: what the loop is stuck in may hold what that needs."""
        farewell = threading.Thread(target=self._farewell, daemon=True)
        farewell.start()
        farewell.join(1.0)
        self._end(self._code)

    def _farewell(self) -> None:
        with suppress(Exception):  # lamps that cannot be darkened keep nobody
            self._dark()
        if not self._leaving:
            print("pi-nn: the camera stands still: ending, to be started again", file=sys.stderr, flush=True)


def exit_code(error: BaseException) -> int:
    """What a process ends with that ends by this exception."""
    if isinstance(error, PiNNError):
        return error.exit_code
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    return _INTERRUPTED if isinstance(error, KeyboardInterrupt) else 1


class Notify:
    """Tells systemd: READY at the first reading, WATCHDOG at each, STATUS at each change; a display and context.

    Where there is no reading because of a fault, `tell` stands for it.

    notifier: an `sdnotify.SystemdNotifier`.
    """

    def __init__(self, notifier: Any) -> None:
        self._notifier = notifier
        self._notifier.debug = True  # else it swallows whatever is raised, also the SystemExit of SIGTERM
        self._status = ""

    def __enter__(self) -> "Notify":
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._notify("STOPPING=1")
        if self._notifier.socket:
            self._notifier.socket.close()

    def show(self, reading: Reading) -> None:
        """Feed the watchdog, and say what is shown where that has changed."""
        self.tell(_status(reading))

    def tell(self, status: str) -> None:
        """The loop is alive, and this is how it is."""
        if not self._status:
            self._notify("READY=1")
        self._notify("WATCHDOG=1")
        if status != self._status:
            self._notify(f"STATUS={status}")
        self._status = status

    def _notify(self, message: str) -> None:
        if self._notifier.socket:
            with suppress(OSError):  # systemd does not listen any more
                self._notifier.notify(message.encode(errors="backslashreplace").decode())  # names may be no text


def _status(reading: Reading) -> str:
    if reading.number:
        return f"number {reading.number}"
    if reading.unsure:
        return "unsure"
    return "no digit" if reading.digit is None else f"digit {reading.digit}"


def notifiers() -> list[Any]:
    """A Notify where systemd listens ($NOTIFY_SOCKET), else nothing."""
    if not os.environ.get("NOTIFY_SOCKET"):
        return []
    try:
        from sdnotify import SystemdNotifier
    except ImportError:
        import logging

        logging.getLogger(__name__).warning("systemd is told nothing: `sudo apt install python3-sdnotify`")
        return []
    return [Notify(SystemdNotifier())]
