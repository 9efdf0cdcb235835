"""The first viewers see every frame, the others one a second."""

import pytest

from pi_nn.web.viewers import GONE_SECONDS, MOST, Viewers


@pytest.fixture
def now():
    return [0.0]


@pytest.fixture
def viewers(now):
    return Viewers(2, 1.0, lambda: now[0])


def test_the_first_ones_never_wait(viewers, now):
    for tenth in range(50):
        now[0] = tenth / 10
        assert viewers.wait("a") == viewers.wait("b") == 0
    assert viewers.is_live("a") and not viewers.is_live("c")


def test_the_others_get_one_a_second(viewers, now):
    frames = 0
    for tenth in range(100):
        now[0] = tenth / 10
        viewers.wait("a"), viewers.wait("b")
        frames += viewers.wait("c") == 0
    assert frames == 10


def test_who_must_wait_is_told_how_long(viewers, now):
    viewers.wait("a"), viewers.wait("b"), viewers.wait("c")
    now[0] = 0.25
    assert viewers.wait("c") == 0.75


def test_a_place_is_free_when_its_viewer_has_gone(viewers, now):
    viewers.wait("a"), viewers.wait("b"), viewers.wait("c")
    now[0] = GONE_SECONDS + 0.1
    assert viewers.wait("c") == 0 and viewers.is_live("c") and not viewers.is_live("a")


def test_names_without_end_do_not_fill_memory(viewers):
    waits = [viewers.wait(f"viewer {number}") for number in range(2 * MOST)]
    assert waits[-1] == 1.0 and len(viewers._slow) == MOST
