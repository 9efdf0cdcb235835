"""The model store: there is always a model, and it is the old one or the new one."""

import os
from pathlib import Path

import numpy as np
import pytest

from pi_nn import files, model_file
from pi_nn.errors import ModelError
from pi_nn.layers import Dense, Flatten
from pi_nn.model_store import KEPT, PACKAGED, ModelStore
from pi_nn.network import Network


@pytest.fixture
def store(tmp_path):
    return ModelStore(tmp_path / "models")


@pytest.fixture(scope="module")
def good():
    return model_file.load()[0]


def always_seven():
    layer = Dense(784, 11)
    layer.bias[:] = 10 * np.eye(11)[7]
    return Network([Flatten(), layer])


def with_models(store, good, count):
    """So many good models, the last one current."""
    for number in range(1, count + 1):
        assert store.add(good, {"n": number}) == number
        store.use(number)
    return store


def test_without_a_folder_the_packaged_model_serves(store):
    loaded = store.load()
    assert (loaded.number, loaded.refused) == (PACKAGED, []) and not store.folder.exists()


def test_a_new_model_is_current_only_when_it_is_used(store, good):
    assert store.add(good, {"n": 1}) == 1 and store.load().number == PACKAGED
    before = store.stamp()
    store.use(1)
    loaded = store.load()
    assert (loaded.number, loaded.record) == (1, {"n": 1}) and store.stamp() != before


def test_a_model_that_fails_its_self_test_is_not_used(store, good):
    with_models(store, good, 1)
    number = store.add(always_seven(), {})
    with pytest.raises(ModelError, match=r"0002\.npz: fails its self-test: it reads 1 of 10"):
        store.use(number)
    assert store.load().number == 1


def test_what_there_is_not_cannot_be_used(store):
    with pytest.raises(ModelError, match="there is no model 7"):
        store.use(7)


def test_going_back_is_to_the_one_that_was_current_before(store, good):
    with_models(store, good, 3)
    store.use(1)
    assert store.rollback() == 3 and store.load().number == 3
    assert store.rollback() == 2 and store.rollback() == PACKAGED
    with pytest.raises(ModelError, match="no model to go back to"):
        store.rollback()


def test_going_back_passes_over_a_broken_model(store, good):
    with_models(store, good, 3)
    store.path(2).write_bytes(b"broken")
    assert store.rollback() == 1


def spoil(path, how):
    content = path.read_bytes()
    {
        "truncated": lambda: path.write_bytes(content[: len(content) // 2]),
        "changed": lambda: path.write_bytes(content[:3000] + bytes(64) + content[3064:]),
        "emptied": lambda: path.write_bytes(b""),
        "removed": path.unlink,
        "foreign": lambda: model_file.save(path, always_seven(), {}),
    }[how]()


@pytest.mark.parametrize("how", ["truncated", "changed", "emptied", "removed", "foreign"])
def test_a_broken_model_is_refused_by_name_and_the_last_good_one_goes_on(store, good, how):
    with_models(store, good, 2)
    spoil(store.path(2), how)
    loaded = store.load()
    assert loaded.number == 1 and len(loaded.refused) == 1 and "0002.npz" in loaded.refused[0]


def test_if_all_are_broken_the_packaged_one_serves(store, good):
    with_models(store, good, 2)
    for number in (1, 2):
        spoil(store.path(number), "truncated")
    loaded = store.load()
    assert loaded.number == PACKAGED and len(loaded.refused) == 2


def test_without_even_the_packaged_one_it_is_said(store, monkeypatch, tmp_path):
    monkeypatch.setattr(model_file, "PACKAGED", tmp_path / "none.npz")
    with pytest.raises(ModelError, match=r"no model is whole: .*none\.npz"):
        store.load()


@pytest.mark.parametrize("text", [b"\xff\xfe", b"two", b"1" * 2000, b"", b" ", b"-1", b"99999"])
def test_a_choice_that_cannot_be_read_leaves_the_newest_model(store, good, text):
    with_models(store, good, 2)
    (store.folder / "current").write_bytes(text)
    loaded = store.load()
    assert loaded.number == 2 and "names no model" in loaded.refused[0]
    store.use(1)
    assert store.load().refused == []


def test_a_folder_that_may_not_be_read_leaves_the_packaged_model(store, good, monkeypatch):
    with_models(store, good, 1)

    def refuse(*arguments):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files, "read_small", refuse)
    monkeypatch.setattr(os, "listdir", refuse)
    loaded = store.load()
    assert loaded.number == PACKAGED and "Permission denied; you may not" in loaded.refused[0]


def test_models_that_nobody_uses_make_room_in_the_end(store, good, monkeypatch):
    monkeypatch.setattr("pi_nn.model_store.KEPT", 2)
    store.use(store.add(good, {}))
    for _ in range(4):
        store.add(good, {})
    assert store.numbers() == [1, 3, 4, 5] and KEPT > 2


def test_what_was_left_half_written_is_cleared(store, good):
    store.add(good, {})
    (store.folder / ".0002.npz.x.tmp").write_bytes(b"half")
    store.add(good, {})
    assert sorted(os.listdir(store.folder)) == ["0001.npz", "0002.npz"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path, good):
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="models cannot be kept there"):
        ModelStore(tmp_path / "file" / "models").add(good, {})


def test_a_full_disk_while_switching_leaves_the_old_model(store, good, monkeypatch):
    with_models(store, good, 1)
    store.add(good, {})

    def full(path: Path, content: bytes, mode: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "replace", full)
    with pytest.raises(ModelError, match="No space left"):
        store.use(2)
    assert store.load().number == 1


def test_where_no_number_is_left_it_is_said_and_nothing_is_written(store, good):
    store.add(good, {})
    store.path(1).rename(store.path(9999))
    with pytest.raises(ModelError, match=r"9999\.npz: has the highest number"):
        store.add(good, {})
    assert os.listdir(store.folder) == ["9999.npz"]
