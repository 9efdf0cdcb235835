"""The lessons run, print the texts' numbers, and draw."""

import re
import runpy
import sys
from pathlib import Path

import pytest
from PIL import Image

pytestmark = pytest.mark.checkout

LESSONS = Path(__file__).parent.parent / "scripts" / "lessons"
PICTURES = {"activations", "bugs", "descent", "gates"}


@pytest.fixture
def lesson(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(LESSONS)

    def run(name, *arguments):
        monkeypatch.setattr(sys, "argv", [str(LESSONS / f"{name}.py"), *arguments])
        runpy.run_path(sys.argv[0], run_name="__main__")
        return capsys.readouterr().out

    return run


def beside(said):
    """The lines where text and ours are one number each."""
    found = re.findall(r"text (\S+) +ours (\S+)$", said, re.MULTILINE)
    return [(text, ours) for text, ours in found if re.fullmatch(r"-?[\d.]+", text) and re.fullmatch(r"-?[\d.]+", ours)]


@pytest.mark.parametrize(
    "name", ["miles", "bugs", "gates", "descent", "errors_split", "activations", "calculus", "by_hand"]
)
def test_a_lessons_numbers_are_the_texts(name, lesson):
    pairs = beside(lesson(name))
    assert len(pairs) >= 2
    for text, ours in pairs:
        assert float(ours) == pytest.approx(float(text), abs=1.01e-4)


def test_where_the_book_misprints_an_update_ours_is_right(lesson):
    said = lesson("errors_split")
    assert "-0.049692" in said and "2.004969" in said


def test_loops_and_matrices_come_to_the_same(lesson):
    said = lesson("forward")
    assert said.count("0.8354557") == 2
    assert "100-100-50-10" in said


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_lesson_draws_the_texts_picture(name, lesson, tmp_path):
    assert f"lessons/{name}.png" in lesson(name)
    with Image.open(tmp_path / "lessons" / f"{name}.png") as picture:
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 20)}
    assert {(0x1F, 0x5F, 0xA8), (0xC4, 0x43, 0x1F)} <= colours  # of the first two curves


@pytest.mark.parametrize("recipe", ["tutorial", "hand", "score", "xor", "tutorial-better", "tensorflow-mlp", "pi-zero"])
def test_the_gradient_check_takes_a_recipes_name(recipe, lesson):
    said = lesson("gradient_check", recipe)
    assert "right" in said and "WRONG" not in said


def test_the_gradient_check_shows_where_the_books_rule_is_no_gradient(lesson):
    first, last = lesson("gradient_check", "book-100").splitlines()
    assert "WRONG" in first and "right" in last


def test_every_lesson_is_tested():
    text = Path(__file__).read_text()
    assert all(f'"{path.stem}"' in text for path in LESSONS.glob("*.py") if path.stem != "say")
