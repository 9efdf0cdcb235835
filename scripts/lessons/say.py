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
    path = PICTURES / f"{Path(sys.argv[0]).stem}.png"
    try:
        PICTURES.mkdir(exist_ok=True)
        plots.save(picture, path)
    except OSError as error:
        sys.exit(f"{path}: cannot be written ({error.strerror}); run it in a folder that can")
    print(f"picture: {path}")
