"""`pi-nn teach` and `pi-nn samples`: what is held up, or was shown last, becomes files with a label."""

import shutil

import numpy as np
import pytest

from pi_nn.commands import main, teach_steady
from pi_nn.decision import NO_DIGIT, Reading
from pi_nn.errors import DataError, ServiceError
from pi_nn.runtime import RuntimeFiles
from pi_nn.samples import SampleStore
from pi_nn.settings import Teaching
from pi_nn.vision import Glyph

FRAME = np.full((120, 160), 200, np.uint8)
SCORES = np.eye(11, dtype=np.float32)[1]
TEACHING = Teaching(seconds=2.0, glyphs=3)


def reading(seed=0, x=40, digit=1):
    image = np.random.default_rng(seed).random((28, 28), np.float32)
    return Reading(FRAME, Glyph(image, (x, 20, 40, 60)), SCORES, digit, 0.8)


BLANK = Reading(FRAME, None, NO_DIGIT, None, 1.0)


@pytest.fixture
def appliance(tmp_path, monkeypatch):
    """A service's files, to which readings can be shown, beside an empty store."""
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path / "state"))
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path / "run"))
    with RuntimeFiles(tmp_path / "run", dict, print) as files:
        yield files


@pytest.fixture
def store(tmp_path):
    return SampleStore(tmp_path / "state" / "samples", 1 << 20)


def call(capsys, *argv):
    code = main(list(argv))
    out, err = capsys.readouterr()
    assert err.count("\n") <= 1
    return code, out, err


def test_the_reading_shown_last_is_kept_with_its_label(appliance, store, capsys):
    appliance.show(reading(1, digit=2))
    appliance.show(reading(2))
    code, out, _ = call(capsys, "teach", "7", "--last")
    (sample,) = store.all(print)
    assert code == 0 and out == "1 glyph kept as a 7; 1 in all: `pi-nn retrain` learns them\n"
    assert sample.label == "7" and sample.facts["read"] == 1 and sample.facts["box"] == [40, 20, 40, 60]
    assert (sample.glyph == (reading(2).glyph.image * 255).astype(np.uint8)).all() and sample.crop.shape == (90, 70)


def test_what_is_no_digit_can_be_taught_too(appliance, store, capsys):
    appliance.show(reading())
    assert call(capsys, "teach", "none", "--last")[1].startswith("1 glyph kept as no digit")
    assert [label for label, _ in store.names()] == ["none"]


def test_where_no_service_runs_it_is_said_in_a_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path / "none"))
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path / "state"))
    code, _, err = call(capsys, "teach", "7", "--last")
    assert code == 2 and "no service runs" in err
    assert main(["teach", "7"]) == 2 and "no service runs" in capsys.readouterr().err.splitlines()[-1]


def test_when_nothing_was_seen_it_is_said_in_a_line(appliance, capsys):
    code, _, err = call(capsys, "teach", "7", "--last")
    assert code == 2 and "nothing was seen yet" in err


@pytest.mark.parametrize("label", ["10", "x", "", "../7"])
def test_there_are_no_other_labels(label, capsys):
    with pytest.raises(SystemExit):
        main(["teach", label])
    assert "LABEL" in capsys.readouterr().err


def test_where_nothing_can_be_kept_it_is_said_before_anything_is_held_up(appliance, capsys, monkeypatch):
    monkeypatch.setattr("pi_nn.card.forgets", lambda folder: "it forgets")
    monkeypatch.setattr(teach_steady, "steady", None)
    assert call(capsys, "teach", "7")[2].endswith("nothing can be kept there: it forgets\n")


def test_a_terminal_that_draws_shows_the_glyphs_side_by_side(appliance, capsys, monkeypatch):
    monkeypatch.setattr("pi_nn.display.text.draws", lambda stream: True)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: shutil.os.terminal_size((95, 40)))
    appliance.show(reading(1))
    lines = call(capsys, "teach", "7", "--last")[1].splitlines()
    assert [line.count("▀") for line in lines] == [28] * 14 + [0, 0, 0] and lines[14].startswith("7/")
    for seed in range(2, 5):
        appliance.show(BLANK)
        appliance.show(reading(seed))
        call(capsys, "teach", "7", "--last")
    lines = call(capsys, "samples", "--show")[1].splitlines()
    assert [line.count("▀") for line in lines] == [84] * 14 + [0, 0] + [28] * 14 + [0, 0]


def test_a_name_that_is_drawn_is_whole(appliance, store, capsys, monkeypatch):
    monkeypatch.setattr("pi_nn.display.text.draws", lambda stream: True)
    appliance.show(reading())
    drawn = call(capsys, "teach", "none", "--last")[1]
    assert "/".join(store.names()[0]) in drawn.split()


def test_teaching_can_retrain_at_once(appliance, capsys, monkeypatch):
    monkeypatch.setattr("pi_nn.commands.retrain.run", lambda args: 1)
    appliance.show(reading())
    assert call(capsys, "teach", "7", "--last", "--retrain")[0] == 1


# What is held up for a while.


class Service:
    """Shows the next of its readings, and a clock goes on by an eighth of a second, whenever somebody waits."""

    def __init__(self, files, folder, *shown):
        self.files, self.folder, self.shown, self.now = files, folder, list(shown), 0.0

    def sleep(self, _seconds):
        self.now += 0.125
        if self.shown:
            self.files.show(self.shown.pop(0))

    def taught(self):
        return teach_steady.steady(self.folder, TEACHING, lambda line: None, lambda: self.now, self.sleep)


@pytest.fixture
def service(appliance, tmp_path):
    return lambda *shown: Service(appliance, tmp_path / "run", *shown)


def test_of_what_is_held_still_a_few_different_glyphs_are_taken(service):
    shown = service(BLANK, BLANK, *[reading(seed) for seed in range(40)]).taught()
    assert len(shown) == 3 and len({each.glyph.tobytes() for each in shown}) == 3
    assert len({each.facts["group"] for each in shown}) == 1 and shown[0].facts["read"] == 1


def test_frames_that_are_all_the_same_give_one_glyph(service):
    assert len(service(*[reading(1)] * 40).taught()) == 1


def test_what_comes_after_those_seconds_does_not_count(service):
    late = (reading(99).glyph.image * 255).astype(np.uint8)
    shown = service(*[reading(1)] * 18, *[reading(99)] * 40).taught()
    assert all((each.glyph != late).any() for each in shown)


def test_when_nothing_is_held_up_it_is_said(service):
    with pytest.raises(DataError, match="nothing was seen"):
        service(*[BLANK] * 200).taught()


def test_when_the_service_stops_it_is_said(service):
    with pytest.raises(ServiceError, match="no frames"):
        service(reading(1), reading(2)).taught()


def test_the_longest_stretch_in_one_place_counts():
    places = [10, 10, 80, 80, 80, 80, 10, 10]
    found = [(float(when), reading(when, x)) for when, x in enumerate(places)]
    assert [when for when, _ in teach_steady.longest(found)] == [2, 3, 4, 5]
    found[4] = (4.0, BLANK)
    assert [when for when, _ in teach_steady.longest(found)] == [0, 1]
    assert teach_steady.longest([(0.0, BLANK)]) == []


# Samples.


@pytest.fixture
def three(appliance, store, capsys):
    for seed, label in enumerate(("7", "7", "none")):
        none = label == "none"
        appliance.show(reading(seed)._replace(unsure=none, digit=None if none else 1))
        assert main(["teach", label, "--last"]) == 0
        appliance.show(BLANK)
    capsys.readouterr()
    return [f"{label}/{name}" for label, name in store.names()]


def test_they_are_listed_with_what_they_were_read_as(three, capsys):
    code, out, _ = call(capsys, "samples")
    lines = out.splitlines()
    read = ["no sure digit" if name.startswith("none") else "1" for name in three]
    assert code == 0 and lines[:3] == [f"{name}  was read as {what}" for name, what in zip(three, read, strict=True)]
    assert lines[3].startswith("3 samples (2 of 7, 1 of none), 0.0 of 8 MB")


def test_one_can_be_relabelled_and_some_removed(three, store, capsys):
    assert call(capsys, "samples", "--relabel", three[0], "1")[0] == 0
    assert call(capsys, "samples", "--remove", *three[1:])[0] == 0
    assert [label for label, _ in store.names()] == ["1"] and store.names()[0][1] in three[0]
    assert call(capsys, "samples")[1].splitlines()[-1].startswith("1 sample (1 of 1), ")


@pytest.mark.parametrize(
    "argv", [["--relabel", "7/x", "1"], ["--remove", "7/x"], ["--remove", "../etc"], ["--show", "x"]]
)
def test_what_is_not_there_is_said_in_a_line(three, argv, capsys):
    code, _, err = call(capsys, "samples", *argv)
    assert code == 2 and "no sample" in err


def test_one_that_is_no_good_is_named_and_the_rest_listed(three, store, capsys):
    (store.folder / f"{three[0]}.json").write_text("[")
    (store.folder / f"{three[1]}.png").write_text("")
    code, out, err = call(capsys, "samples")
    assert code == 1 and three[0] in err and len(out.splitlines()) == 3
    assert main(["samples", "--show"]) == 1 and three[1] in capsys.readouterr().err


def test_before_anything_was_taught_that_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path))
    assert call(capsys, "samples")[:2] == (0, "nothing has been taught yet\n")
