"""`pi-nn read IMAGE`: the handwritten digit, or all, in each picture (JPEG or PNG, turned upright by its EXIF)."""

import argparse
import json
from typing import TYPE_CHECKING, Any

from pi_nn.commands.common import add_model_options, complain, settings_and_network

if TYPE_CHECKING:
    import numpy as np

    from pi_nn.network import Network
    from pi_nn.settings import Settings
    from pi_nn.vision import Glyph

EXAMPLES = """examples:
  pi-nn read photo.jpg                   the digit nearest the middle
  pi-nn read --number sheet.png          all digits, line by line, left to right
  pi-nn read --json *.jpg                one JSON object a line, for scripts
Exit code: 0, or 1 if some pictures could not be read, or 2 if none could."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe its arguments to argparse."""
    parser.add_argument("images", nargs="+", metavar="IMAGE", help="a picture")
    parser.add_argument("--number", action="store_true", help="all digits of the picture instead of one")
    parser.add_argument("--json", action="store_true", help="JSON Lines: one object for each picture, nothing else")
    add_model_options(parser)


def run(args: argparse.Namespace) -> int:
    """Read each picture and say what is in it; what cannot be read is named on stderr."""
    from pi_nn.camera.pictures import load_grey
    from pi_nn.errors import DataError

    settings, network = settings_and_network(args)
    failed = 0
    for name in args.images:
        try:
            frame = load_grey(name)
        except DataError as error:
            failed += 1
            complain(error)
            continue
        record = {"file": name, **read_picture(frame, network, settings, args.number)}
        print(json.dumps(record) if args.json else as_text(record), flush=True)
    return 0 if not failed else 1 if failed < len(args.images) else 2


def read_picture(frame: "np.ndarray", network: "Network", settings: "Settings", number: bool) -> dict[str, Any]:
    """The record of the digit nearest the middle, and with `number` those of all `digits` that are read."""
    from pi_nn.reader import first_digit, scores_of
    from pi_nn.vision import find_glyphs, likely_glyphs

    likely = likely_glyphs(frame, settings.finder, network.chance)
    record = glyph_record(*first_digit(likely, network, settings.decision.certain), settings)
    if number:
        glyphs = find_glyphs(frame, settings.finder)
        found = [glyph_record(glyph, scores_of(glyph, network), settings) for glyph in glyphs]
        record["digits"] = [each for each in found if each["digit"] is not None]
    return record


def glyph_record(glyph: "Glyph | None", scores: "np.ndarray", settings: "Settings") -> dict[str, Any]:
    """digit (0-9 or None), confidence, scores (11) and box [x, y, width, height] of one glyph."""
    from pi_nn.decision import read_once

    digit, confidence = read_once(scores, settings.decision.threshold)
    return {
        "digit": digit,
        "confidence": round(confidence, 6),
        "scores": [round(float(score), 6) for score in scores],
        "box": list(glyph.box) if glyph else None,
    }


def as_text(record: dict[str, Any]) -> str:
    """One line for people."""
    if "digits" in record:
        return f"{record['file']}: {''.join(str(each['digit']) for each in record['digits']) or 'no digit'}"
    if record["digit"] is None:
        return f"{record['file']}: no digit"
    return f"{record['file']}: {record['digit']} ({record['confidence']:.0%})"
