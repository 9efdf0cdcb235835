"""`scripts/bench seeing` counts as its bars are worded, shows every failure and reads as the product does."""

import csv
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from handwriting import glyphs
from mnist_files import put_digits
from pictures import Says, sheet
from PIL import Image

from pi_nn.decision import NO_DIGIT, Reading
from pi_nn.glyphs import Glyphs
from pi_nn.scenes import EMPTIES, FORMS
from pi_nn.settings import Settings
from pi_nn.vision import Glyph

pytestmark = pytest.mark.checkout

BENCHES = Path(__file__).parent.parent / "scripts" / "benches"
sys.path.insert(0, str(BENCHES))

import seeing_anchor  # noqa: E402
import seeing_arrays  # noqa: E402
import seeing_case  # noqa: E402
import seeing_confidence  # noqa: E402
import seeing_cost  # noqa: E402
import seeing_empties  # noqa: E402
import seeing_page  # noqa: E402
import seeing_photos  # noqa: E402
import seeing_scenes  # noqa: E402
import seeing_sequences  # noqa: E402
import seeing_text  # noqa: E402
import seeing_work  # noqa: E402
from seeing_case import Case, Section  # noqa: E402
from seeing_eyes import Eyes, Seen  # noqa: E402


def eyes(*says, score=1.0):
    return Eyes(Settings(), Says(*says, score=score))


def some_digits():
    return Glyphs(*glyphs())


def case(name="scene 1: x", rows=("all",), why="", surety=None, **marks):
    return Case(name, rows, "3", "8", marks, why, surety)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A data folder with MNIST's files and photos/dev."""
    folder = tmp_path_factory.mktemp("data")
    images, labels = glyphs()
    for part in ("train", "t10k"):
        put_digits(folder / "mnist", part, images[:240], labels[:240])
    put_photos(folder / "photos" / "dev")
    return folder


def put_photos(folder):
    rows, boxes = [], []
    for name, digits, note in (("a/3.png", "3", ""), ("a/none.png", "", ""), ("b/47.png", "47", "")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        frame, places = sheet(*map(int, digits))
        Image.fromarray(frame).save(folder / name)
        rows.append({"file": name, "label": digits or "none", "note": note})
        boxes.append({"file": name, "boxes_xyxy": [(x, y, x + w, y + h) for x, y, w, h in places]})
    with (folder / "labels.csv").open("w", newline="") as file:
        table = csv.DictWriter(file, ["file", "label", "note"])
        table.writeheader()
        table.writerows([*rows, {"file": "b/lost.png", "label": "12", "note": "x; over-exposed, moving"}])
    (folder / "boxes.json").write_text(json.dumps(boxes))


def bench(*arguments):
    return subprocess.run([sys.executable, BENCHES / "seeing.py", *arguments], capture_output=True, text=True)


def test_every_section_writes_its_figures_and_its_page(data, tmp_path):
    sections = ("photos", "scenes", "empties", "sequences", "confidence", "arrays")
    run = bench(*sections, "--count", "5", "--jobs", "2", "--data", data, "--out", tmp_path / "new" / "out")
    assert run.returncode == 0, run.stderr
    text, page = ((tmp_path / "new" / f"out.{end}").read_text() for end in ("txt", "html"))
    assert all(line in run.stdout for line in text.splitlines())
    assert text.count("====\n") == page.count("<h2>") == len(sections)
    assert "of 1 pictures of one digit not read right" in text and "of 2 digits on sheets of several right" in text
    assert page.count("<figure>") >= 5 and "http" not in page


def test_without_data_the_sections_that_need_it_say_so(tmp_path):
    run = bench("photos", "scenes", "sequences", "--data", tmp_path, "--out", tmp_path / "out")
    assert run.returncode == 0 and run.stdout.count("left out:") == 3


@pytest.mark.parametrize("arguments", [["nothing"], ["--count", "0"], ["scenes", "--model", "nowhere.npz"]])
def test_what_cannot_be_begun_ends_with_2(arguments):
    run = bench(*arguments)
    assert run.returncode == 2 and "Traceback" not in run.stderr


def test_ctrl_c_keeps_what_was_done():
    def job(number):
        if number == 2:
            raise KeyboardInterrupt
        return [number]

    work = seeing_work.Work(1)
    assert work.run("x", job, 5) == [0, 1] and work.stopped
    assert work.run("x", job, 2) == []


def test_processes_give_the_same_in_the_same_order():
    assert seeing_work.Work(2).run("x", divmod_by_3, 20) == [each for n in range(20) for each in divmod(n, 3)]


def divmod_by_3(number):
    return list(divmod(number, 3))


def test_a_scene_is_the_same_for_its_number_and_tall_enough(monkeypatch):
    monkeypatch.setattr(seeing_scenes, "asked_of", lambda number: ("small",))
    job = seeing_scenes.Scenes(eyes(3), some_digits(), 1, frozenset())
    one, again = ([each for number in range(4) for each in job.drawn(number)] for _ in range(2))
    assert [low for _, low in one].count(False) == 4 < len(one)
    assert all((scene.box[3] < 0.15 * 240) == low for scene, low in one)
    assert all((a.frame == b.frame).all() for (a, _), (b, _) in zip(one, again, strict=True))


def test_the_rare_kinds_are_asked_for_in_turn():
    asked = [seeing_scenes.asked_of(number) for number in range(3000)]
    for name in (*FORMS, "chalk", "words beside"):
        assert sum(name in each for each in asked) >= 0.03 * 3000


def test_a_scene_is_right_wrong_or_refused():
    digits = some_digits()
    job = seeing_scenes.Scenes(eyes(3), digits, 1, frozenset())
    three, other = (next(n for n in range(20, 200) if (truth_of(job, n) == 3) is wanted) for wanted in (True, False))
    right, wrong = job(three)[-1], job(other)[-1]
    refused = replace(job, eyes=eyes(3, score=0.5))(three)[-1]
    assert [each.marks["right"] for each in (right, wrong, refused)] == [True, False, False]
    assert [each.marks["wrong"] for each in (right, wrong, refused)] == [False, True, False]
    assert not right.why and not right.frame
    assert "read as 3" in wrong.why and wrong.frame.startswith(b"\xff\xd8") and wrong.glyph.startswith(b"\x89PNG")
    assert "refused" in refused.why and refused.surety[0] < 0.7 and refused.surety[1]


def truth_of(job, number):
    scene, _ = list(job.drawn(number))[-1]
    return scene.digit if number % seeing_scenes.CYCLE >= len(seeing_scenes.ASKED) else None


def test_what_is_lower_has_a_row_of_its_own():
    every = [case(right=True), case(rows=("lower than 15 %",), right=False), case("scene 7: x", right=True)]
    section = seeing_scenes.reported(Section("x"), every, {7}, "made up")
    assert section.figures[0].value == "100.00 %" and len(section.cases) == 2
    assert [each.name for each in section.samples] == ["scene 7: x"]


def test_otsu_parts_two_greys_and_the_anchor_squashes_what_is_rarer():
    frame = np.full((60, 80), 180, np.uint8)
    frame[10:50, 30:35] = 60
    frame[2:4, 2:4] = 60
    assert 60 <= seeing_anchor.otsu(frame) < 180
    for image in (seeing_anchor.squashed(frame), seeing_anchor.squashed(255 - frame)):
        assert image[4:24, 4:24].min() == 1 and image.sum() == 400
    assert seeing_anchor.squashed(np.full((5, 5), 7, np.uint8)).shape == (28, 28)


def test_a_reading_where_nothing_is_counts_and_is_shown():
    job = seeing_empties.Empties(eyes(7), 1)
    cases = [each for number in range(len(EMPTIES)) for each in job(number)]
    assert [each.rows[1] for each in cases] == list(EMPTIES)
    assert any(each.why == "read as 7" and each.frame for each in cases)
    quiet = replace(job, eyes=eyes(10))(EMPTIES.index("letters"))[0]
    assert quiet.why == "" and quiet.marks == {"read": False, "something found": True}


def test_an_empty_sequence_counts_once_a_digit_is_shown():
    letters = EMPTIES.index("letters")
    (shown,), (dark,) = (seeing_empties.Sequences(eyes(place), 1)(letters) for place in (7, 10))
    assert shown.marks["shown"] and shown.why.startswith("7 shown, in ")
    assert not dark.marks["shown"] and not dark.why


def readings(text):
    """A character a frame: a digit that is shown, . dark, ? unsure."""
    frame = np.zeros((24, 32), np.uint8)
    glyph = Glyph(np.zeros((28, 28), np.float32), (1, 2, 3, 4))
    said = [(None, True) if sign == "?" else (None if sign == "." else int(sign), False) for sign in text]
    return [Reading(frame, glyph, NO_DIGIT, digit, 0.9, unsure) for digit, unsure in said]


@pytest.mark.parametrize(
    ("shown", "marks", "why"),
    [
        ("..77777777777777777.....", (True, True, False, False, True), ""),
        (".....77777777777777.....", (True, False, False, False, True), "only in frame 6"),
        ("..??............7.......", (False, False, False, False, True), "shown never"),
        ("..77777777777771........", (True, True, True, True, True), "a wrong digit from frame 16"),
        ("..777777777777777711....", (True, True, True, False, True), "a wrong digit from frame 19"),
        ("..7777777777777777777777", (True, True, False, False, False), "still shown"),
    ],
)
def test_a_sequence_is_judged_by_what_is_shown(shown, marks, why):
    judged = seeing_sequences.judged("x", 7, readings(shown))
    assert tuple(judged.marks.values()) == marks
    assert why in judged.why and bool(judged.why) == bool(why) == bool(judged.frame)
    assert judged.said.replace("|", "") == shown and judged.said[16] == "|"


def test_a_held_up_sequence_goes_through_the_decision():
    (judged,) = seeing_sequences.HeldUp(eyes(10), some_digits(), 1)(0)
    assert judged.said == "." * 16 + "|" + "." * 8


def test_confidence_is_compared_with_what_was_right():
    cases = [case(surety=(0.95, True)), case(surety=(1.0, False)), case(surety=(0.55, True))]
    assert seeing_confidence.rightness(cases, 0.9) == 0.5
    assert [row[1:] for row in seeing_confidence.calibration(cases).rows] == [
        ["1", "55.00 %", "100.00 %"],
        ["2", "97.50 %", "50.00 %"],
    ]


def seen(digit, box):
    scores = np.full(11, 0.01, np.float32)
    scores[digit] = 0.9
    return Seen(Glyph(np.zeros((28, 28), np.float32), box), scores, digit, 0.9)


def photo(digits="12", boxes=((0, 0, 10, 10), (20, 0, 10, 10)), **more):
    return seeing_photos.Photo(Path("a/x.png"), "a/x.png", digits, "", boxes, **more)


def test_a_digit_counts_when_its_middle_is_in_a_box_of_its_label():
    assigned = seeing_photos.assigned
    assert [place for _, place in assigned([seen(1, (3, 3, 6, 6)), seen(2, (22, 2, 4, 4))], photo())] == [0, 1]
    assert [place for _, place in assigned([seen(2, (3, 3, 6, 6)), seen(1, (11, 2, 9, 4))], photo())] == [None, None]
    assert [place for _, place in assigned([seen(1, (3, 3, 6, 6)), seen(1, (4, 3, 6, 6))], photo())] == [0, None]


def test_reading_order_is_that_of_what_was_read_right():
    assert not seeing_photos.order_case(photo("123"), [0, 2]).why
    assert "2 1" in seeing_photos.order_case(photo("123"), [1, 0]).why


class Sees(Eyes):
    """Eyes that see what the test says."""

    def see_all(self, frame):
        return [seen(4, (5, 5, 10, 10)), seen(9, (200, 200, 8, 8))]


@pytest.mark.parametrize(("partial", "extra"), [(False, 2), (True, 1)])
def test_a_wrong_and_an_extra_reading_are_counted(data, partial, extra):
    photos = seeing_photos.load_photos(data / "photos" / "dev")
    several = replace(next(each for each in photos if each.digits == "47"), partial=partial)
    several = replace(several, boxes=((0, 0, 2, 2), (0, 0, 30, 30)))
    cases = seeing_photos.Several(Sees(Settings(), Says(1)), (several,))(0)
    assert [each.marks["right"] for each in cases if "right" in each.marks] == [False, False]
    assert len([each for each in cases if "extra" in each.marks]) == extra
    assert all(each.frame for each in cases if each.why and each.scores)


def test_pictures_without_boxes_or_over_exposed_ones_do_not_count(data):
    photos = seeing_photos.find_photos(str(data))
    assert [each.file for each in photos if seeing_photos.unfair(each)] == ["b/lost.png"]
    assert [each.digits for each in photos] == ["3", "", "47", "12"]
    assert seeing_photos.find_photos(str(data / "mnist")) is None


def test_arrays_of_every_kind_pass_and_a_failing_finder_does_not():
    job = seeing_arrays.Arrays(eyes(3), 1)
    assert {each.why for number in range(30) for each in job(number)} == {""}

    class Fails(Eyes):
        def see(self, frame):
            raise ValueError("no")

    assert "ValueError: no" in replace(job, eyes=Fails(Settings(), Says(1)))(0)[0].why


def test_the_largest_array_is_among_them():
    rng = np.random.default_rng(1)
    assert seeing_arrays.any_shape(rng, seeing_arrays.LARGE_EVERY - 1) == (6000, 8000)
    makers = [maker(rng, 7, 9) for maker in seeing_arrays.MAKERS]
    assert {np.asarray(each, np.uint8).shape for each in makers} == {(7, 9)}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scores": np.full(11, np.nan, np.float32)}, "scores"),
        ({"glyph": Glyph(np.full((28, 28), np.nan, np.float32), (0, 0, 4, 4))}, "glyph"),
        ({"glyph": Glyph(np.zeros((28, 28), np.float32), (0, 0, 41, 4))}, "box"),
        ({}, ""),
    ],
)
def test_nonsense_is_noticed(change, said):
    good = replace(seen(3, (0, 0, 4, 4)), scores=np.full(11, 1 / 11, np.float32))
    assert said in seeing_arrays.fault(replace(good, **change), (30, 40))
    assert bool(seeing_arrays.fault(replace(good, **change), (30, 40))) == bool(said)


def test_memory_is_the_most_that_is_held_at_once():
    held = seeing_cost.memory("x", lambda frame: [np.ones(2_000_000, np.uint8) for _ in range(3)], 1, 5)
    assert 6 <= float(held.value) < 6.5 and held.ok is False


def test_opencv_is_compared_with_where_it_is_installed(monkeypatch):
    monkeypatch.setattr(seeing_cost, "find_spec", lambda name: None)
    assert seeing_cost.beside_opencv(1.0, []).value == "no cv2"
    monkeypatch.setattr(seeing_cost, "find_spec", lambda name: True)
    monkeypatch.setattr(seeing_cost, "timed", lambda job, inputs: 0.2)
    assert not seeing_cost.beside_opencv(1.0, []).ok and seeing_cost.beside_opencv(0.6, []).ok


def test_a_table_has_a_row_for_each_kind_that_occurs():
    cases = [case(rows=("all", "dim"), right=True), case(rows=("all", "dim"), right=False), case(right=True)]
    table = seeing_case.tabulated(cases, ("all", "dim", "glare"), ("right",))
    assert [row[0] for row in table.rows] == ["all", "dim"]
    assert table.rows[1][1:] == ["2", "66.67 %", "50.00 %"]


def test_each_figure_has_its_bar_beside_it():
    section = Section("T", figures=[seeing_case.at_least("a", 0.98, 0.99), seeing_case.at_most("b", 0.001, 0.005)])
    lines = seeing_text.as_text(section).splitlines()
    assert lines[3].split() == ["a", "98.00", "%", "at", "least", "99.00", "%", "MISSED"]
    assert lines[4].endswith("reached") and not seeing_case.at_most("b", 0.0051, 0.005).ok


def test_the_page_holds_every_failure_and_nothing_from_elsewhere(tmp_path):
    frame = seeing_case.framed(np.zeros((1000, 2000), np.uint8), [((1, 2, 300, 400), "red"), (None, "green")])
    failed = replace(case(why="<why>"), frame=frame, scores=(0.9, *[0.01] * 10))
    seeing_page.write_page(tmp_path / "p.html", "T", [Section("S", cases=[failed, case("scene 2: fine")])])
    page = (tmp_path / "p.html").read_text()
    assert page.count("<figure>") == 1 and "&lt;why&gt;" in page and "1 failures" in page
    assert "data:image/jpeg;base64," in page and "scene 2" not in page
