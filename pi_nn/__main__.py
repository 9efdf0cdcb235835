"""`python -m pi_nn` is the command `pi-nn`; told to end, it first undoes what is half done."""

import atexit
import os
import signal
import sys
from contextlib import suppress

_INTERRUPTED = 128 + signal.SIGINT
_SIGNALS = (signal.SIGTERM, signal.SIGHUP)


def start() -> int:
    """As `commands.main`; an interruption is quiet from here on, and a signal to end lets each `with` clean up."""
    told: list[int] = []

    def end(number: int, _frame: object) -> None:
        for each in _SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        told.append(number)
        raise SystemExit(128 + number)

    try:
        atexit.register(_die_of, told)  # before all others, so that it is called after them
        for each in _SIGNALS:
            if signal.getsignal(each) is signal.SIG_DFL:  # not under nohup
                signal.signal(each, end)
        from pi_nn.commands import main

        return main()
    except KeyboardInterrupt:
        return _INTERRUPTED


def _die_of(told: list[int]) -> None:
    """Who started us is to see that this signal ended us, as if we had not caught it."""
    if told:
        with suppress(OSError):
            sys.stdout.flush()
        signal.signal(told[0], signal.SIG_DFL)
        os.kill(os.getpid(), told[0])


if __name__ == "__main__":
    sys.exit(start())
