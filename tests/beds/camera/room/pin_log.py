"""Every change of a gpiozero mock pin is written to the file ROOM_PINS at once: "17 1", "17 0"."""

import os

from gpiozero.pins.mock import MockPin

_log = os.open(os.environ["ROOM_PINS"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
_change_state = MockPin._change_state


def _logged_change(pin, value):
    changed = _change_state(pin, value)
    if changed:
        os.write(_log, f"{pin.info.name.removeprefix('GPIO')} {int(value)}\n".encode())
    return changed


MockPin._change_state = _logged_change
