"""`pi-nn retrain`: learns what was taught, says how far it is, and loses nothing whatever ends it."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import quick_retraining
from killing import kill_ten_times, run_whole

from pi_nn import model_file, progress, rehearsal, wishes
from pi_nn.commands import main, retrain_here, retrain_watch
from pi_nn.errors import ServiceError, TrainingError
from pi_nn.model_store import ModelStore
from pi_nn.places import Places
from pi_nn.progress import Progress
from pi_nn.samples import SampleStore, Shown

TESTS = Path(__file__).parent


def sign(seed):
    """A frame with a stroke across, which is no digit, and a little different each time: uint8 (28, 28)."""
    rng = np.random.default_rng(seed + 1)
    glyph = np.zeros((28, 28), np.uint8)
    glyph[4:24, 4:6] = glyph[4:24, 22:24] = glyph[4:6, 4:24] = glyph[22:24, 4:24] = 230
    glyph[13:15, 4:24] = glyph[4:24, 13:15] = 250
    grain = rng.integers(0, 20, (28, 28)).astype(np.uint8) * (glyph > 0)
    return np.roll(glyph - grain, rng.integers(-1, 2, 2), axis=(0, 1))


def teach(state, count=10, label="5", first=0):
    store = SampleStore(state / "samples", 1 << 20)
    return [store.add(label, Shown(255 - sign(i), sign(i), {"time": 1.7e9 + i})) for i in range(first, first + count)]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """The few drawn glyphs, kept from an earlier retraining."""
    state = tmp_path_factory.mktemp("drawn")
    teach(state)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rehearsal, "PARTS", quick_retraining.rehearsal.PARTS)
        patch.setenv("STATE_DIRECTORY", str(state))
        quick_retraining.main()
    return state / "retraining" / "rehearsal.npz"


@pytest.fixture
def state(tmp_path, monkeypatch, drawn):
    """An appliance of its own, on which ten samples were taught."""
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path))
    monkeypatch.delenv("PI_NN_DATA", raising=False)
    for name in ("requests", "retraining"):
        (tmp_path / name).mkdir()
    shutil.copy(drawn, tmp_path / "retraining")
    teach(tmp_path)
    return tmp_path


@pytest.fixture
def store(state):
    return ModelStore(state / "models")


def told(state):
    return progress.read(state / "retraining")


def read(network, count=30):
    glyphs = np.stack([sign(i) for i in range(100, 100 + count)]) / np.float32(255)
    return network.predict_many(glyphs).argmax(axis=1)


def test_what_was_taught_is_read_afterwards_and_the_model_says_how_it_came_about(state, store, capsys):
    before = model_file.load()[0]
    assert (read(before) != 5).all() and quick_retraining.main() == 0
    loaded = store.load()
    assert loaded.number == 1 and (read(loaded.network) == 5).mean() > 0.9
    assert loaded.record["recipe"] == "retrained" and loaded.record["retrained_from"] == 0
    assert len(loaded.record["samples"]) == 8 and loaded.record["learnt"] == "from 10 samples"
    assert "test_error" not in loaded.record
    assert capsys.readouterr().out.startswith("model 1 is taken: of your samples held out 0 of 2 misread instead of 2")


def test_it_is_told_how_it_ended_and_how_the_losses_fell(state):
    quick_retraining.main()
    ended = told(state)
    assert (ended.state, ended.model, ended.epoch, ended.epochs) == ("taken", 1, 8, 8)
    assert len(ended.curve) == 9 and ended.curve[8][1] < ended.curve[0][1] and "model 1 is taken" in ended.reason


def test_while_it_runs_it_is_told_what_is_done_and_how_long_it_takes(state, monkeypatch):
    seen = []
    monkeypatch.setattr(progress, "write", lambda folder, now: seen.append(now))
    quick_retraining.main()
    assert [each.epoch for each in seen if each.doing == "learning"][-1] == 8
    assert all(each.state == "running" for each in seen[:-1]) and seen[-2].seconds_left is not None
    assert {"learning", "judging"} < {each.doing for each in seen}


def test_nothing_new_to_learn_gives_no_new_model(state, store, capsys):
    quick_retraining.main()
    assert quick_retraining.main() == 0
    assert store.numbers() == [1] and "model 1 has learnt just these samples" in capsys.readouterr().out
    assert told(state).state == "taken" and told(state).model == 1


def test_a_model_that_is_no_better_is_not_taken(state, store, monkeypatch, capsys):
    monkeypatch.setattr(quick_retraining, "PLAN", replace(quick_retraining.PLAN, rate=1e-9))
    assert quick_retraining.main() == 1
    assert store.numbers() == [] and "no better" in capsys.readouterr().out
    assert told(state).state == "refused" and "no better" in told(state).reason


def test_samples_that_are_held_out_now_but_were_learnt_before_are_no_measure(state, store):
    quick_retraining.main()
    teach(state, 1, first=-1)  # the oldest: each of the others moves on by one place
    assert quick_retraining.main() == 0 and store.load().number == 2


def test_a_model_that_forgets_is_not_taken_and_it_is_said_why(state, store, monkeypatch, capsys):
    monkeypatch.setattr(quick_retraining, "PLAN", replace(quick_retraining.PLAN, keep=0.0, rate=0.05))
    assert quick_retraining.main() == 1
    assert store.load().number == 0 and "would misread drawn" in capsys.readouterr().out


def test_what_is_taken_back_is_unlearnt(state, store):
    quick_retraining.main()
    samples = SampleStore(state / "samples", 1 << 20)
    for label, name in samples.names():
        samples.relabel(label, name, "none")
    assert quick_retraining.main() == 0
    loaded = store.load()
    assert loaded.number == 2 and loaded.record["retrained_from"] == 0 and (read(loaded.network) != 5).all()


def test_what_is_taken_back_and_replaced_by_nothing_better_can_be_forgotten_by_hand(state, store, capsys, monkeypatch):
    quick_retraining.main()
    samples = SampleStore(state / "samples", 1 << 20)
    samples.remove(*samples.names()[0])
    monkeypatch.setattr(quick_retraining, "PLAN", replace(quick_retraining.PLAN, rate=1e-9))
    assert quick_retraining.main() == 1 and "`pi-nn models --use 0`" in capsys.readouterr().out


def test_a_single_writing_is_learnt_too(state, store, capsys):
    shutil.rmtree(state / "samples")
    teach(state, 1)
    assert quick_retraining.main() == 0 and "none could be held out yet" in capsys.readouterr().out
    assert (read(store.load().network) == 5).mean() > 0.5


def test_without_samples_it_is_said_how_to_teach(state, capsys):
    shutil.rmtree(state / "samples")
    assert main(["retrain"]) == 2
    line = capsys.readouterr().err
    assert "nothing has been taught yet" in line and line.count("\n") == 1 and told(state).state == "failed"


def test_a_sample_that_is_no_good_is_named_and_the_others_are_learnt(state, store, capsys):
    broken = next((state / "samples" / "5").glob("*-glyph.png"))
    broken.write_bytes(b"broken")
    assert quick_retraining.main() == 0 and broken.name in capsys.readouterr().err
    assert store.load().record["learnt"] == "from 9 samples"


def test_where_the_settings_name_a_model_none_is_retrained(state, capsys):
    (state / "settings.toml").write_text(f'[service]\nmodel = "{model_file.PACKAGED}"\n')
    assert main(["retrain", "--settings", str(state / "settings.toml")]) == 2
    assert "this model is used" in capsys.readouterr().err


def test_drawn_glyphs_that_are_damaged_are_drawn_again(state, drawn):
    kept = state / "retraining" / "rehearsal.npz"
    kept.write_bytes(b"broken")
    assert quick_retraining.main() == 0
    (again, record), (before, _) = model_file.read_arrays(kept), model_file.read_arrays(drawn)
    assert record == rehearsal.described() and all((again[name] == before[name]).all() for name in before)


def test_mnist_is_rehearsed_where_it_lies_on_the_device(state, monkeypatch):
    from pi_nn.commands import retrain_with
    from pi_nn.glyphs import Glyphs

    images = np.zeros((50, 28, 28), np.uint8)
    monkeypatch.setattr("pi_nn.datasets.mnist.find_folder", lambda data: Path(data))
    monkeypatch.setattr("pi_nn.datasets.mnist.load", lambda folder, part: Glyphs(images, np.arange(50) % 10))
    rehearsed, judged = retrain_with._of_mnist("data", 1)
    assert len(rehearsed.labels) == len(judged.labels) == 25


def test_where_mnist_is_looked_for_in_vain_it_goes_on_without(state, capsys):
    from pi_nn.commands import retrain_with

    assert [len(some.labels) for some in retrain_with._of_mnist(str(state), 1)] == [0, 0]
    assert "going on without MNIST" in capsys.readouterr().err


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_interrupted_it_says_so_and_goes_on_where_it_was(state, store, monkeypatch, error, capsys):
    epochs = []
    run_epoch = retrain_here.Fitting._note

    def until_the_third(self, fit, *views):
        run_epoch(self, fit, *views)
        epochs.append(int(fit.epochs[0]))
        if len(epochs) == 4:
            raise error

    monkeypatch.setattr(retrain_here.Fitting, "_note", until_the_third)
    with pytest.raises(error):
        quick_retraining.main()
    assert told(state).state == "interrupted" and store.load().number == 0
    assert "stopped: it goes on where it was" in capsys.readouterr().out
    assert quick_retraining.main() == 0 and epochs == [0, 1, 2, 3, 3, 4, 5, 6, 7, 8]


def test_a_checkpoint_of_other_samples_is_begun_anew(state, store, monkeypatch):
    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("pi_nn.commands.retrain_with.Material.report", killed)
        quick_retraining.main()
    assert (state / "retraining" / "checkpoint.npz").exists()
    teach(state, 1, first=50)
    assert quick_retraining.main() == 0
    assert store.load().record["learnt"] == "from 11 samples" and not (state / "retraining" / "checkpoint.npz").exists()


@pytest.mark.parametrize("content", [b"", b"broken", b"PK\x03\x04"])
def test_a_damaged_checkpoint_is_begun_anew(state, content):
    (state / "retraining" / "checkpoint.npz").write_bytes(content)
    assert quick_retraining.main() == 0


def test_only_one_retrains_at_a_time(state):
    with retrain_here._alone(state / "retraining"):
        run = subprocess.run([sys.executable, TESTS / "quick_retraining.py"], capture_output=True, text=True)
    assert run.returncode == 1 and "a retraining is running" in run.stderr
    quick_retraining.main()


def test_ten_kills_lose_no_model_and_change_no_weight(state, store):
    script = TESTS / "quick_retraining.py"
    assert run_whole(script) == 0
    whole = store.load().network.arrays()

    def when_ended():
        number = store.load().number
        found = store.load().network.arrays()
        assert number and all((found[name] == array).all() for name, array in whole.items())
        shutil.rmtree(state / "models")

    shutil.rmtree(state / "models")
    kill_ten_times([script], when_ended)
    assert not store.load().refused
    shutil.rmtree(state / "models", ignore_errors=True)
    assert run_whole(script) == 0
    when_ended()
    left = {path.name for path in (state / "retraining").iterdir() if not path.name.startswith(".progress")}
    assert left == {"progress.json", "rehearsal.npz"}


def test_an_overlay_that_forgets_is_no_place_to_learn(state, monkeypatch):
    monkeypatch.setattr("pi_nn.card.forgets", lambda folder: "it forgets")
    with pytest.raises(TrainingError, match="it forgets"):
        quick_retraining.main()


def full(*_arguments, **_named):
    raise OSError(28, "No space left on device")


def test_a_full_card_is_said_and_the_model_before_goes_on(state, store, monkeypatch):
    monkeypatch.setattr("pi_nn.files.replacing", full)
    with pytest.raises(TrainingError, match=r"No space left on device; the card is full.*the model before goes on"):
        quick_retraining.main()
    assert told(state).state == "failed" and store.load().number == 0
    monkeypatch.undo()


# Who may not change models leaves a wish and watches.


@pytest.fixture
def here(tmp_path):
    for name in ("requests", "retraining"):
        (tmp_path / name).mkdir()
    return Places(tmp_path, tmp_path)


class Appliance:
    """Tells, at each look, the next of what it has to tell; a clock that goes on by a second."""

    def __init__(self, here, *states):
        self.here, self.states, self.now = here, list(states), 0.0
        self.due = {}

    def at(self, second, what):
        self.due[second] = what

    def sleep(self, _seconds):
        self.now += 1.0
        self.due.get(self.now, lambda: None)()
        if self.states:
            progress.write(self.here.retraining, self.states.pop(0))

    def watched(self):
        return retrain_watch.run(self.here, lambda: self.now, self.sleep)


RUNNING = Progress("running", "learning", 3, 10, 20.0)


def test_a_wish_is_left_and_its_end_is_told(here, capsys):
    progress.write(here.retraining, Progress("refused", reason="an earlier one"))
    assert Appliance(here, RUNNING, Progress("taken", reason="model 1 is taken", model=1)).watched() == 0
    assert (here.requests / "retrain").exists() and capsys.readouterr().out.endswith("model 1 is taken\n")


def test_a_wish_while_another_is_obeyed_comes_after_it_for_that_one_knows_not_what_was_taught_since(here, capsys):
    wish = here.requests / "retrain"
    wish.write_text("another's")
    progress.write(here.retraining, RUNNING)
    appliance = Appliance(here, RUNNING, *(Progress("taken", reason=f"model {each} is taken") for each in (1, 1, 2)))
    appliance.at(3, wish.unlink)  # as systemd does when the other has ended
    assert appliance.watched() == 0 and wish.read_text() == "retrain\n"
    assert capsys.readouterr().out.endswith("model 2 is taken\n")


def test_a_wish_that_nobody_obeys_is_not_waited_for_for_ever(here):
    (here.requests / "retrain").write_text("another's")
    progress.write(here.retraining, RUNNING)
    with pytest.raises(ServiceError, match="journalctl -u pi_nn-train"):
        Appliance(here).watched()


def test_a_refusal_ends_with_1_and_a_failure_with_its_reason(here):
    assert Appliance(here, RUNNING, Progress("refused", reason="no better")).watched() == 1
    with pytest.raises(ServiceError, match="nothing taught"):
        Appliance(here, Progress("failed", reason="nothing taught")).watched()


def test_when_nothing_begins_it_is_said_where_to_look(here):
    with pytest.raises(ServiceError, match="journalctl -u pi_nn-train"):
        Appliance(here).watched()


def test_who_may_not_change_models_watches(state, monkeypatch):
    (state / "models").mkdir()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    monkeypatch.setattr(retrain_watch, "run", lambda here: 7)
    assert main(["retrain"]) == 7 and not list(wishes.taken(state / "requests"))
