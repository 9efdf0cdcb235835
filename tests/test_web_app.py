"""The page's addresses, asked as a browser does."""

import io

import numpy as np
import paper
import pytest
from browsing import Browsing
from PIL import Image

from pi_nn import mistakes
from pi_nn.decision import Reading
from pi_nn.places import places as places_of
from pi_nn.runtime import RuntimeFiles
from pi_nn.settings import Settings
from pi_nn.vision import find_glyph
from pi_nn.web import password
from pi_nn.web.page_files import PAGES, served
from pi_nn.web.server import gate

SEVEN = paper.on_paper(paper.ink("7"))
ASKED = ["live", "inside?of=3", "digits", "mistakes", "recent", "samples", "retraining", "models"]
CHANGES = ["teach", "forget", "retrain", "use", "rollback", "try"]


@pytest.fixture
def settings(tmp_path):
    service = {"state": str(tmp_path / "state"), "runtime": str(tmp_path / "run")}
    found = Settings().changed("service", **service).changed("web", password=str(tmp_path / "password"))
    for folder in ("requests", "samples", "models"):
        (tmp_path / "state" / folder).mkdir(parents=True)
    return found


@pytest.fixture
def browsing(settings):
    """At an open page, on this machine."""
    browsing = Browsing(gate(settings))
    assert browsing.open().status == 200
    return browsing


@pytest.fixture
def closed(settings, tmp_path):
    """At a page with a password, not logged in."""
    password.write(tmp_path / "password", "correct horse")
    browsing = Browsing(gate(settings))
    browsing.open("/login")
    return browsing


@pytest.fixture
def reader(settings):
    with RuntimeFiles(places_of(settings.service).runtime, dict, print) as files:
        files.show(Reading(SEVEN, find_glyph(SEVEN), np.eye(11, dtype=np.float32)[7], 7, 0.99))
        yield files


def a_png():
    file = io.BytesIO()
    Image.fromarray(SEVEN).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_there_and_marks_itself(browsing, name):
    answer = browsing.get(f"/{name}")
    assert answer.status == 200 and answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'href="/{name}" aria-current=page' in answer.body.decode()


def test_no_page_has_a_script_or_a_style_of_its_own(browsing):
    for name in PAGES:
        text = browsing.get(f"/{name}").body.decode()
        assert "<style" not in text and " style=" not in text and " onclick" not in text
        assert text.count("<script") == text.count('<script type="module" src="/files/') == 1


def test_no_page_loads_anything_from_elsewhere(browsing):
    texts = [browsing.get(f"/{name}").body for name in PAGES] + [file.content for file in served().values()]
    for text in texts:
        assert b"http" not in text.replace(b"http://www.w3.org/2000/svg", b"")


@pytest.mark.parametrize("name", served())
def test_files_are_served_with_their_type_and_once(browsing, name):
    answer = browsing.get(f"/files/{name}")
    assert answer.status == 200 and answer.body == served()[name].content
    again = browsing.get(f"/files/{name}", HTTP_IF_NONE_MATCH=answer.headers["etag"])
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/files/../password.py", "/files/page.html", "/files/", "/../etc/passwd", "/api/x", "/none", "/files/a/b"]
)
def test_no_path_leads_to_any_other_file(browsing, path):
    answer = browsing.get(path)
    assert answer.status == 404 and "error" in answer.told


def test_the_cookie_is_for_this_page_and_no_script(browsing, settings):
    cookie = Browsing(gate(settings)).get("/").headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie


@pytest.mark.parametrize("what", ASKED)
def test_what_is_seen_is_told_to_whom_the_page_was_opened(browsing, what):
    assert browsing.get(f"/api/{what}").status == 200
    browsing.cookie = "pi_nn-8080=another"
    assert browsing.get(f"/api/{what}").status == 401


@pytest.mark.parametrize("what", CHANGES)
def test_every_change_needs_the_token_also_on_this_machine(browsing, what):
    browsing.token = ""
    assert browsing.post(f"/api/{what}").status == 403
    browsing.cookie = "pi_nn-8080=another"
    assert browsing.post(f"/api/{what}").status == 401


@pytest.mark.parametrize("what", ASKED)
def test_a_browser_that_keeps_no_cookies_is_told_so_and_not_to_load_the_page_again_and_again(browsing, what):
    browsing.cookie = ""
    answer = browsing.get(f"/api/{what}")
    assert answer.status != 401 and "keeps no cookies" in answer.told["error"]


@pytest.mark.parametrize("name", ["HTTP_COOKIE", "HTTP_X_TOKEN", "HTTP_IF_NONE_MATCH", "CONTENT_TYPE", "QUERY_STRING"])
def test_bytes_that_are_no_text_are_no_fault_of_ours(browsing, name):
    strange = {name: "a/b=\xff\xfe"}
    answers = browsing.get("/files/icon.svg", **strange), browsing.post("/api/rollback", **strange)
    assert all(answer.status < 500 for answer in answers)


@pytest.mark.parametrize("what", ASKED)
def test_changes_and_questions_are_not_mixed_up(browsing, what):
    assert browsing.post(f"/api/{what.partition('?')[0]}").status == 405


@pytest.mark.parametrize("what", ASKED)
def test_with_a_password_a_stranger_is_told_nothing(closed, what):
    assert closed.get(f"/api/{what}").status == 401


def test_with_a_password_a_stranger_is_led_to_the_login(closed):
    for name in ("", *PAGES):
        answer = closed.get(f"/{name}")
        assert (answer.status, answer.headers["location"], answer.body) == (303, "/login", b"")


def test_who_knows_the_password_is_let_in_and_out_again(closed):
    answer = closed.post("/login", {"password": "correct horse"})
    closed.cookie = answer.headers["set-cookie"].split(";")[0]
    assert answer.status == 200 and closed.open().status == 200 and closed.get("/api/models").status == 200
    assert closed.get("/login").status == 303
    assert closed.post("/leave").status == 200
    assert closed.get("/api/models").status == 401 and closed.get("/").status == 303


def test_a_wrong_password_is_refused_and_soon_it_takes_patience(closed):
    answers = [closed.post("/login", {"password": "wrong horse"}) for _ in range(6)]
    assert [each.status for each in answers] == [403] * 5 + [429] and "retry-after" in answers[-1].headers
    assert closed.get("/").status == 303


def test_the_health_tells_no_secret_and_needs_no_login(closed, reader):
    assert closed.get("/health").told == {"page": "ok", "reader": "ok"}
    reader.tell("no camera: secret")
    assert closed.get("/health").told == {"page": "ok", "reader": "fault"}


def test_without_a_reader_the_health_says_so(browsing):
    assert browsing.get("/health").told["reader"] == "absent"


def test_a_viewer_sees_the_reading_and_when_to_ask_again(browsing, reader):
    answer = browsing.get("/api/live?viewer=a")
    assert answer.told["digit"] == 7 and answer.headers["x-live"] == "1" and int(answer.headers["x-again"]) > 0


def test_the_fifth_viewer_gets_a_frame_a_second(browsing, reader):
    answers = [browsing.get(f"/api/live?viewer={number}") for number in range(5)]
    assert [each.headers["x-live"] for each in answers] == ["1"] * 4 + ["0"]
    again = browsing.get("/api/live?viewer=4")
    assert again.told == {} and 0 < int(again.headers["x-again"]) <= 1000


def test_a_drawing_is_read_with_every_step(browsing):
    answer = browsing.post("/api/try", a_png())
    assert answer.status == 200 and answer.told["digit"] == 7


def test_a_picture_that_is_none_is_refused_in_a_line(browsing):
    answer = browsing.post("/api/try", b"<svg/>")
    assert answer.status == 409 and answer.told["error"].startswith("the picture: cannot be read")


def test_a_picture_that_is_too_large_is_refused_before_it_is_looked_at(browsing, settings):
    most = round(settings.web.upload_megabytes * 2**20)
    assert browsing.post("/api/try", bytes(most + 1)).status == 413
    assert browsing.post("/api/try", bytes(most)).status == 409


@pytest.mark.parametrize("said", [b"[]", b"7", b"{", b"\xff", b"[" * 5000])
def test_what_is_no_json_object_is_refused(browsing, said):
    assert browsing.post("/api/use", said, CONTENT_TYPE="application/json").status == 400


def test_a_form_of_another_page_is_no_question(browsing):
    assert browsing.post("/api/rollback", b"{}", CONTENT_TYPE="text/plain").status == 400


@pytest.mark.parametrize("said", [{}, {"number": "1"}, {"number": 1.5}, {"number": -1}, {"number": True}])
def test_values_of_other_kinds_are_refused(browsing, said):
    answer = browsing.post("/api/use", said)
    assert answer.status == 409 and "number" in answer.told["error"]


def test_a_reading_is_taught_and_learning_is_wished(browsing, reader, settings):
    number = browsing.get("/api/recent").told["recent"][0]["number"]
    assert browsing.post("/api/teach", {"number": number, "label": "none"}).status == 200
    assert browsing.get("/api/samples").told["counts"]["none"] == 1
    assert browsing.post("/api/retrain").status == 200 and browsing.get("/api/retraining").told["waiting"]


def test_the_worst_mistakes_are_shown_where_an_evaluation_was_kept(browsing, settings):
    assert "evaluate --keep" in browsing.get("/api/mistakes").told["none"]
    found = mistakes.Mistakes("photos")
    found.note(np.ones((28, 28)), np.eye(11)[3], 8)
    mistakes.save(places_of(settings.service).evaluation, found)
    told = browsing.get("/api/mistakes").told
    assert (told["wrong"], told["worst"][0]["label"], told["worst"][0]["read"]) == (1, 8, 3)


def test_inside_shows_the_last_reading_or_a_drawn_digit(browsing):
    assert browsing.get("/api/inside?of=").status == 409
    told = browsing.get("/api/inside?of=4").told
    assert np.argmax(told["scores"]) == 4 and told["layers"] and told["weights"]


def test_a_fault_of_our_own_tells_no_stranger_how(browsing, monkeypatch):
    monkeypatch.setattr("pi_nn.web.sees.mistakes.load", lambda path: 1 / 0)
    answer = browsing.get("/api/mistakes", **{"wsgi.errors": io.StringIO()})
    assert answer.status == 500 and "journalctl" in answer.told["error"] and "division" not in answer.told["error"]
    assert answer.headers["x-frame-options"] == "DENY"
