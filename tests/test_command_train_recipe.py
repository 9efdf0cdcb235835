"""`pi-nn train RECIPE` and `pi-nn recipes`: from a name to a file."""

import errno
import os
import re
import signal
import sys
from pathlib import Path

import numpy as np
import pytest
from killing import kill_ten_times, same

from pi_nn import files as files_of_ours
from pi_nn import model_file, plots
from pi_nn.commands import main, runs, train_recipe
from pi_nn.errors import TrainingError
from pi_nn.recipes import NAMES

OWN = str(Path(__file__).with_name("own_recipe.py"))


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def train(*arguments):
    return main(["train", *map(str, arguments)])


def quick(*arguments):
    """A training of our own recipe with a checkpoint after every epoch."""
    return train(OWN, "--epochs", 3, "--checkpoint-every", 0, *arguments)


def files():
    return sorted(path.name for path in Path().iterdir())


def test_a_recipe_is_trained_by_name_and_written_with_its_record(capsys):
    assert train("hand") == 0
    assert files() == ["hand.npz"]
    record = model_file.read_arrays("hand.npz")[1]
    assert record["figures"]["error"] == pytest.approx(0.190152945909)
    assert record["command"] == "pi-nn train hand --seed 1"
    said = capsys.readouterr().err
    assert "wrote hand.npz: error 0.19015" in said and "published error 0.21105 before; ours 0.211066" in said


def test_it_says_what_it_learns_from_before_it_begins_and_in_a_terminal_how_far_it_is(capsys, monkeypatch):
    quick()
    assert capsys.readouterr().err.splitlines()[0] == "examples to learn from: 1078, to be judged with: 719"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with runs.bar("training") as shown:
        shown.update(0.25)
        shown.refresh()
    assert "training:  25%" in capsys.readouterr().err


def test_the_time_left_of_a_resumed_run_is_judged_by_what_was_done_since(monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with runs.bar("training", 0.5) as shown:
        assert (shown.n, shown.initial) == (0.5, 0.5)


def test_ctrl_c_says_how_it_goes_on_and_does_so(capsys, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(train_recipe, "_report", lambda *what: signal.raise_signal(signal.SIGINT))
        assert quick() == 130
    assert "the same command goes on from the last checkpoint" in capsys.readouterr().err
    assert quick() == 0
    assert capsys.readouterr().err.startswith("resuming after epoch 0")


def test_a_value_is_changed_with_set_and_kept_in_the_record():
    assert train("hand", "--set", "learning_rate=0.25", "--epochs", 2) == 0
    record = model_file.read_arrays("hand.npz")[1]
    assert record["options"] == {"learning_rate": 0.25, "epochs": 2}
    assert record["command"] == "pi-nn train hand --seed 1 --set learning_rate=0.25 --set epochs=2"


def test_a_recipe_of_ones_own_is_a_file():
    assert quick() == 0
    assert files() == ["own_recipe.npz"]


def test_a_recipe_of_ones_own_may_use_a_file_beside_it(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", [each for each in sys.path if each])
    (tmp_path / "parts_beside.py").write_text(Path(OWN).read_text())
    (tmp_path / "uses_it.py").write_text("from parts_beside import system as system")
    assert train("uses_it.py", "--epochs", 1) == 0


def test_what_was_trained_is_loaded_as_it_was():
    quick()
    _, descent, record = train_recipe.load("own_recipe.npz")
    assert len(descent.costs) == 3
    assert (descent.network.parameters()[0] == model_file.read_arrays("own_recipe.npz")[0]["0.weight"]).all()
    assert record["options"] == {"hidden": 12, "learning_rate": 0.01, "epochs": 3}


def own_with(**changes):
    """Our own recipe with more arguments of its plan, stopping by its test examples, in a file."""
    more = "".join(f", {name}={value}" for name, value in changes.items())
    text = Path(OWN).read_text().replace("import System", "import System, Task").replace("Adam)", f"Adam{more})")
    Path("own.py").write_text(text.replace("task=task", "task=lambda *of: Task(*[task(*of).learn] * 3)"))


def test_a_run_that_ends_early_says_why_and_whose_weights_it_keeps(capsys):
    own_with(patience=1)
    assert train("own.py", "--set", "learning_rate=1.0") == 0
    said = capsys.readouterr().err
    assert "examples to learn from: 1078, to stop by: 1078, to be judged with: 1078" in said
    last, best = re.search(r"ended after epoch (\d+): validation was best after epoch (\d+), whose", said).groups()
    assert int(best) == int(last) - 2 < 58
    own_with(precision=10.0)
    assert train("own.py") == 0
    assert "ended after epoch 2: the cost hardly changes any more" in capsys.readouterr().err
    assert train("own.py", "--epochs", 2) == 0
    assert "ended" not in capsys.readouterr().err


def test_a_network_stays_as_it_is_when_its_recipe_gets_other_values(capsys):
    Path("own.py").write_text(Path(OWN).read_text())
    assert train("own.py", "--epochs", 1) == 0
    Path("own.py").write_text(Path(OWN).read_text().replace("hidden: int = 12", "hidden: int = 5"))
    assert main(["backquery", "weights", "--model", "own.npz"]) == 0
    Path("own.py").unlink()
    assert main(["backquery", "weights", "--model", "own.npz"]) == 2
    assert "own.npz: is the network of own.py, which is not here; run this where" in capsys.readouterr().err


def test_a_model_of_the_appliance_is_no_recipes():
    model_file.write_arrays("m.npz", {"a": np.zeros(1)}, {"recipe": "shipped"})
    with pytest.raises(TrainingError, match="holds no network of a recipe"):
        train_recipe.load("m.npz")


def test_a_recipes_network_is_no_model_of_the_appliance_and_is_said_to_be_for_backquery(capsys):
    train("hand")
    assert main(["read", "--model", "hand.npz", "photo.png"]) == 2
    assert "hand.npz: is the network of a recipe, hand, which `pi-nn backquery` asks" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing"], "no such recipe"),
        (["nothing.py"], "is missing"),
        (["hand", "--set", "depth=3"], "has no depth; it can vary learning_rate, epochs"),
        (["hand", "--set", "epochs=many"], "'many' is no int"),
        (["score", "--set", "bfgs=perhaps"], "is no bool"),
        (["hand", "--set", "learning_rate=nan"], "learning_rate=nan: is no finite number"),
        (["tutorial", "--set", "hidden=0"], "a layer with weights (64, 0) has none"),
        (["xor", "--set", "function=nand"], "there are and, or, xor"),
        (["hand", "--out", "no/where.npz"], "cannot be written"),
        (["hand", "--report", "r.png"], "r.png: what is written is HTML; name it r.html"),
        (["book-100", "--data", "nowhere"], "no train-images"),
    ],
)
def test_a_wrong_command_line_is_one_line(arguments, said, capsys):
    assert train(*arguments) == 2
    error = capsys.readouterr().err
    assert said in error and len(error.splitlines()) == 1


def test_training_that_diverges_says_so_and_writes_nothing(capsys):
    assert train(OWN, "--set", "learning_rate=1e38") == 2
    assert "lower the learning rate" in capsys.readouterr().err
    assert "own_recipe.npz" not in files()


def test_weights_that_are_not_finite_never_reach_a_file():
    quick()
    _, descent, record = train_recipe.load("own_recipe.npz")
    descent.network.parameters()[0][0, 0] = np.nan
    with pytest.raises(TrainingError, match="not finite"):
        train_recipe.write(Path("nan.npz"), descent, record)
    assert files() == ["own_recipe.npz"]


def test_the_report_is_one_file_with_costs_confusion_and_mistakes():
    assert quick("--report", "report.html") == 0
    text = Path("report.html").read_text()
    assert text.count("<img") == 2 and "Confusion" in text and "http" not in text


def test_the_reports_mistakes_are_the_digits_themselves_and_not_what_standardising_makes_of_them(monkeypatch):
    drawn, grid = [], plots.grid
    monkeypatch.setattr(plots, "grid", lambda images, **more: drawn.append(images) or grid(images, **more))
    assert quick("--report", "report.html") == 0
    assert (drawn[0].min(), drawn[0].max()) == (0, 16)


def test_the_table_names_every_recipe(capsys):
    assert main(["recipes"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["recipe", "shipped", *NAMES]
    assert any("0.9473" in line for line in lines)
    assert f"{100 * model_file.load()[1]['test_error']:.2f} % error" in lines[1]


def test_where_the_table_does_not_fit_a_recipe_has_lines_of_its_own(capsys, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((90, 40)))
    assert main(["recipes"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[::3]] == ["shipped", *NAMES]
    assert any(line.strip().startswith("published 0.9473; ours ") for line in lines[2::3])


# Nothing is lost


def test_what_was_killed_while_it_wrote_the_network_leaves_nothing():
    Path(".whole.npz.abcd.tmp").write_bytes(b"half")
    assert main(["train", OWN, "--out", "whole.npz"]) == 0
    assert files() == ["whole.npz"]


def test_killed_ten_times_it_resumes_to_the_weights_of_an_uninterrupted_run():
    arguments = ["train", OWN, "--checkpoint-every", "0"]
    assert main([*arguments, "--out", "whole.npz"]) == 0

    def compare():
        assert same("whole.npz", "killed.npz")
        Path("killed.npz").unlink()

    kill_ten_times(["-m", "pi_nn", *arguments, "--out", "killed.npz"], compare)
    assert main([*arguments, "--out", "killed.npz"]) == 0
    compare()
    assert files() == ["whole.npz"]


def fail_after(epochs, monkeypatch, error):
    """The file system fails once so many checkpoints are written."""
    write, written = model_file.write_arrays, []

    def writing(path, arrays, record):
        if len(written) > epochs:
            monkeypatch.setattr(files_of_ours.os, "fsync", lambda handle: raised(error))
        written.append(path)
        write(path, arrays, record)

    monkeypatch.setattr(model_file, "write_arrays", writing)


def raised(error):
    raise error


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_disk_that_is_full_or_read_only_is_one_line_and_the_last_checkpoint_stays(number, monkeypatch, capsys):
    quick("--out", "whole.npz")
    with monkeypatch.context() as patch:
        fail_after(1, patch, OSError(number, os.strerror(number)))
        assert quick("--out", "broken.npz") == 2
    said = capsys.readouterr().err.splitlines()
    assert os.strerror(number) in said[-1] and said[-1].startswith("pi-nn: broken.npz.checkpoint: cannot be written")
    assert files() == ["broken.npz.checkpoint", "whole.npz"]
    assert quick("--out", "broken.npz") == 0
    assert same("whole.npz", "broken.npz")


def test_a_folder_that_cannot_be_written_is_found_before_training(monkeypatch, capsys):
    monkeypatch.setattr(files_of_ours, "_made_anew", lambda path: raised(PermissionError(13, "Permission denied")))
    assert quick() == 2
    said = capsys.readouterr().err
    assert "cannot be written (Permission denied)" in said and "epoch" not in said


@pytest.mark.parametrize("two", [["--out=own.py"], ["--out=m.html", "--report=./m.html"], ["--checkpoint=own.npz"]])
def test_a_file_that_is_named_for_two_things_is_refused_and_stays(two, capsys):
    Path("own.py").write_bytes(Path(OWN).read_bytes())
    assert train("own.py", "--epochs", 1, *two) == 2
    assert "is named for two things" in capsys.readouterr().err
    assert files() == ["own.py"] and Path("own.py").read_bytes() == Path(OWN).read_bytes()


def test_a_checkpoint_that_cannot_be_written_is_named_before_training(capsys):
    assert quick("--checkpoint", "no/where") == 2
    assert capsys.readouterr().err == "pi-nn: no/where: cannot be written; name a file in a folder that can\n"


def test_a_truncated_checkpoint_is_one_line_and_stays(monkeypatch, capsys):
    with monkeypatch.context() as patch:
        fail_after(1, patch, OSError(errno.ENOSPC, "full"))
        quick()
    checkpoint = Path("own_recipe.npz.checkpoint")
    half = checkpoint.read_bytes()[:-200]
    checkpoint.write_bytes(half)
    capsys.readouterr()
    assert quick() == 2
    said = capsys.readouterr().err
    assert "is damaged" in said and said.endswith("; remove it to begin anew\n") and len(said.splitlines()) == 1
    assert checkpoint.read_bytes() == half


def test_a_checkpoint_of_another_run_is_refused(monkeypatch, capsys):
    with monkeypatch.context() as patch:
        fail_after(1, patch, OSError(errno.ENOSPC, "full"))
        quick()
    assert quick("--seed", 2) == 2
    assert "other settings; name another file with --out; or, if that run is over," in capsys.readouterr().err


def test_a_mistake_that_shows_while_it_trains_leaves_nothing_in_the_way_of_the_mended_recipe(capsys):
    wrong = Path(OWN).read_text().replace("constant(learning_rate)", "lambda done: learning_rate / (done < 0.5)")
    Path("own.py").write_text(wrong)
    assert train("own.py", "--epochs", 4, "--checkpoint-every", 0) == 2
    assert "own.py line 23: ZeroDivisionError" in capsys.readouterr().err and files() == ["own.py"]


def test_a_checkpoint_of_ones_own_recipe_before_a_line_was_changed_is_refused(monkeypatch, capsys):
    Path("own.py").write_text(Path(OWN).read_text())
    with monkeypatch.context() as patched:
        patched.setattr(train_recipe, "_report", lambda *what: signal.raise_signal(signal.SIGINT))
        assert train("own.py") == 130
    Path("own.py").write_text(Path(OWN).read_text().replace("optimizer=Adam", "optimizer=Adam, shuffle=False"))
    assert train("own.py") == 2
    assert "own.npz.checkpoint: belongs to a run with other settings" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "changed", "said"),
    [
        ("hidden: int = 12", "hidden: int | None = None", "own.py: system() needs a value for hidden"),
        ('data="digits"', 'data="digts"', "a recipe's data is mnist, digits or none, and not digts"),
        ("Dense(64,", "Dense(63,", "own.py: layer 1, Dense, given values (64,), does not fit"),
    ],
)
def test_a_changed_line_that_cannot_be_is_said_in_its_own_words(line, changed, said, capsys):
    Path("own.py").write_text(Path(OWN).read_text().replace(line, changed))
    assert train("own.py") == 2
    assert said in capsys.readouterr().err and files() == ["own.py"]


@pytest.mark.parametrize(
    ("source", "said"),
    [("def system(:", "is no Python: line 1: invalid syntax"), ("def system():\n    x", "own.py line 2")],
)
def test_a_mistake_in_ones_own_recipe_is_named_by_its_line(capsys, source, said):
    Path("own.py").write_text(source)
    assert train("own.py") == 2
    assert said in capsys.readouterr().err


def test_a_count_below_nothing_is_refused(capsys):
    assert train("xor", "--set", "hidden=-1") == 2
    assert "hidden=-1: must not be less than 0" in capsys.readouterr().err


def test_what_diverged_stands_in_no_ones_way(capsys):
    assert train(OWN, "--set", "learning_rate=1e38", "--epochs", 2) == 2
    assert "diverged" in capsys.readouterr().err and files() == []
