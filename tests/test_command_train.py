"""`pi-nn train` from files to file, on a small set."""

import argparse
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from handwriting import glyphs
from killing import kill_ten_times, run_whole, same
from mnist_files import put_digits

from pi_nn import model_file
from pi_nn.commands import main, runs, train, train_shipped
from pi_nn.commands.made_ahead import made_ahead
from pi_nn.errors import DataError, ModelError, SettingsError, TrainingError
from pi_nn.recipes import shipped
from pi_nn.training import Fit


@pytest.fixture(autouse=True)
def few_drawn(monkeypatch):
    monkeypatch.setattr(shipped, "DRAWN", dict.fromkeys(shipped.DRAWN, 1000))  # for so few images a few of each
    monkeypatch.setattr(train_shipped, "side_by_side", lambda jobs, what: [job() for job in jobs])


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mnist")
    images, labels = glyphs()
    put_digits(folder, "train", images[:360], labels[:360])
    put_digits(folder, "t10k", images[400:500], labels[400:500])
    return folder


def run(*arguments):
    parser = argparse.ArgumentParser()
    train.add_arguments(parser)
    return train.run(parser.parse_args(list(map(str, arguments))))


def test_it_writes_a_model_with_its_record_and_no_checkpoint(data, tmp_path):
    assert run("--data", data, "--out", tmp_path / "m.npz", "--epochs", 1) == 0
    network, record = model_file.load(tmp_path / "m.npz")
    assert network.predict(np.zeros((28, 28))).shape == (11,)
    assert {"recipe", "seed", "data", "settings", "validation_error", "test_error", "date", "command"} <= record.keys()
    assert record["command"] == "pi-nn train --seed 1 --epochs 1"
    assert [path.name for path in tmp_path.iterdir()] == ["m.npz"]


def test_the_averaged_weights_are_what_is_saved(data, tmp_path, monkeypatch):
    monkeypatch.setattr(Fit, "averaged", lambda fit, network: network)  # not filled: still as it began
    monkeypatch.setattr(train_shipped, "calibrate", lambda *given: 1.0)
    run("--data", data, "--out", tmp_path / "m.npz", "--epochs", 1)
    begun = model_file.as_saved(shipped.network(np.random.default_rng(0)))
    saved = model_file.load(tmp_path / "m.npz")[0]
    assert all((one == other).all() for one, other in zip(saved.parameters(), begun.parameters(), strict=True))


def test_its_confidence_is_set_by_the_held_out_digits(data, tmp_path):
    run("--data", data, "--out", tmp_path / "m.npz", "--epochs", 1)
    assert 0.5 <= model_file.load(tmp_path / "m.npz")[1]["confidence_factor"] <= 2


def test_killed_ten_times_it_resumes_to_the_weights_of_an_uninterrupted_run(data, tmp_path):
    whole, killed = tmp_path / "whole.npz", tmp_path / "killed.npz"
    command = [Path(__file__).with_name("quick_shipped.py"), data]
    assert run_whole(*command, whole) == 0

    def compare():
        assert same(whole, killed)
        killed.unlink()

    kill_ten_times([*command, killed], compare)
    assert run_whole(*command, killed) == 0
    compare()
    assert list(tmp_path.iterdir()) == [whole]


def test_the_report_shows_costs_confusion_and_mistakes(data, tmp_path):
    run("--data", data, "--out", tmp_path / "m.npz", "--epochs", 2, "--report", tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text()
    assert text.count("<img") == 2 and "Confusion" in text and "shipped: test error" in text


@pytest.mark.parametrize("recipe", ["shipped", "hand"])
def test_a_report_that_cannot_be_written_is_found_before_training(data, tmp_path, recipe, capsys):
    assert main(["train", recipe, "--data", str(data), "--report", str(tmp_path / "no" / "report.html")]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1 and "report.html: cannot be written" in said[0]


class Killed(Exception):
    """In place of a signal."""


def raised(error):
    raise error


def test_a_checkpoint_of_another_run_is_refused(data, tmp_path, monkeypatch):
    arguments = "--data", data, "--out", tmp_path / "m.npz", "--epochs", 2
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(train_shipped, "_report", lambda *_: raised(Killed))
        run(*arguments)
    with pytest.raises(TrainingError, match="other settings"):
        run(*arguments, "--seed", 7)


def test_an_output_that_cannot_be_written_is_found_before_training(data, tmp_path):
    with pytest.raises(SettingsError, match="cannot be written"):
        run("--data", data, "--out", tmp_path / "no" / "m.npz")


def test_no_data_is_one_line(tmp_path):
    with pytest.raises(DataError, match="train-images"):
        run("--data", tmp_path)


@pytest.mark.parametrize("epochs", ["0", "-1", "x", "1.5"])
def test_epochs_must_be_a_whole_number_from_1_up(epochs, capsys):
    with pytest.raises(SystemExit):
        run("--epochs", epochs)
    assert "whole number" in capsys.readouterr().err


def test_batches_made_ahead_are_the_same_batches():
    assert list(made_ahead(iter(range(50)))) == list(range(50))


def test_an_error_while_making_batches_is_raised_where_they_are_used():
    def failing():
        yield 1
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        list(made_ahead(failing()))


def test_a_disk_that_takes_no_checkpoint_is_found_before_the_first_epoch(tmp_path):
    fit = SimpleNamespace(state=lambda: {"epochs": np.zeros(1, int)}, epochs=[0])
    with pytest.raises(ModelError, match="cannot be written"):
        runs.resume(fit, tmp_path / "no" / "m.npz.checkpoint", {})
