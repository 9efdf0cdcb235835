"""Python reads this by itself at start: it puts the room's camera and pin log into any program."""

import os

if "ROOM_PADDING" in os.environ:
    import pi_camera  # noqa: F401
if "ROOM_PINS" in os.environ:
    import pin_log  # noqa: F401
