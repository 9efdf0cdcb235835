"""`pi-nn look` says what the program sees, as words and as a picture."""

from dataclasses import replace

import numpy as np
import pytest
from pictures import Says, save, sheet
from PIL import Image

from pi_nn.commands import main
from pi_nn.commands.look_steps import COLOURS, draw_steps
from pi_nn.looked import PASSED, TAKEN, look_at
from pi_nn.settings import Settings


def look(capsys, *arguments):
    code = main(["look", *map(str, arguments)])
    return code, capsys.readouterr()


def test_the_reading_comes_first_and_then_each_shape(tmp_path, capsys):
    frame, _ = sheet(3)
    code, said = look(capsys, save(tmp_path / "a.png", frame))
    lines = said.out.splitlines()
    assert code == 0 and lines[0].startswith(f"{tmp_path}/a.png: 3 (")
    assert any("taken: 3" in line for line in lines)


def test_it_says_of_an_empty_sheet_that_nothing_is_there(tmp_path, capsys):
    _, said = look(capsys, save(tmp_path / "a.png", sheet()[0]))
    assert said.out.splitlines()[0].endswith("no digit: no shape of ink is like one")


def test_the_steps_are_drawn_into_a_file(tmp_path, capsys):
    look(capsys, save(tmp_path / "a.png", sheet(3, 4)[0]), "--steps", tmp_path / "steps.png")
    with Image.open(tmp_path / "steps.png") as steps:
        colours = {colour for _, colour in steps.convert("RGB").getcolors(1 << 24)}
    assert steps.format == "PNG" and steps.size[0] > 1000
    assert tuple(bytes.fromhex(COLOURS[TAKEN][1:])) in colours


def test_the_steps_are_not_drawn_over_the_picture(tmp_path, capsys):
    picture = save(tmp_path / "a.png", sheet(3)[0])
    before = (tmp_path / "a.png").read_bytes()
    code, said = look(capsys, picture, "--steps", picture)
    assert code == 2 and "is named for two things" in said.err and (tmp_path / "a.png").read_bytes() == before


def test_a_terminal_that_draws_gets_the_picture_too(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("pi_nn.display.text.draws", lambda stream: True)
    _, said = look(capsys, save(tmp_path / "a.png", sheet(3)[0]))
    assert said.out.count("▀") > 1000 and "taken: 3" in said.out


def test_what_is_no_picture_is_one_line(tmp_path, capsys):
    (tmp_path / "a.png").write_text("no picture")
    code, said = look(capsys, tmp_path / "a.png")
    assert code == 2 and len(said.err.splitlines()) == 1


def test_a_glyph_that_is_no_digit_makes_way_for_the_next():
    looked = look_at(sheet(3, 4)[0], Says(10, 7), Settings())
    assert looked.digit == 7
    looked = look_at(sheet(3, 4)[0], Says(10, 7, 10, 7), Settings())
    assert [line.came_to for line in looked.lines if line.scores is not None] == [PASSED, TAKEN]


def test_what_stands_as_no_digit_does_is_said_not_to_be_looked_at():
    network = Says(7)
    chances = iter([0.0, 1.0])
    network.chance = lambda stance: next(chances, 0.0)
    looked = look_at(sheet(3, 4)[0], network, Settings())
    assert [line.came_to for line in looked.lines if line.scores is not None] == [TAKEN]
    assert looked.lines[1].words == "not looked at: nothing that stands so is a digit"


@pytest.mark.parametrize(
    ("place", "score", "digit", "reading"),
    [
        (4, 0.95, 4, "4 (95%)"),
        (4, 0.6, None, "no digit: 4 is likeliest, but with 0.60 less sure than 0.7"),
        (10, 0.95, None, "no digit (95%)"),
    ],
)
def test_the_reading_says_why(place, score, digit, reading):
    looked = look_at(sheet(3)[0], Says(4), Settings())
    scores = Says(place, score=score).predict(looked.glyph.image)
    assert replace(looked, scores=scores, digit=digit, confidence=score).reading == reading


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (900, 20), (240, 320)])
def test_frames_of_any_shape_have_steps(shape):
    frame = np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)
    assert draw_steps(look_at(frame, Says(4), Settings())).size[0] > 1000


def test_boxes_that_are_nearly_the_same_have_one_line():
    looked = look_at(sheet(3)[0], Says(3), Settings())
    assert looked.more >= 1 and len(looked.lines) < len(looked.explanation.shapes)
