"""Folders of labelled pictures: a `labels.csv`, or sub-folders named after the digit that they hold."""

import csv
from dataclasses import dataclass
from pathlib import Path

from pi_nn.errors import DataError

ENDINGS = {".jpg", ".jpeg", ".png"}


@dataclass(frozen=True)
class LabelledPictures:
    """Pictures to judge, each with its digit or None for "nothing to read", and how many were left out."""

    pictures: list[tuple[Path, int | None]]
    several: int  # pictures with several digits


def read_folder(folder: Path) -> LabelledPictures:
    """What `labels.csv` (columns `file` and `label`) or the sub-folders' names say. DataError if neither does."""
    table = folder / "labels.csv"
    found = _from_table(table) if table.is_file() else _from_folders(folder)
    if not found.pictures:
        raise DataError(f"{folder}: no labelled picture: give it a labels.csv (file,label) or sub-folders 0 to 9")
    return found


def _from_table(table: Path) -> LabelledPictures:
    try:
        with table.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{table}: cannot be read ({error})") from error
    if rows and not {"file", "label"} <= rows[0].keys():
        raise DataError(f"{table}: has no columns file and label in its first line")
    single = [row for row in rows if row["label"] == "none" or _is_digit(row["label"])]
    pictures = [(table.parent / row["file"], int(row["label"]) if row["label"] != "none" else None) for row in single]
    return LabelledPictures(pictures, len(rows) - len(single))


def _is_digit(label: str | None) -> bool:
    return label is not None and label in tuple("0123456789")


def _from_folders(folder: Path) -> LabelledPictures:
    """Digit from the sub-folder's first character; `n...` for none; other sub-folders are left out."""
    pictures = [
        (path, int(path.parent.name[0]) if _is_digit(path.parent.name[0]) else None)
        for path in sorted(folder.glob("*/*"))
        if path.suffix.lower() in ENDINGS and (_is_digit(path.parent.name[0]) or path.parent.name == "none")
    ]
    return LabelledPictures(pictures, 0)
