"""Model files: what comes back, and what is refused."""

import gc
import json
import os
import sys
import zipfile
from functools import partial

import numpy as np
import pytest
from test_network import glyphs, small, trained_a_little

from pi_nn import files, model_file
from pi_nn.errors import ModelError
from pi_nn.layers import Dense, Flatten, Tanh
from pi_nn.network import Network
from pi_nn.vision.standing import AT_FIRST, MEASURES, stances


@pytest.fixture
def saved(tmp_path):
    """A model file, and its arrays to be spoilt."""
    path = tmp_path / "model.npz"
    model_file.save(path, trained_a_little(small()), {"seed": 1})
    with np.load(path, allow_pickle=False) as file:
        return path, dict(file)


def refused(path, match):
    with pytest.raises(ModelError, match=match) as caught:
        model_file.load(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_saved_network_scores_as_before(saved):
    network, record = model_file.load(saved[0])
    before = trained_a_little(small()).predict_many(glyphs(20))
    assert network.predict_many(glyphs(20)) == pytest.approx(before, abs=5e-3)
    assert record == {"seed": 1}


def test_what_is_judged_is_what_is_shipped(saved):
    judged = model_file.as_saved(trained_a_little(small()))
    assert (judged.predict_many(glyphs(20)) == model_file.load(saved[0])[0].predict_many(glyphs(20))).all()


def test_parameters_are_half_as_large_on_disk_and_float32_in_use(saved):
    assert saved[1]["1.weight"].dtype == np.float16
    assert {array.dtype for array in model_file.load(saved[0])[0].parameters()} == {np.dtype(np.float32)}


def test_a_missing_file_says_how_to_get_one(tmp_path):
    refused(tmp_path / "none.npz", "is missing; train one")


def test_a_file_truncated_anywhere_is_refused(saved):
    path, whole = saved[0], saved[0].read_bytes()
    for length in (0, 1, 30, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        refused(path, "damaged or no model file")


def test_a_flipped_byte_is_noticed(saved):
    path, damaged = saved[0], bytearray(saved[0].read_bytes())
    damaged[len(damaged) // 3] ^= 0xFF
    path.write_bytes(damaged)
    refused(path, "damaged|does not fit|no readable|claims")


@pytest.mark.parametrize("content", [b"\x89PNG\r\n", b"hello", b"\x80\x04."])
def test_a_foreign_file_is_refused(tmp_path, content):
    (tmp_path / "model.npz").write_bytes(content)
    refused(tmp_path / "model.npz", "damaged or no model file")


def test_a_foreign_npz_is_refused(tmp_path):
    np.savez(tmp_path / "model.npz", images=np.zeros((3, 3)))
    refused(tmp_path / "model.npz", "no readable record")


class Bomb:
    """Unpickling it would make a folder."""

    def __reduce__(self):
        return os.mkdir, ("unpickled",)


def test_pickled_objects_are_refused_and_never_run(saved, monkeypatch):
    path, arrays = saved
    monkeypatch.chdir(path.parent)
    np.savez(path, **{**arrays, "1.weight": np.array([Bomb()], dtype=object)})
    refused(path, "damaged or no model file")
    assert not (path.parent / "unpickled").exists()


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"1.weight": np.zeros((2, 2))}, "1.weight is float64"),
        ({"1.weight": np.zeros((2, 1, 3, 3), complex)}, "1.weight is complex"),
        ({"1.bias": np.array([np.nan, 0])}, "1.bias holds values that are not finite"),
        ({"77.weight": np.zeros(2)}, "does not fit the network"),
        ({"layers": np.array("[")}, "no readable layers"),
        ({"layers": np.array('[{"type": "Network", "config": {}}]')}, "make no network"),
        ({"layers": np.array('[{"type": "Dense", "config": {"inputs": 1, "outputs": 9}}]')}, "does not fit"),
        ({"layers": np.array('{"a": 1}')}, "make no network"),
        ({"layers": np.array("[]")}, "does not fit the network"),
        ({"record": np.zeros(3)}, "no readable record"),
    ],
)
def test_parts_that_do_not_fit_are_refused(saved, change, match):
    path, arrays = saved
    np.savez(path, **{**arrays, **change})
    refused(path, match)


def test_layers_that_do_not_follow_each_other_are_refused(saved):
    path, arrays = saved
    layers = json.loads(str(arrays["layers"]))
    layers[0] = {"type": "Flatten", "config": {}}
    np.savez(path, **{**arrays, "layers": np.array(json.dumps(layers))})
    refused(path, "make no network")


def test_a_network_without_eleven_scores_is_refused(tmp_path):
    network = Network([Flatten(), Dense(784, 10, np.random.default_rng(1))])
    model_file.save(tmp_path / "model.npz", network, {})
    refused(tmp_path / "model.npz", "instead of eleven scores")


def test_a_layer_of_absurd_size_is_refused_before_memory_is_taken(saved):
    path, arrays = saved
    layers = json.loads(str(arrays["layers"]))
    layers[-1]["config"]["outputs"] = 10**9
    np.savez(path, **{**arrays, "layers": np.array(json.dumps(layers))})
    refused(path, "is not in the file")


def test_an_array_that_claims_more_than_it_holds_is_refused(saved):
    path = saved[0]
    claim = b"{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,), }"
    header = b"\x93NUMPY\x01\x00\x76\x00" + claim.ljust(117)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("10.weight.npy", header + b"\n")
    refused(path, "claims the shape")


def test_a_diverged_network_is_not_saved(tmp_path):
    network = small()
    network.parameters()[0][0] = np.nan
    with pytest.raises(ModelError, match="not written"):
        model_file.save(tmp_path / "model.npz", network, {})
    assert not list(tmp_path.iterdir())


def test_saving_that_fails_leaves_the_old_file_and_nothing_else(saved, monkeypatch):
    path, before = saved[0], saved[0].read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ModelError, match="cannot be written"):
        model_file.save(path, small(), {})
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_full_disk_is_complained_of_once(tmp_path, monkeypatch):
    complaints = []
    monkeypatch.setattr(sys, "unraisablehook", complaints.append)
    monkeypatch.setattr(files, "replacing", lambda path, full=partial(open, "/dev/full", "wb"): full())
    with pytest.raises(ModelError, match="No space left on device"):
        model_file.write_arrays(tmp_path / "model.npz", {"noise": np.random.default_rng(1).random(100_000)}, {})
    gc.collect()
    assert not complaints


def test_a_folder_that_is_missing_is_one_line(tmp_path):
    with pytest.raises(ModelError, match="cannot be written"):
        model_file.save(tmp_path / "no" / "model.npz", small(), {})


def test_what_a_killed_process_left_half_written_is_cleared(tmp_path):
    for name in (".a[1].npz.x1y2.tmp", ".b.npz.x1y2.tmp", "a[1].npz"):
        (tmp_path / name).touch()
    model_file.clear_unfinished(tmp_path / "a[1].npz")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".b.npz.x1y2.tmp", "a[1].npz"]


def test_saving_leaves_nothing_of_a_process_that_was_killed_while_it_saved(tmp_path):
    (tmp_path / ".model.npz.x1y2.tmp").touch()
    model_file.save(tmp_path / "model.npz", small(), {})
    assert [path.name for path in tmp_path.iterdir()] == ["model.npz"]


@pytest.mark.parametrize(
    ("layers", "match"),
    [
        ([{"type": "ReLU", "config": {}}] * 65, "65 layers"),
        ([{"type": "Conv2D", "config": {"channels": 1, "filters": 1, "size": 29}}], "is not in the file"),
        ([{"type": "Dense", "config": [784, 11]}], "make no network"),
        (7, "make no network"),
    ],
)
def test_hostile_layers_are_refused_before_memory_is_taken(saved, layers, match):
    path, arrays = saved
    arrays["layers"] = np.array(json.dumps(layers))
    np.savez(path, more=np.zeros(900), **arrays)
    refused(path, match)


def test_a_text_that_nests_too_deep_is_refused(saved):
    path, arrays = saved
    np.savez(path, **{**arrays, "layers": np.array("[" * 100_000)})
    refused(path, "no readable layers")


def test_many_arrays_that_are_large_together_are_refused(saved, monkeypatch):
    monkeypatch.setattr(model_file, "LARGEST_FILE", 1000)
    refused(saved[0], "claim more than")
    monkeypatch.undo()
    monkeypatch.setattr(model_file, "LARGEST_MODEL", 1000)
    refused(saved[0], "too many")


def weighing(inputs=len(MEASURES) + 11):
    return Network([Dense(inputs, 4, np.random.default_rng(1)), Tanh(), Dense(4, 11, np.random.default_rng(2))])


def test_the_weighing_is_saved_along(tmp_path):
    network, path = trained_a_little(small()), tmp_path / "model.npz"
    network.weighing = weighing()
    model_file.save(path, network, {})
    glyph, standing = glyphs(1)[0], np.ones(len(MEASURES), np.float32)
    again = model_file.load(path)[0].predict(glyph, standing)
    assert again == pytest.approx(network.predict(glyph, standing), abs=5e-3)
    assert again != pytest.approx(network.predict(glyph), abs=5e-2)


def test_the_glance_is_saved_along(tmp_path):
    network, path = trained_a_little(small()), tmp_path / "model.npz"
    stance = stances(np.ones((1, len(MEASURES)), np.float32))[0]
    network.glance = Network([Dense(len(stance), 2, np.random.default_rng(1))])
    model_file.save(path, network, {})
    again = model_file.load(path)[0]
    assert again.weighing is None and again.chance(stance) == pytest.approx(network.chance(stance), abs=5e-3)


def test_a_weighing_from_before_the_newest_measures_does_without_them(tmp_path):
    network, path = trained_a_little(small()), tmp_path / "model.npz"
    network.weighing = weighing(inputs=AT_FIRST + 11)
    model_file.save(path, network, {})
    glyph, standing, again = glyphs(1)[0], np.ones(len(MEASURES), np.float32), model_file.load(path)[0]
    answers = again.predict(glyph, standing)
    standing[AT_FIRST:] = 9
    assert (again.predict(glyph, standing) == answers).all()
    standing[AT_FIRST - 1] = 9
    assert (again.predict(glyph, standing) != answers).any()


@pytest.mark.parametrize("name", ["weighing", "glance"])
def test_small_networks_for_other_measures_are_refused(tmp_path, name):
    network, path = trained_a_little(small()), tmp_path / "model.npz"
    setattr(network, name, weighing(inputs=20))
    model_file.save(path, network, {})
    refused(path, "make no network")


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "model.npz")
    refused(tmp_path / "model.npz", "a device or a pipe")


def test_weights_too_large_for_what_is_computed_with_are_refused_without_a_warning(saved):
    path, arrays = saved
    for value, reason in ((1e300, "not finite"), (3e38, "scores that are no numbers")):
        np.savez(path, **{**arrays, "1.weight": np.full(arrays["1.weight"].shape, value)})
        refused(path, reason)


@pytest.mark.parametrize("record", ["[]", "null", '"text"', "5"])
def test_a_record_that_is_no_object_is_refused(saved, record):
    path, arrays = saved
    np.savez(path, **{**arrays, "record": np.array(record)})
    refused(path, "no readable record")


@pytest.mark.parametrize("header", [b"(" * 500, b"{'descr': '<f4', 'fortran_order': False, 'shape': (True,)}"])
def test_a_header_on_which_numpy_itself_fails_is_refused(tmp_path, header):
    with zipfile.ZipFile(tmp_path / "model.npz", "w") as archive:
        archive.writestr("a.npy", b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + bytes(4))
    refused(tmp_path / "model.npz", "damaged or no model file")


def test_a_file_that_may_not_be_read_is_not_called_damaged(monkeypatch, tmp_path):
    def refuse(*_arguments):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files, "require_file", refuse)
    with pytest.raises(ModelError, match=r"x\.npz: may not be read"):
        model_file.load(tmp_path / "x.npz")
