"""Another model takes over between two frames, and no frame waits for it or is missed."""

from threading import Event
from types import SimpleNamespace

import numpy as np
import pytest

from pi_nn import model_file
from pi_nn.decision import NO_DIGIT, Reading
from pi_nn.errors import ModelError
from pi_nn.live_model import LiveModel
from pi_nn.model_store import ModelStore

READING = Reading(np.zeros((8, 8), np.uint8), None, NO_DIGIT)
LONG = 30


@pytest.fixture
def store(tmp_path):
    return ModelStore(tmp_path / "models")


@pytest.fixture(scope="module")
def good():
    return model_file.load()[0]


def shown(live, frames=1):
    """After so many frames, and after what they set going."""
    for _ in range(frames):
        live.show(READING)
        if live._thread:
            live._thread.join(LONG)


def test_another_model_is_taken_up_between_two_frames(store, good):
    said = []
    live = LiveModel(store, said.append)
    shown(live, 2)
    store.use(store.add(good, {}))
    shown(live)
    assert live.name == "the packaged model"  # the frame that notices does not wait
    shown(live)
    assert live.name == "model 1" and said == ["reading with model 1"]


def test_without_a_new_choice_nothing_is_read_again(store, monkeypatch):
    live = LiveModel(store, lambda line: None)
    monkeypatch.setattr(store, "load", lambda: pytest.fail("read again"))
    shown(live, 10)
    assert live._thread is None


def test_a_broken_model_is_refused_by_name_and_the_last_good_one_goes_on(store, good):
    said = []
    store.use(store.add(good, {}))
    store.use(store.add(good, {}))
    live = LiveModel(store, said.append)
    store.use(1)
    store.path(1).write_bytes(b"broken")
    shown(live, 2)
    assert live.name == "model 2" and live.broken
    assert "0001.npz: is damaged" in said[0] and said[1] == "reading with model 2"


def test_when_no_model_is_whole_the_one_in_use_stays(store, good, monkeypatch, tmp_path):
    said = []
    store.use(store.add(good, {}))
    live = LiveModel(store, said.append)
    monkeypatch.setattr(model_file, "PACKAGED", tmp_path / "none.npz")
    store.path(1).write_bytes(b"broken")
    (store.folder / "current").write_text("1 0 0\n")
    shown(live, 2)
    assert live.name == "model 1" and "model 1 goes on" in said[-1]
    assert live.predict(np.zeros((28, 28))).shape == (11,)


def test_a_frame_does_not_wait_for_a_model_that_is_being_read(store, good, monkeypatch):
    read = Event()
    live = LiveModel(store, lambda line: None)
    store.use(store.add(good, {}))
    monkeypatch.setattr(store, "load", lambda: read.wait(LONG) and SimpleNamespace(number=1, refused=[]))
    for _ in range(5):
        live.show(READING)
    assert live.name == "the packaged model"
    read.set()
    shown(live)
    shown(live)
    assert live.name == "model 1"


def test_a_start_without_any_model_is_refused(store, monkeypatch, tmp_path):
    monkeypatch.setattr(model_file, "PACKAGED", tmp_path / "none.npz")
    with pytest.raises(ModelError, match="no model is whole"):
        LiveModel(store, print)
