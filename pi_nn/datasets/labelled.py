"""Folders of labelled pictures: a `labels.csv`, or sub-folders named after the digit that they hold."""

import csv
from dataclasses import dataclass
from pathlib import Path

from pi_nn import files
from pi_nn.errors import DataError

ENDINGS = {".jpg", ".jpeg", ".png", ".bmp", ".gif", ".pgm", ".ppm", ".tif", ".tiff", ".webp"}


@dataclass(frozen=True)
class LabelledPictures:
    """Pictures to judge, each with its digit or None for "nothing to read", and how many rows were left out."""

    pictures: list[tuple[Path, int | None]]
    several: int = 0  # with several digits
    unusable: int = 0  # without a file, or with a label that is neither digits nor "none"

    @property
    def left_out(self) -> list[str]:
        """Lines that say what of a table is not among the pictures."""
        several = f"left out: {self.several} pictures with several digits"
        unusable = f"left out: {self.unusable} rows without a picture or a label of digits"
        return [several] * bool(self.several) + [unusable] * bool(self.unusable)


def read_folder(folder: Path) -> LabelledPictures:
    """What `labels.csv` (columns `file` and `label`) or the sub-folders' names say. DataError if neither does."""
    table = folder / "labels.csv"
    found = _from_table(table) if table.is_file() else _from_folders(folder)
    if not found.pictures:
        raise DataError(f"{folder}: no labelled picture: give it a labels.csv (file,label) or sub-folders 0 to 9")
    return found


def _from_table(table: Path) -> LabelledPictures:
    try:
        files.require_file(table)
        with table.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{table}: cannot be read ({error})") from error
    if rows and not {"file", "label"} <= rows[0].keys():
        raise DataError(f"{table}: has no columns file and label in its first line")
    named = [(row["file"], (row["label"] or "").strip()) for row in rows if row["file"]]
    pictures = [
        (table.parent / file, int(label) if _is_digit(label) else None)
        for file, label in named
        if label == "none" or _is_digit(label)
    ]
    several = sum(len(label) > 1 and set(label) <= set("0123456789/ ") for _, label in named)
    return LabelledPictures(pictures, several, len(rows) - len(pictures) - several)


def _is_digit(label: str) -> bool:
    return label in tuple("0123456789")


def _from_folders(folder: Path) -> LabelledPictures:
    """Digit from the sub-folder's first character; `none` for none; others and hidden files are left out."""
    return LabelledPictures(
        [
            (path, int(path.parent.name[0]) if _is_digit(path.parent.name[0]) else None)
            for path in sorted(folder.glob("*/[!.]*"))
            if path.suffix.lower() in ENDINGS and (_is_digit(path.parent.name[0]) or path.parent.name == "none")
        ]
    )
