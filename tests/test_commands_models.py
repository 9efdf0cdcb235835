"""`pi-nn models` and `pi-nn obey`, as the owner and systemd call them."""

import os

import pytest

from pi_nn import files, model_file, wishes
from pi_nn.commands import main
from pi_nn.model_store import ModelStore


@pytest.fixture
def store(tmp_path, monkeypatch):
    """Two good models in an appliance of its own, of which the second is current."""
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path))
    (tmp_path / "requests").mkdir()
    store = ModelStore(tmp_path / "models")
    network, record = model_file.load()
    for _ in range(2):
        store.use(store.add(network, record))
    return store


def call(capsys, *argv):
    code = main(list(argv))
    out, err = capsys.readouterr()
    assert err.count("\n") <= 1
    return code, out, err


def test_the_list_marks_the_current_model_and_has_its_figures(store, capsys):
    code, out, err = call(capsys, "models")
    lines = out.splitlines()
    assert (code, err) == (0, "") and [line[:6] for line in lines] == ["     0", "     1", "*    2"]
    assert f"test error {model_file.load()[1]['test_error']:.2%}" in lines[2] and "packaged" in lines[0]


def test_a_model_that_the_settings_name_reads_whichever_is_current_and_that_is_said(store, capsys, tmp_path):
    (tmp_path / "s.toml").write_text('[service]\nmodel = "/srv/own.npz"\n')
    code, out, err = call(capsys, "models", "--use", "1", "--settings", str(tmp_path / "s.toml"))
    assert (code, out) == (0, "current: model 1\n") and "the settings name /srv/own.npz" in err


def test_without_any_store_the_packaged_model_is_listed(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path / "none"))
    code, out, _ = call(capsys, "models")
    assert code == 0 and out.startswith("*    0")


def test_a_broken_model_is_named(store, capsys):
    store.path(1).write_bytes(b"broken")
    code, out, err = call(capsys, "models")
    assert code == 1 and "0001.npz: is damaged" in err and len(out.splitlines()) == 2


def test_another_model_is_used_and_the_way_back_is_one_word(store, capsys):
    assert call(capsys, "models", "--use", "1") == (0, "current: model 1\n", "")
    assert call(capsys, "models", "--rollback") == (0, "current: model 2\n", "")
    assert call(capsys, "models", "--use", "0")[1] == "current: the packaged model\n"


def test_what_there_is_not_is_refused(store, capsys):
    code, out, err = call(capsys, "models", "--use", "9")
    assert (code, out) == (2, "") and "there is no model 9" in err


def test_a_wish_is_left_by_who_may_not_change_models(store, capsys, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert "wished" in call(capsys, "models", "--use", "1")[1]
    assert call(capsys, "obey") == (0, "current: model 1, as wished\n", "")
    assert "wished" in call(capsys, "models", "--rollback")[1]
    call(capsys, "obey")
    assert store.history()[0] == 2


def test_a_model_that_there_is_not_is_not_wished_for(store, capsys, monkeypatch):
    monkeypatch.setattr("pi_nn.commands.models.may_change", lambda store: False)
    code, out, err = call(capsys, "models", "--use", "7")
    assert (code, out) == (2, "") and "there is no model 7" in err
    assert not wishes.is_left(store.folder.parent / "requests", "use")


@pytest.mark.parametrize(("value", "said"), [("9", "no model 9"), ("../x", "must be the number")])
def test_a_wish_that_cannot_be_obeyed_is_said_and_gone(store, capsys, value, said):
    wishes.wish(store.folder.parent / "requests", "use", value)
    code, _, err = call(capsys, "obey")
    assert code == 1 and said in err and store.history()[0] == 2
    assert call(capsys, "obey") == (0, "", "")


def test_reading_uses_the_current_model(store, capsys):
    from pi_nn.commands.common import chosen_network
    from pi_nn.settings import Settings

    store.path(2).write_bytes(b"broken")
    chosen_network("", Settings())
    assert "0002.npz: is damaged" in capsys.readouterr().err


def test_broken_settings_do_not_keep_the_owner_from_the_models(store, capsys, monkeypatch, tmp_path):
    (tmp_path / "s.toml").write_text("broken")
    monkeypatch.setattr("pi_nn.settings_file.DEFAULT", tmp_path / "s.toml")
    assert call(capsys, "models")[0] == 0
    assert call(capsys, "models", "--settings", str(tmp_path / "s.toml"))[0] == 2


def test_where_nobody_takes_wishes_it_is_said_why_models_cannot_be_changed(store, capsys, monkeypatch):
    def refuse(*arguments):
        raise OSError(30, "Read-only file system")

    (store.folder.parent / "requests").rmdir()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    monkeypatch.setattr(files, "replace", refuse)
    code, _, err = call(capsys, "models", "--use", "1")
    assert code == 2 and "models cannot be changed: Read-only file system; the card cannot be written to" in err
