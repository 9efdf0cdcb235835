"""The model that the page reads with."""

import pytest

from pi_nn import model_file
from pi_nn.errors import ModelError
from pi_nn.model_store import ModelStore
from pi_nn.web.model import NAMED, CurrentModel


@pytest.fixture
def store(tmp_path):
    return ModelStore(tmp_path / "models")


def test_it_is_loaded_once_and_again_when_another_is_current(store):
    model = CurrentModel(store)
    network = model.network
    assert model.network is network and model.loaded().number == 0
    store.use(store.add(*model_file.load()))
    assert model.network is not network and model.loaded().number == 1


def test_a_file_that_the_settings_name_comes_first(store):
    assert CurrentModel(store, str(model_file.PACKAGED)).loaded().number == NAMED


def test_a_file_that_is_none_is_said(store, tmp_path):
    with pytest.raises(ModelError, match="is missing"):
        CurrentModel(store, str(tmp_path / "none.npz")).loaded()
