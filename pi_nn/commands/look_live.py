"""`pi-nn look` without a picture: what the running service sees, as it sees it."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from pi_nn import runtime
from pi_nn.commands.common import appliance_places, complain
from pi_nn.decision import Reading
from pi_nn.display.text import Text
from pi_nn.errors import DataError, ServiceError
from pi_nn.vision import Glyph

_TICK = 0.1  # seconds between two looks; a camera gives a frame in an eighth of a second
_WISH_SECONDS = 1.0
_PATIENCE = 5.0  # seconds in which a service that runs gives a frame to who wishes for one


def run(args: argparse.Namespace) -> int:
    """Draw every new reading until Ctrl-C, or until so many frames were seen; keep the frames if asked to."""
    from pi_nn import service

    folder = appliance_places(args.settings).runtime
    save = _keeper(Path(args.save)) if args.save else None
    with service.ended_by_signals(), Text(sys.stdout) as display:
        for count, (number, reading) in enumerate(readings(folder), start=1):
            display.show(reading)
            if save:
                save(number, reading.frame)
            if args.frames and count >= args.frames:
                break
    return 0


def readings(
    folder: Path, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
) -> Iterator[tuple[int, Reading]]:
    """The service's new readings with their frames' numbers, for ever; ServiceError when there are none any more."""
    last, wished, heard = -1, -_WISH_SECONDS, clock()
    while True:
        if clock() - wished >= _WISH_SECONDS:
            runtime.look(folder)
            wished = clock()
        seen = runtime.seen(folder, clock)
        if seen.frame is not None and "scores" in seen.record and seen.record["frame"] != last:
            last, heard = seen.record["frame"], clock()
            yield last, as_reading(seen)
        elif clock() - heard > _PATIENCE:
            raise ServiceError(seen.record["fault"] or "the service gives no frames: `journalctl -u pi_nn`")
        sleep(_TICK)


def as_reading(seen: runtime.Seen) -> Reading:
    """What the service saw, as the reading that it was."""
    record = seen.record
    glyph = None
    if seen.glyph is not None and record["box"]:
        x, y, width, height = record["box"]
        glyph = Glyph(seen.glyph.astype(np.float32) / 255, (x, y, width, height))
    scores = np.array(record["scores"], np.float32)
    assert seen.frame is not None
    return Reading(seen.frame, glyph, scores, record["digit"], record["confidence"], record["unsure"])


def _keeper(folder: Path) -> Callable[[int, np.ndarray], None]:
    """Keeps frames as the camera gave them: frame-000012.png; DataError where that is not possible."""
    from PIL import Image

    from pi_nn import plots

    def keep(number: int, frame: np.ndarray) -> None:
        try:
            plots.save(Image.fromarray(frame), folder / f"frame-{number:06d}.png")
        except OSError as error:
            raise DataError(f"{folder}: frames cannot be kept there: {error.strerror or error}") from error

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{folder}: frames cannot be kept there: {error.strerror}") from error
    complain(f"frames are kept in {folder}")
    return keep
