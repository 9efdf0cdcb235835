"""`scripts/bench left_out` trains without a kind of "no digit", whichever way it comes, and judges on that kind."""

import sys
from pathlib import Path

import numpy as np
import pytest
from handwriting import glyphs
from mnist_files import put_digits

from pi_nn import model_file
from pi_nn.glyphs import Glyphs
from pi_nn.junk import KINDS as MADE_UP
from pi_nn.network import NOT_A_DIGIT
from pi_nn.scenes import EMPTIES, KINDS, NO_DIGIT_KINDS

pytestmark = pytest.mark.checkout

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts" / "benches"))

import left_out  # noqa: E402
import left_out_judging  # noqa: E402
import left_out_kinds  # noqa: E402
import left_out_samples  # noqa: E402

LEFT_OUT = left_out_kinds.KINDS
RULED = LEFT_OUT["ruled and empty paper"]


def rng():
    return np.random.default_rng(1)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A folder with MNIST's files."""
    folder = tmp_path_factory.mktemp("data")
    images, labels = glyphs()
    for part in ("train", "t10k"):
        put_digits(folder, part, images[:240], labels[:240])
    return folder


def bench(data, out, *arguments):
    little = ("--share", "0.0005", "--count", "3", "--jobs", "1")
    return left_out.main([*little, "--data", str(data), "--out", str(out), *arguments])


@pytest.mark.parametrize("kind", LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_is_left_out_exists_by_that_name(kind):
    assert set(kind.drawn) <= set(NO_DIGIT_KINDS) and set(kind.empties) <= set(EMPTIES)
    assert {*kind.made_up, *kind.more_made_up} <= set(MADE_UP) and set(kind.beside) <= set(KINDS)


def test_nothing_of_a_kind_is_among_what_is_made_up_and_drawn_without_it():
    assert RULED.made_up_else().keys().isdisjoint(RULED.made_up) and "noise" in RULED.made_up_else()
    drawn = left_out_samples.joined(
        [left_out_samples.things_drawn(name, count, rng()) for name, count in (("bars", 3), ("noise", 2))]
    )
    assert len(drawn.without("ruled and empty paper").labels) == 2 and len(drawn.without("noise").labels) == 3


def test_of_a_scene_of_a_kind_the_digits_stay():
    assert RULED.has_in_scene(NOT_A_DIGIT, ("dim", "lined")) and RULED.has_in_scene(NOT_A_DIGIT, ("empty paper",))
    assert not RULED.has_in_scene(4, ("dim", "lined")) and not RULED.has_in_scene(NOT_A_DIGIT, ("doodle",))


def test_glyphs_out_of_scenes_are_sorted_by_their_scenes(monkeypatch):
    found = [(np.ones((28, 28)), 4, ("lined",)), (np.ones((28, 28)), NOT_A_DIGIT, ("lined",))]
    monkeypatch.setattr(left_out_samples, "one_try", lambda *_: found)
    drawn = left_out_samples.in_scenes(2, rng(), Glyphs(*glyphs()))
    assert drawn.without("ruled and empty paper").labels.tolist() == [4, 4]
    assert drawn.without("letters").labels.tolist() == [4, NOT_A_DIGIT] * 2


def test_the_area_is_how_often_the_one_is_above_the_other_and_half_of_the_equal_ones():
    assert left_out_judging.auroc(np.array([3, 4]), np.array([1, 2])) == 1
    assert left_out_judging.auroc(np.array([1, 2]), np.array([1, 2])) == 0.5
    assert left_out_judging.auroc(np.array([2.0]), np.array([1, 3, 2, 0])) == 0.625


def test_what_the_network_reads_as_a_digit_is_counted_and_shown(tmp_path):
    images = left_out_kinds.drawn_glyphs("letters", 4, 1)

    class Reads:
        def predict_many(self, glyphs):
            scores = np.zeros((len(glyphs), 11), np.float32)
            scores[:, NOT_A_DIGIT], scores[0] = 1, np.eye(11)[7]
            return scores

    judge = left_out_judging.Judge(0.7, 4, 1, Glyphs(*glyphs()), Reads(), None)
    assert judge.row("letters", images, Reads(), np.eye(11)[[3] * 4])[-2:] == ["25.00 %", "25.00 %"]
    (case,) = judge.cases("letters", {"drawn letters": images}, Reads())
    assert case.why == "read as 7" and case.glyph.startswith(b"\x89PNG")


def test_it_trains_once_and_judges_each_time(data, tmp_path, capsys):
    assert bench(data, tmp_path, "letters", "doodles", "--epochs", "1") == 0
    said = capsys.readouterr()
    assert "without letters, epoch 1/1" in said.err and "without doodles, epoch 1/1" in said.err
    assert "letters: AUROC" in said.out and "found in scenes: doodle" in said.out and "look-alike" in said.out
    assert model_file.load(tmp_path / "without-letters.npz")[1]["left_out"] == "letters"
    assert "<h2>" in (tmp_path / "left_out.html").read_text() and not list(tmp_path.glob("*.checkpoint"))
    assert bench(data, tmp_path, "letters", "--epochs", "1") == 0
    again = capsys.readouterr()
    assert "epoch" not in again.err and again.out.split("doodles")[0].splitlines()[3:6] == said.out.splitlines()[3:6]
    assert bench(data, tmp_path, "letters", "--epochs", "2") == 2
    assert "trained with other arguments; remove it" in capsys.readouterr().err
    assert bench(data, tmp_path, "--seed", "2") == 2
    assert "drawn with other arguments; remove it" in capsys.readouterr().err


def test_a_training_that_was_stopped_goes_on_from_its_last_epoch(data, tmp_path, capsys, monkeypatch):
    import left_out_training

    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    assert bench(data, whole, "noise", "--epochs", "2") == 0
    made = iter([left_out_training.batches])
    with monkeypatch.context() as patched:
        patched.setattr(left_out_training, "batches", lambda *given: next(made, ctrl_c)(*given))
        assert bench(data, stopped, "noise", "--epochs", "2") == 130
    capsys.readouterr()
    assert bench(data, stopped, "noise", "--epochs", "2") == 0
    assert "epoch 1/2" not in capsys.readouterr().err
    first, again = (model_file.load(out / "without-noise.npz")[0].arrays() for out in (whole, stopped))
    assert all((first[name] == again[name]).all() for name in first)


def ctrl_c(*_):
    raise KeyboardInterrupt


@pytest.mark.parametrize("arguments", [["nothing"], ["--share", "0"], ["--share", "1.5"], ["--epochs", "0"]])
def test_what_cannot_be_asked_for_ends_with_2(arguments, tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        left_out.main([*arguments, "--out", str(tmp_path / "out")])
    assert ended.value.code == 2 and not (tmp_path / "out").exists()


def test_without_data_it_says_so(tmp_path, capsys):
    assert left_out.main(["--data", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "put MNIST's four files there" in capsys.readouterr().err
