"""Samples are files that a person can open; whatever else lies there is named and left out."""

import json
import os
import shutil
from io import BytesIO

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from pi_nn import files, samples
from pi_nn.errors import DataError
from pi_nn.recent import Kept
from pi_nn.samples import LABELS, SampleStore, Shown

MB = 2**20
ENDS = (".json", ".png", "-glyph.png")


def held_up(seed=0, **facts):
    rng = np.random.default_rng(seed)
    crop, glyph = rng.integers(0, 256, (60, 40), np.uint8), rng.integers(0, 256, (28, 28), np.uint8)
    return Shown(crop, glyph, {"time": 1.7e9 + seed, **facts})


@pytest.fixture
def store(tmp_path):
    return SampleStore(tmp_path / "samples", MB)


@pytest.fixture
def said():
    return []


def test_what_was_added_is_there_with_all_that_is_known(store, said):
    added = store.add("7", held_up(3, read=1))
    (sample,) = store.all(said.append)
    assert (sample.label, sample.name, sample.facts) == ("7", added.name, {"time": 1.7e9 + 3, "read": 1})
    assert (sample.crop == held_up(3).crop).all() and (sample.glyph == held_up(3).glyph).all() and not said


def test_a_person_can_open_its_files(store):
    name = store.add("7", held_up()).name
    assert sorted(path.name for path in (store.folder / "7").iterdir()) == [
        f"{name}-glyph.png", f"{name}.json", f"{name}.png",
    ]  # fmt: skip
    with Image.open(store.folder / "7" / f"{name}.png") as picture:
        assert picture.size == (40, 60)


def test_a_reading_becomes_a_sample():
    crop, glyph = np.zeros((5, 6), np.uint8), np.ones((28, 28), np.uint8)
    kept = Kept(5, 1.0, 2.0, None, True, 0.5, np.full(11, 1 / 11, np.float32), (1, 2, 3, 4), (320, 240), crop, glyph)
    shown = samples.shown(kept)
    assert shown.facts["unsure"] is True and shown.facts["box"] == [1, 2, 3, 4] and shown.facts["time"] == 2.0
    assert shown.crop is crop and shown.glyph is glyph


def test_they_are_listed_from_the_oldest_on(store):
    for seed, label in ((2, "none"), (1, "9"), (3, "0")):
        store.add(label, held_up(seed))
    assert [label for label, _ in store.names()] == ["9", "none", "0"]


def test_the_same_reading_taught_again_is_no_second_sample_and_takes_the_new_label(store):
    for label in ("1", "1", "7"):
        store.add(label, held_up())
    assert [label for label, _ in store.names()] == ["7"]
    assert list((store.folder / "1").iterdir()) == []


def test_a_sample_can_be_relabelled_and_removed(store):
    name = store.add("1", held_up()).name
    before = store.load("1", name)
    store.relabel("1", name, "none")
    after = store.load("none", name)
    assert (after.glyph == before.glyph).all() and after.facts == before.facts and store.names() == [("none", name)]
    store.remove("none", name)
    assert store.names() == [] and list((store.folder / "none").iterdir()) == []


def test_what_is_not_there_cannot_be_changed(store):
    for change in (lambda: store.remove("7", "x"), lambda: store.relabel("7", "x", "1")):
        with pytest.raises(DataError, match="has no sample 7/x"):
            change()


@pytest.mark.parametrize(
    ("label", "name"), [("..", "x"), ("7", "../../x"), ("7", ""), ("7/..", "x"), ("seven", "x"), ("7", "-x")]
)
def test_no_name_leads_out_of_the_folder(store, label, name):
    for change in (store.load, store.remove):
        with pytest.raises(DataError, match="is no sample"):
            change(label, name)


@pytest.mark.parametrize("label", ["..", "7/..", "seven", "", "10"])
def test_no_other_label_can_be_given(store, label):
    name = store.add("7", held_up()).name
    for change in (lambda: store.add(label, held_up(2)), lambda: store.relabel("7", name, label)):
        with pytest.raises(DataError, match="is no sample"):
            change()
    assert store.names() == [("7", name)] and [path.name for path in store.folder.iterdir()] == ["7"]


def test_it_never_grows_beyond_its_size(store):
    small = SampleStore(store.folder, 20_000)
    with pytest.raises(DataError, match="is full"):
        for seed in range(20):
            small.add("7", held_up(seed))
    assert 10_000 < small.used() <= 20_000 and len(small.names()) > 2


def test_samples_of_one_group_show_one_writing(store):
    assert store.add("7", held_up(1, group="a")).group == store.add("7", held_up(2, group="a")).group == "a"
    alone = store.add("7", held_up(3))
    assert alone.group == alone.name


def test_the_group_may_write_them_and_the_world_may_not_see_them(store):
    store.add("7", held_up())
    assert {path.stat().st_mode & 0o777 for path in (store.folder / "7").iterdir()} == {0o660}
    assert (store.folder / "7").stat().st_mode & 0o007 == 0


def png(shape, mode="L"):
    content = BytesIO()
    Image.new(mode, shape).save(content, "PNG")
    return content.getvalue()


def spoilt_link(path):
    path.unlink()
    path.symlink_to("/etc/hostname")


def spoilt_fifo(path):
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(
    "spoil",
    [
        spoilt_link,
        spoilt_fifo,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(bytes(2 * MB)),
        lambda path: path.write_bytes(png((2000, 8))),
        lambda path: path.write_bytes(png((30, 30))[:40]),
        lambda path: path.write_bytes(b"GIF89a" + bytes(40)),
        lambda path: path.write_bytes(b"[" * 10_000),
        lambda path: path.write_bytes(b"[1]"),
    ],
)
def test_a_spoilt_sample_is_named_and_left_out(store, said, end, spoil):
    good, bad = (store.add("7", held_up(seed)).name for seed in (1, 2))
    spoil(store.folder / "7" / f"{bad}{end}")
    assert [sample.name for sample in store.all(said.append)] == [good]
    assert len(said) == 1 and f"{bad}{end}" in str(said[0]) and "\n" not in str(said[0])
    store.remove("7", bad)
    assert store.names() == [("7", good)]


def test_a_glyph_of_another_size_is_no_sample(store, said):
    name = store.add("7", held_up()).name
    (store.folder / "7" / f"{name}-glyph.png").write_bytes(png((30, 28)))
    assert list(store.all(said.append)) == [] and "28x28" in str(said[0])


def is_object(content):
    try:
        return isinstance(json.loads(content), dict)
    except (ValueError, RecursionError):
        return False


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.binary(max_size=80).filter(lambda content: not is_object(content)), st.sampled_from(ENDS))
def test_any_other_bytes_are_refused_in_one_line(store, content, end):
    shutil.rmtree(store.folder, ignore_errors=True)
    name = store.add("7", held_up()).name
    (store.folder / "7" / f"{name}{end}").write_bytes(content)
    with pytest.raises(DataError):
        store.load("7", name)


def test_what_else_lies_there_is_no_sample(store):
    store.add("7", held_up())
    (store.folder / "seven").mkdir()
    for name in ("7/.hidden.json", "7/a b.json", "seven/x.json", "7/x.png"):
        (store.folder / name).write_text("{}")
    assert len(store.names()) == 1


def test_while_the_disk_is_full_it_is_said_and_nothing_is_lost(store, monkeypatch):
    kept = store.add("7", held_up(1))

    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pi_nn.files.replace", full)
    with pytest.raises(DataError, match=r"No space left on device.*full"):
        store.add("7", held_up(2))
    with pytest.raises(DataError, match="No space left on device"):
        store.relabel("7", kept.name, "1")
    assert store.names() == [("7", kept.name)] and store.load("7", kept.name).name == kept.name


def test_of_a_sample_that_could_not_be_kept_whole_nothing_is_left(store, monkeypatch):
    kept = store.add("7", held_up(1))
    before = sorted(store.folder.rglob("*.*"))

    def replace(path, *arguments, really=files.replace):
        if not path.name.endswith("-glyph.png"):
            return really(path, *arguments)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "replace", replace)
    for change in (lambda: store.add("7", held_up(2)), lambda: store.relabel("7", kept.name, "1")):
        with pytest.raises(DataError, match="No space left on device"):
            change()
    with pytest.raises(DataError, match="No space left on device"):
        store.add("7", held_up(1))
    assert sorted(store.folder.rglob("*.*")) == before


def test_what_another_removes_meanwhile_takes_no_room(store, monkeypatch):
    monkeypatch.setattr("pathlib.Path.glob", lambda folder, pattern: [folder / ".gone.tmp"])
    assert store.used() == 0


def test_an_overlay_that_forgets_is_no_place_for_samples(store, monkeypatch):
    monkeypatch.setattr("pi_nn.card.forgets", lambda folder: "it forgets")
    with pytest.raises(DataError, match="it forgets"):
        store.add("7", held_up())


@pytest.mark.parametrize("step", range(6))
def test_killed_at_any_step_of_a_change_each_sample_is_there_once(store, said, monkeypatch, step):
    """What has been done before the step stays; what comes after it never happens."""
    name = store.add("1", held_up()).name
    left = [step]

    def until_killed(act):
        def careful(*arguments, **named):
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt
            return act(*arguments, **named)

        return careful

    from pathlib import Path

    from pi_nn import files

    monkeypatch.setattr(files, "replace", until_killed(files.replace))
    monkeypatch.setattr(os, "replace", until_killed(os.replace))
    monkeypatch.setattr(Path, "unlink", until_killed(Path.unlink))
    with pytest.raises(KeyboardInterrupt):
        store.relabel("1", name, "7")
    monkeypatch.undo()
    assert [sample.name for sample in store.all(said.append)] == [name] and not said


def test_all_labels_are_digits_or_none():
    assert LABELS == ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "none")


def test_a_link_in_the_place_of_a_label_leads_nowhere(store, tmp_path):
    name = store.add("7", held_up()).name
    (tmp_path / "elsewhere").mkdir()
    (store.folder / "8").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / f"{name}.png").touch()
    for change in (lambda: store.add("8", held_up(1)), lambda: store.relabel("7", name, "8")):
        with pytest.raises(DataError, match="Is a link and no folder"):
            change()
    assert os.listdir(tmp_path / "elsewhere") == [f"{name}.png"]


def test_a_sample_that_may_not_be_read_as_root_copied_it_is_not_to_be_removed(store, monkeypatch):
    kept = store.add("7", held_up())

    def refuse(*_arguments):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files, "read_small", refuse)
    with pytest.raises(DataError, match=r"may not be read: `sudo .*install` mends that") as caught:
        store.load("7", kept.name)
    assert "remove" not in str(caught.value)
