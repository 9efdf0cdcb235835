"""Sessions hold for a while, are never guessed, and do not fill memory."""

from pi_nn.web.sessions import MOST, Sessions


def test_a_session_is_found_by_its_cookie_until_its_time_is_over():
    now = [0.0]
    sessions = Sessions(10, lambda: now[0])
    session = sessions.begin(trusted=True)
    now[0] = 9.9
    assert sessions.find(session.cookie) == session
    now[0] = 10.1
    assert sessions.find(session.cookie) is None


def test_nobody_is_found_by_no_or_another_cookie():
    sessions = Sessions(10)
    session = sessions.begin(trusted=True)
    assert sessions.find(None) is sessions.find("") is sessions.find(session.cookie + "x") is None


def test_a_session_that_was_ended_is_over():
    sessions = Sessions(10)
    session = sessions.begin(trusted=True)
    sessions.end(session)
    assert sessions.find(session.cookie) is None


def test_only_its_own_token_names_a_session():
    sessions = Sessions(10)
    one, other = sessions.begin(True), sessions.begin(True)
    assert one.names(one.token) and not one.names(other.token) and not one.names("") and not one.names("ä")


def test_strangers_make_room_before_anybody_who_is_trusted():
    sessions = Sessions(10)
    owner, stranger = sessions.begin(trusted=True), sessions.begin(trusted=False)
    for _ in range(10 * MOST):
        newest = sessions.begin(trusted=False)
    assert sessions.find(owner.cookie) and sessions.find(newest.cookie) and not sessions.find(stranger.cookie)
    assert len(sessions._known) == MOST
