"""Teaching by the page: samples and wishes, and nothing else, are written."""

import json
import os
import time

import paper
import pytest

from pi_nn import model_file, progress, samples
from pi_nn.decision import NO_DIGIT, Reading
from pi_nn.errors import DataError, ModelError, ServiceError
from pi_nn.model_store import ModelStore
from pi_nn.places import Places
from pi_nn.recent import Recent
from pi_nn.runtime import RuntimeFiles
from pi_nn.vision import find_glyph
from pi_nn.web.teaching import SHOWN, Teaching

SEVEN = paper.on_paper(paper.ink("7"))


@pytest.fixture
def places(tmp_path):
    found = Places(tmp_path / "state", tmp_path / "run")
    for folder in (found.requests, found.models, found.samples, found.retraining, found.runtime):
        folder.mkdir(parents=True)
    return found


@pytest.fixture
def teaching(places):
    return Teaching(places, 10**6)


@pytest.fixture
def reading(places, teaching):
    """What the service read last: a 1, it thought."""
    with_one = Reading(SEVEN, find_glyph(SEVEN), model_file.load()[0].predict(find_glyph(SEVEN).image), 1, 0.8)
    Recent(places.runtime).show(with_one)
    return teaching.recent()["recent"][0]


def wished(places):
    return {path.name: path.read_text().strip() for path in places.requests.iterdir()}


def test_the_last_readings_are_told_with_their_pictures(reading):
    assert (reading["digit"], reading["confidence"], len(reading["scores"])) == (1, 0.8, 11)
    assert reading["crop"].startswith("data:image/png") and reading["glyph"].startswith("data:image/png")


def test_where_nothing_was_read_it_is_told_why(places, teaching):
    assert "no service runs" in teaching.recent()["fault"]
    with RuntimeFiles(places.runtime, dict, print) as files:
        files.tell("no camera: it is not plugged in")
        assert teaching.recent() == {"recent": [], "fault": "no camera: it is not plugged in"}
        files.show(Reading(SEVEN, None, NO_DIGIT))
        assert teaching.recent() == {"recent": [], "fault": ""}


def test_a_reading_becomes_a_sample_of_what_it_was(places, teaching, reading):
    taught = teaching.teach(reading["number"], "7")
    assert samples.SampleStore(places.samples, 1).names() == [("7", taught["name"])]
    told = teaching.taught()
    assert told["counts"]["7"] == 1 and sum(told["counts"].values()) == 1 and told["newest"][0]["label"] == "7"


def test_a_sample_taught_by_mistake_is_forgotten_again(teaching, reading):
    taught = teaching.teach(reading["number"], "7")
    teaching.forget("7", taught["name"])
    assert teaching.taught()["newest"] == []


def test_a_reading_that_is_gone_cannot_be_taught(teaching):
    with pytest.raises(ServiceError):
        teaching.teach(12345, "7")


@pytest.mark.parametrize("label", ["11", "../etc", "", "7/../../x"])
def test_there_are_no_other_labels(places, teaching, reading, label):
    with pytest.raises(DataError):
        teaching.teach(reading["number"], label)
    assert not any(path.is_file() for path in places.samples.rglob("*"))


@pytest.mark.parametrize("name", ["../../settings", "..", "a/b", ""])
def test_no_name_leads_out_of_the_samples(teaching, places, name):
    (places.state / "settings.json").write_text("{}")
    with pytest.raises(DataError):
        teaching.forget("7", name)
    assert (places.state / "settings.json").exists()


def test_a_sample_that_is_no_good_is_left_out(places, teaching, reading):
    taught = teaching.teach(reading["number"], "7")
    (places.samples / "7" / f"{taught['name']}-glyph.png").write_bytes(b"broken")
    told = teaching.taught()
    assert told["newest"] == [] and told["counts"]["7"] == 1


def test_only_the_newest_samples_are_sent(places, teaching):
    store = samples.SampleStore(places.samples, 10**7)
    for number in range(SHOWN + 3):
        store.add("3", samples.Shown(SEVEN, SEVEN[:28, :28] + number, {"time": 1e9 + number}))
    told = teaching.taught()
    assert len(told["newest"]) == SHOWN and told["newest"][0]["name"] == store.names()[-1][1]


def test_retraining_is_wished_for_when_something_was_taught(places, teaching, reading):
    with pytest.raises(DataError, match="nothing has been taught"):
        teaching.retrain()
    teaching.teach(reading["number"], "7")
    teaching.retrain()
    assert wished(places) == {"retrain": "retrain"} and teaching.retraining()["waiting"]


def test_how_long_a_wish_lies_there_is_told_so_that_nobody_waits_for_ever(places, teaching):
    (places.requests / "retrain").write_text("retrain")
    os.utime(places.requests / "retrain", (time.time() - 1000, time.time() - 1000))
    assert teaching.retraining()["waiting"] and teaching.retraining()["waited"] >= 1000


def test_it_is_not_wished_for_twice(teaching, reading, places):
    teaching.teach(reading["number"], "7")
    teaching.retrain()
    with pytest.raises(DataError, match="already"):
        teaching.retrain()
    os.unlink(places.requests / "retrain")
    progress.write(places.retraining, progress.Progress(epoch=1, epochs=5))
    with pytest.raises(DataError, match="already"):
        teaching.retrain()


def test_the_progress_and_its_curve_are_told(places, teaching):
    assert teaching.retraining() == {"waiting": False, "waited": 0.0, "state": ""}
    progress.write(places.retraining, progress.Progress(epoch=1, epochs=5, curve=[[2.0, 3.0], [1.0, 2.0]]))
    told = teaching.retraining()
    assert (told["state"], told["epoch"], told["curve"]) == ("running", 1, [[2.0, 3.0], [1.0, 2.0]])
    json.dumps(told)


@pytest.mark.parametrize("state", ["running", "taken", "refused"])
def test_a_wish_that_is_being_obeyed_is_waited_for_no_more(places, teaching, state):
    (places.requests / "retrain").write_text("retrain")
    os.utime(places.requests / "retrain", (0, 0))
    progress.write(places.retraining, progress.Progress(state))
    assert not teaching.retraining()["waiting"]
    with pytest.raises(DataError, match="already"):
        teaching.retrain()


def test_models_are_told_newest_first_with_their_figures(places, teaching):
    store = ModelStore(places.models)
    network, record = model_file.load()
    store.use(store.add(network, record))
    told = teaching.models()
    assert [(each["number"], each["current"]) for each in told["models"]] == [(1, True), (0, False)]
    assert told["models"][0]["misread"][1] == f"{record['test_error']:.2%} of test images"
    assert told["before"] == 0 and not told["wished"]


def test_of_a_retrained_model_it_is_told_how_it_does_on_the_owners_samples(places, teaching):
    after = {"samples": "1 of 9 misread", "digits": "2 of 300 misread", "cost": 0.1}
    record = {"recipe": "retrained", "learnt": "from 9 samples", "after": after}
    ModelStore(places.models).add(model_file.load()[0], record)
    model = teaching.models()["models"][0]
    assert model["misread"] == ["your samples: 1 of 9", "drawn digits: 2 of 300"]
    assert model["about"] == "retrained, from 9 samples"


def test_a_broken_model_is_told_as_such(places, teaching):
    (places.models / "0001.npz").write_bytes(b"broken")
    assert "damaged" in teaching.models()["models"][0]["fault"]


def test_another_model_and_the_one_before_are_wishes(places, teaching):
    teaching.use(0)
    assert wished(places) == {"use": "0"} and teaching.models()["wished"]
    teaching.rollback()
    assert wished(places).keys() == {"use", "rollback"}


def test_a_model_that_there_is_not_is_not_wished_for(places, teaching):
    with pytest.raises(ModelError, match="no model 9"):
        teaching.use(9)
    assert wished(places) == {}
