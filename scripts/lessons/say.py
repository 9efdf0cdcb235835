"""What the lessons share: lines with the text's number beside ours, and where pictures go."""

import sys
from pathlib import Path

from pi_nn import plots

PICTURES = Path("lessons")


def compare(what: str, printed: object, ours: object) -> None:
    """One line: what it is, the text's number, ours."""
    print(f"{what:<44} text {printed!s:<24} ours {ours}")


def keep(picture: plots.Image.Image) -> None:
    """Write a lesson's picture into the folder `lessons`, under the script's name."""
    PICTURES.mkdir(exist_ok=True)
    path = PICTURES / f"{Path(sys.argv[0]).stem}.png"
    plots.save(picture, path)
    print(f"picture: {path}")
