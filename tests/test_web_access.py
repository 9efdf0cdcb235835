"""Who may see and change something."""

import pytest

from pi_nn.web import password
from pi_nn.web.access import Access, Refused
from pi_nn.web.guesses import Guesses
from pi_nn.web.sessions import Sessions

KEPT = password.hashed("correct horse")


@pytest.fixture
def closed():
    """A page with a password."""
    return Access(KEPT, Sessions(100), Guesses(3))


@pytest.fixture
def stranger(closed):
    return closed.visit(None)


def log_in(closed, session, given, token=None):
    return closed.log_in(session.cookie, session.token if token is None else token, "a", given)


def test_without_a_password_whoever_opens_a_page_is_trusted():
    access = Access(None, Sessions(100), Guesses(3))
    session = access.visit(None)
    assert access.trusts(session) and access.require(session.cookie) == session


@pytest.mark.parametrize(("cookie", "status"), [(None, 403), ("another", 401)])
def test_without_a_password_a_request_without_a_page_is_refused_all_the_same(cookie, status):
    with pytest.raises(Refused) as refusal:
        Access(None, Sessions(100), Guesses(3)).require(cookie)
    assert refusal.value.status == status


def test_with_a_password_a_stranger_sees_nothing(closed, stranger):
    assert not closed.trusts(stranger)
    with pytest.raises(Refused) as refusal:
        closed.require(stranger.cookie)
    assert refusal.value.status == 401


def test_the_right_password_gives_a_new_session(closed, stranger):
    owner = log_in(closed, stranger, "correct horse")
    assert closed.require(owner.cookie) == owner and owner.cookie != stranger.cookie and owner.token != stranger.token
    assert not closed.trusts(closed.visit(stranger.cookie))


def test_however_often_others_open_the_page_who_is_typing_can_log_in(closed, stranger):
    for _ in range(1000):
        closed.visit(None)
    assert closed.trusts(log_in(closed, stranger, "correct horse"))


def test_a_wrong_password_gives_nothing(closed, stranger):
    with pytest.raises(Refused, match="not the password"):
        log_in(closed, stranger, "wrong horse")
    assert not closed.trusts(closed.visit(stranger.cookie))


def test_after_some_wrong_ones_the_right_one_has_to_wait_as_well(closed, stranger):
    for _ in range(3):
        with pytest.raises(Refused, match="not the password"):
            log_in(closed, stranger, "wrong horse")
    with pytest.raises(Refused, match="too many tries") as refusal:
        log_in(closed, stranger, "correct horse")
    assert refusal.value.status == 429 and 0 < refusal.value.again <= 60


@pytest.mark.parametrize("token", ["", "another"])
def test_another_page_cannot_log_anybody_in(closed, stranger, token):
    with pytest.raises(Refused, match="out of date"):
        log_in(closed, stranger, "correct horse", token)


def test_who_keeps_no_cookies_is_told_so(closed, stranger):
    with pytest.raises(Refused, match="keeps no cookies"):
        closed.log_in(None, stranger.token, "a", "correct horse")


def test_who_has_logged_out_is_out(closed, stranger):
    owner = log_in(closed, stranger, "correct horse")
    closed.log_out(owner)
    with pytest.raises(Refused):
        closed.require(owner.cookie)


def test_a_change_needs_the_token_of_its_session(closed, stranger):
    closed.require_own_page(stranger, stranger.token)
    for session, token in ((stranger, "x"), (stranger, ""), (None, stranger.token)):
        with pytest.raises(Refused, match="out of date"):
            closed.require_own_page(session, token)
