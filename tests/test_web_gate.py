"""What holds for every request and every answer."""

import pytest
from browsing import Browsing

from pi_nn.web.gate import HEADERS, Gate
from pi_nn.web.names import Names


def behind(environ, start):
    start("200 OK", [("Content-Type", "text/plain"), ("Cache-Control", "max-age=9")])
    return [b"behind"]


@pytest.fixture
def browsing():
    return Browsing(Gate(behind, Names(("localhost",), loopback=True)))


def test_every_answer_has_the_headers(browsing):
    browsing.host = "evil.example"
    refused = browsing.get("/")
    browsing.host = "localhost"
    for answer in (refused, browsing.get("/")):
        assert {name.lower(): value for name, value in HEADERS.items()}.items() <= answer.headers.items()


def test_scripts_and_styles_come_from_us_alone_and_never_from_the_page_itself():
    policy = dict(part.strip().split(" ", 1) for part in HEADERS["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"


def test_an_answer_keeps_its_own_headers(browsing):
    assert browsing.get("/").headers["cache-control"] == "max-age=9"


def test_what_is_refused_is_not_kept(browsing):
    assert browsing.get("/", HTTP_ORIGIN="http://evil.example").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "wrong",
    [{"HTTP_HOST": "evil.example"}, {"HTTP_HOST": ""}, {"HTTP_ORIGIN": "http://evil.example"}, {"HTTP_ORIGIN": "null"}],
)
def test_a_request_by_another_name_or_page_goes_no_further(browsing, wrong):
    for answer in (browsing.get("/", **wrong), browsing.post("/", **wrong)):
        assert answer.status == 403 and b"behind" not in answer.body


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get"])
def test_there_are_no_other_methods(browsing, method):
    assert browsing.get("/", REQUEST_METHOD=method).status == 405
