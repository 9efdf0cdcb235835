"""Photographs and camera frames that people took: one digit each, none, or several."""

import csv
import json
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from seeing_case import FOUND_COLOUR, TRUE_COLOUR, Case, Figure, Section, percent, share, tabulated
from seeing_eyes import Eyes, Seen, why_not

from pi_nn.camera.pictures import load_grey

APART, WEBCAM = "zfturbo", "rand0_webcam"
NOT_COUNTED = "over-exposed, moving"
NONE = "without a digit"
MARKS = ("right", "wrong", "refused")
NO_BOX = (0, 0, 1, 1)

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Photo:
    """A picture; digits: the true ones in reading order; boxes: theirs, as far as anybody drew them."""

    path: Path
    file: str
    digits: str
    note: str
    boxes: tuple[Box, ...] = ()
    partial: bool = False  # some of its digits have no box

    @property
    def group(self) -> str:
        return self.file.split("/")[0]


def find_photos(data: str | None) -> list[Photo] | None:
    """The pictures of the data folder's photos/dev, or of the folder itself; None without any."""
    given = data or os.environ.get("PI_NN_DATA")
    folders = [Path(given) / "photos" / "dev", Path(given)] if given else []
    return next((load_photos(folder) for folder in folders if (folder / "labels.csv").is_file()), None)


def load_photos(folder: Path) -> list[Photo]:
    """From labels.csv (file, label, note) and, if it is there, boxes.json (file, boxes_xyxy)."""
    drawn = folder / "boxes.json"
    known = {each["file"]: each for each in json.loads(drawn.read_text())} if drawn.is_file() else {}
    photos = []
    with (folder / "labels.csv").open(newline="", encoding="utf-8-sig") as table:
        for row in csv.DictReader(table):
            digits = "".join(filter(str.isdigit, row["label"]))
            of = known.get(row["file"], {})
            boxes = tuple((x, y, right - x, down - y) for x, y, right, down in of.get("boxes_xyxy", ()))
            partial = bool(of.get("partial"))
            photos.append(Photo(folder / row["file"], row["file"], digits, row.get("note") or "", boxes, partial))
    return photos


@dataclass(frozen=True)
class Singles:
    """The job: picture of one digit or of none, by number."""

    eyes: Eyes
    photos: tuple[Photo, ...]

    def __call__(self, number: int) -> list[Case]:
        photo = self.photos[number]
        frame = load_grey(photo.path)
        seen = self.eyes.see(frame)
        box = photo.boxes[0] if photo.boxes else None
        case = self._of_digit(photo, seen, box) if photo.digits else self._of_none(photo, seen)
        return [case.pictured(frame, [(box, TRUE_COLOUR), (seen.box, FOUND_COLOUR)], seen) if case.why else case]

    def _of_digit(self, photo: Photo, seen: Seen, box: Box | None) -> Case:
        truth = int(photo.digits)
        rows = ("all", APART if photo.file.startswith(APART) else "the rest", photo.group)
        why = why_not(seen, truth, box or seen.box or NO_BOX, self.eyes.settings.decision.threshold)
        marks = {"right": not why, "wrong": seen.digit not in (None, truth), "refused": seen.digit is None}
        return Case(photo.file, rows, photo.digits, seen.said(), marks, why, seen.surety(truth))

    def _of_none(self, photo: Photo, seen: Seen) -> Case:
        why = "" if seen.digit is None else f"read as {seen.digit}"
        return Case(photo.file, (NONE,), "nothing", seen.said(), {"refused": not why}, why)


@dataclass(frozen=True)
class Several:
    """The job: picture of several digits by number; a case for each digit and for each extra reading."""

    eyes: Eyes
    photos: tuple[Photo, ...]

    def __call__(self, number: int) -> list[Case]:
        photo = self.photos[number]
        frame = load_grey(photo.path)
        every = self.eyes.see_all(frame)
        place = assigned([each for each in every if each.digit is not None], photo)
        cases = [self._digit(photo, frame, index, every, place) for index in range(len(photo.boxes))]
        extras = [seen for seen, index in place if index is None]
        if photo.partial:
            extras = [seen for seen in extras if any(within(seen, box) for box in photo.boxes)]
        cases += [self._extra(photo, frame, seen) for seen in extras]
        return [*cases, order_case(photo, [index for _, index in place if index is not None])]

    def _digit(
        self, photo: Photo, frame: np.ndarray, index: int, every: list[Seen], place: list[tuple[Seen, int | None]]
    ) -> Case:
        truth, box = photo.digits[index], photo.boxes[index]
        right = any(taken == index for _, taken in place)
        seen = next((each for each in every if within(each, box)), None)
        why = "" if right else "nothing found in its box"
        if seen and not right:
            why = why_not(seen, int(truth), box, self.eyes.settings.decision.threshold) or "was already counted"
        said = "right" if right else seen.said() if seen else "nothing"
        case = Case(f"{photo.file}, digit {index + 1}", rows_of(photo), truth, said, {"right": right}, why)
        return close_up(case, frame, box, seen) if why else case

    def _extra(self, photo: Photo, frame: np.ndarray, seen: Seen) -> Case:
        wrong = any(within(seen, box) for box in photo.boxes)
        truth, why = ("?", "read wrong") if wrong else ("nothing", "nothing to read there")
        case = Case(f"{photo.file}, extra or wrong", rows_of(photo), truth, seen.said(), {"extra": True}, why)
        return close_up(case, frame, None, seen)


def rows_of(photo: Photo) -> tuple[str, ...]:
    return ("all", photo.group, WEBCAM if photo.group == WEBCAM else "the others")


def within(seen: Seen, box: Box) -> bool:
    """Whether the middle of what was read lies in the box."""
    x, y, width, height = seen.box or NO_BOX
    left, top, wide, high = box
    return left <= x + width / 2 <= left + wide and top <= y + height / 2 <= top + high


def assigned(readings: list[Seen], photo: Photo) -> list[tuple[Seen, int | None]]:
    """Each reading with the digit (index) that it is: its middle lies in that box, of that label; None for others."""
    found: list[tuple[Seen, int | None]] = []
    for seen in readings:
        taken = {index for _, index in found}
        fitting = [
            index
            for index, (label, box) in enumerate(zip(photo.digits, photo.boxes))
            if index not in taken and label == str(seen.digit) and within(seen, box)
        ]
        found.append((seen, fitting[0] if fitting else None))
    return found


def order_case(photo: Photo, order: list[int]) -> Case:
    """Whether what was read right was read in order."""
    right = order == sorted(order)
    said = "".join(photo.digits[index] for index in order)
    why = "" if right else f"order of the right ones: {' '.join(str(index + 1) for index in order)}"
    rows = ("order",) if photo.group != WEBCAM else ()
    return Case(f"{photo.file}, order", rows, photo.digits, said, {"in order": right}, why if rows else "")


def close_up(case: Case, frame: np.ndarray, box: Box | None, seen: Seen | None) -> Case:
    """The case with the part of the frame around the true box, or around what was seen."""
    found = seen.box if seen else None
    part, (left, top) = around(frame, box or found)
    boxes = ((box, TRUE_COLOUR), (found, FOUND_COLOUR))
    moved = [(each and (each[0] - left, each[1] - top, *each[2:]), colour) for each, colour in boxes]
    return case.pictured(part, moved, seen)


def around(frame: np.ndarray, box: Box) -> tuple[np.ndarray, tuple[int, int]]:
    """The part of the frame three times as wide as the box, and its left upper corner."""
    x, y, width, height = box
    margin = max(width, height)
    left, top = max(0, x - margin), max(0, y - margin)
    return frame[top : y + height + margin, left : x + width + margin], (left, top)


def measure(bench) -> Section:
    """One digit, none, several."""
    section = Section("Photographs and camera frames (photos/dev)")
    photos = find_photos(bench.args.data)
    if photos is None:
        section.notes.append("left out: no photos/dev/labels.csv in the folder of --data or PI_NN_DATA")
        return section
    singles = tuple(photo for photo in photos if len(photo.digits) < 2)
    several = tuple(photo for photo in photos if len(photo.digits) > 1 and photo.boxes and not unfair(photo))
    single_cases = bench.work.run("photographs", Singles(bench.eyes, singles), len(singles))
    several_cases = bench.work.run("several digits", Several(bench.eyes, several), len(several))
    report_singles(section, single_cases)
    report_several(section, several_cases)
    section.cases = single_cases + several_cases
    return section


def unfair(photo: Photo) -> bool:
    return NOT_COUNTED in photo.note


def report_singles(section: Section, cases: list[Case]) -> None:
    ones = [case for case in cases if NONE not in case.rows]
    bad, wrong = sum(not case.marks["right"] for case in ones), sum(case.marks["wrong"] for case in ones)
    nothing = [case for case in cases if NONE in case.rows]
    section.figures += [
        Figure(f"of {len(ones)} pictures of one digit not read right", str(bad), "at most 2", bad <= 2),
        Figure("of them read wrong", str(wrong), "at most 1", wrong <= 1),
        Figure(f"of {len(nothing)} without a digit refused", str(sum(case.marks["refused"] for case in nothing))),
    ]
    groups = sorted({case.rows[-1] for case in ones})
    section.tables.append(tabulated(ones, ("all", APART, "the rest", *groups), MARKS, "one digit"))


def report_several(section: Section, cases: list[Case]) -> None:
    digits = [case for case in cases if "right" in case.marks]
    extra = [case for case in cases if "extra" in case.marks]
    orders = [case for case in cases if "order" in case.rows]
    right, wrong = share(digits, "right"), len(extra) / max(len(digits), 1)
    section.figures += [
        Figure(f"of {len(digits)} digits on sheets of several right", percent(right), "at least 92 %", right >= 0.92),
        Figure("extra or wrong beside them", percent(wrong), "at most 3 %", wrong <= 0.03),
        Figure("sheets in reading order", f"{sum(case.marks['in order'] for case in orders)} of {len(orders)}"),
    ]
    groups = ("all", WEBCAM, "the others", *sorted({case.rows[1] for case in digits} - {WEBCAM}))
    table = tabulated(digits, groups, ("right",), "several digits")
    counts = [sum(row[0] in case.rows for case in extra) for row in table.rows]
    table.rows = [[*row, percent(count / int(row[1]))] for row, count in zip(table.rows, counts)]
    table.heads = [*table.heads, "extra or wrong"]
    section.tables.append(table)
