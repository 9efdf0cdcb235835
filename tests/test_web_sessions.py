"""Sessions hold for a while, are never guessed, and do not fill memory."""

import pytest

from pi_nn.web.sessions import MOST, Sessions


def test_a_session_is_found_by_its_cookie_until_its_time_is_over():
    now = [0.0]
    sessions = Sessions(10, lambda: now[0])
    session = sessions.begin(logged_in=True)
    now[0] = 9.9
    assert sessions.find(session.cookie) == session
    now[0] = 10.1
    assert sessions.find(session.cookie) is None


def test_nobody_is_found_by_no_or_another_cookie():
    sessions = Sessions(10)
    session = sessions.begin(logged_in=True)
    assert sessions.find(None) is sessions.find("") is sessions.find(session.cookie + "x") is None


@pytest.mark.parametrize("forged", ["x", ".", "99999999999.x", "99999999999.x.", "ä.ä", "9" * 1000])
def test_a_cookie_that_was_not_given_here_is_nobodys(forged):
    assert Sessions(10).find(forged) is Sessions(10).find(Sessions(10).begin(logged_in=False).cookie) is None


def test_the_time_of_a_cookie_cannot_be_prolonged():
    sessions = Sessions(10)
    until, rest = sessions.begin(logged_in=False).cookie.split(".", 1)
    assert sessions.find(f"{until}.{rest}") and sessions.find(f"{int(until) + 1}.{rest}") is None


def test_who_has_logged_out_is_a_stranger():
    sessions = Sessions(10)
    session = sessions.begin(logged_in=True)
    assert sessions.find(session.cookie).logged_in
    sessions.end(session)
    assert not sessions.find(session.cookie).logged_in


def test_only_its_own_token_names_a_session():
    sessions = Sessions(10)
    one, other = sessions.begin(True), sessions.begin(True)
    assert one.names(one.token) and not one.names(other.token) and not one.names("") and not one.names("ä")


def test_the_token_of_a_session_does_not_follow_from_its_cookie():
    sessions = Sessions(10)
    session = sessions.begin(logged_in=False)
    assert sessions.find(session.cookie).token == session.token and session.token not in session.cookie


def test_however_many_strangers_come_nobody_is_forgotten_and_no_memory_is_taken():
    sessions = Sessions(10)
    typing = sessions.begin(logged_in=False)
    for _ in range(10 * MOST):
        sessions.begin(logged_in=False)
    assert sessions.find(typing.cookie) == typing and not sessions._logged_in


def test_of_very_many_who_have_logged_in_the_oldest_is_forgotten():
    sessions = Sessions(10)
    first, second = sessions.begin(logged_in=True), sessions.begin(logged_in=True)
    for _ in range(MOST - 1):
        sessions.begin(logged_in=True)
    assert [sessions.find(each.cookie).logged_in for each in (first, second)] == [False, True]
    assert len(sessions._logged_in) == MOST
