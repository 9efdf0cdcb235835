"""The lessons run, print the texts' numbers, and draw."""

import re
import runpy
import sys
from pathlib import Path

import pytest
from PIL import Image

pytestmark = pytest.mark.checkout

LESSONS = Path(__file__).parent.parent / "scripts" / "lessons"
PICTURES = {"activations", "brute_force", "bugs", "descent", "gates"}  # and "pixels", which has no curves


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
    "name",
    ["miles", "bugs", "gates", "descent", "errors_split", "activations", "calculus", "by_hand", "pixels", "costs"],
)
def test_a_lessons_numbers_are_the_texts(name, lesson):
    pairs = beside(lesson(name))
    assert len(pairs) >= 2
    for text, ours in pairs:
        assert float(ours) == pytest.approx(float(text), abs=1.01e-4)


def test_where_the_book_misprints_an_update_ours_is_right(lesson):
    said = lesson("errors_split")
    assert "-0.049692" in said and "2.004969" in said


def test_the_books_small_networks_give_its_outputs(lesson):
    said = lesson("signals")
    assert "[19 22 43 50]" in said and "[0.7408 0.6457]" in said
    assert "[0.726303 0.708598 0.778097]" in said and "[0.710602 0.693058 0.778259]" in said


def test_the_four_errors_are_those_of_the_texts_formulas(lesson):
    said = lesson("costs")
    numbers = re.findall(r"ours (\S+)$", said, re.MULTILINE)
    assert numbers[:10] == ["16", "17", "8", "8.5", "16", "17", "4", "4.12311", "4.0", "8.0"]
    assert "ours 32" in said and "ours 4.065e-05" in said and "ours 4224, 66" in said


def test_the_tutorials_loop_comes_to_the_recipes_weights_and_its_misprint_does_not(lesson):
    said = lesson("backward")
    assert "[-0.02261983]" in said and "[-0.00109926 -0.00035346 -0.00010102]" in said
    assert float(re.search(r"differ by +text \(none\) +ours (\S+)", said)[1]) < 1e-12
    first, last = re.search(r"moved by at most +text \(none\) +ours (\S+) (\S+)", said).groups()
    assert first == "0.000" != last


def test_trying_all_weights_takes_as_long_as_the_article_says(lesson):
    said = lesson("brute_force")
    assert "ours 1,268,391,679,350" in said and "ours 3,488,077,118,214" in said  # of 0.04 and of 0.11 seconds
    assert "ours 110" in said and "ours 27.8" in said and "ours 16" in said


def test_the_check_by_hand_is_that_of_the_exact_column(lesson):
    said = lesson("by_hand")
    assert "ours 0.211076188475" in said and "ours 0.211056086824" in said and "ours 0.100508254185" in said
    assert "ours 5.6e-10" in said
    assert "-0.01344906]" in said and "0.04363892]" in said and "[0.20918247 0.24293239]" in said


def test_the_digits_are_drawn_dark_on_light(lesson, tmp_path):
    assert "ours 42.4" in lesson("pixels")
    with Image.open(tmp_path / "lessons" / "pixels.png") as picture:
        assert picture.size[0] > 10 * 80 and picture.convert("L").getextrema() == (0, 255)


def test_too_long_steps_down_the_slope_diverge(lesson):
    said = lesson("descent")
    assert said.count("ours diverges") == 2 and "2.250084 in 82 steps" in said


def test_loops_and_matrices_come_to_the_same(lesson):
    said = lesson("forward")
    assert said.count("0.8354557") == 2 and "0.8407487" in said  # of weights that are turned round
    assert "100-100-50-10" in said


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_lesson_draws_the_texts_picture(name, lesson, tmp_path):
    assert f"lessons/{name}.png" in lesson(name)
    with Image.open(tmp_path / "lessons" / f"{name}.png") as picture:
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 20)}
    wanted = {(0x1F, 0x5F, 0xA8), (0xC4, 0x43, 0x1F)}  # of the first two curves
    assert wanted & colours if name == "brute_force" else wanted <= colours


def test_a_lesson_whose_picture_cannot_be_written_says_so(lesson, tmp_path):
    (tmp_path / "lessons").write_text("no folder")
    with pytest.raises(SystemExit, match=r"lessons/bugs.png: cannot be written \(File exists\); run it in"):
        lesson("bugs")


@pytest.mark.parametrize("recipe", ["tutorial", "hand", "score", "xor", "tutorial-better", "tensorflow-mlp", "pi-zero"])
def test_the_gradient_check_takes_a_recipes_name(recipe, lesson):
    said = lesson("gradient_check", recipe)
    assert "right" in said and "WRONG" not in said


def test_the_gradient_check_takes_a_changed_copy_of_a_recipe(lesson, tmp_path):
    recipes = LESSONS.parent.parent / "pi_nn" / "recipes"
    for name in ("tutorial_better", "hand"):
        (tmp_path / "my.py").write_text((recipes / f"{name}.py").read_text())
        said = lesson("gradient_check", "my.py")
        assert "right" in said and "WRONG" not in said


def test_the_gradient_check_shows_where_the_books_rule_is_no_gradient(lesson):
    first, last = lesson("gradient_check", "book-100").splitlines()
    assert "WRONG" in first and "right" in last


def test_the_gradient_check_says_what_has_no_gradient(lesson, tmp_path):
    hand = (LESSONS.parent.parent / "pi_nn" / "recipes" / "hand.py").read_text()
    (tmp_path / "my.py").write_text(hand.replace("Sigmoid", "Step"))
    with pytest.raises(SystemExit, match="a step has no slope"):
        lesson("gradient_check", "my.py")


@pytest.mark.parametrize(("recipe", "why"), [("shipped", "too many parameters"), ("none", "no such recipe")])
def test_the_gradient_check_says_what_it_cannot_check(recipe, why, lesson):
    with pytest.raises(SystemExit, match=why):
        lesson("gradient_check", recipe)


def test_every_lesson_is_tested():
    text = Path(__file__).read_text()
    assert all(f'"{path.stem}"' in text for path in LESSONS.glob("*.py") if path.stem != "say")
