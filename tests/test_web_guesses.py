"""Guesses at the password are few."""

import pytest

from pi_nn.web.guesses import SECONDS, TOGETHER, Guesses


@pytest.fixture
def now():
    return [0.0]


@pytest.fixture
def guesses(now):
    return Guesses(3, lambda: now[0])


def test_an_address_has_so_many_guesses_a_minute(guesses, now):
    assert [guesses.wait("a") for _ in range(3)] == [0, 0, 0]
    now[0] = 20
    assert guesses.wait("a") == SECONDS - 20
    now[0] = SECONDS + 0.1
    assert guesses.wait("a") == 0


def test_another_address_has_its_own(guesses):
    for _ in range(4):
        guesses.wait("a")
    assert guesses.wait("b") == 0


def test_many_addresses_together_have_not_many_more(guesses, now):
    waits = [guesses.wait(f"address {number}") for number in range(100)]
    assert waits.count(0) == 3 * TOGETHER
    now[0] = 20
    assert guesses.wait("one more") == SECONDS - 20


def test_however_many_strangers_guess_the_owner_gets_in_by_a_tunnel(guesses):
    for number in range(100):
        guesses.wait(f"fd00::{number}")
    assert [guesses.wait("127.0.0.1") for _ in range(3)] == [0, 0, 0]
    assert guesses.wait("127.0.0.1") > 0 and guesses.wait("127.9.9.9") > 0 and guesses.wait("::1") > 0


def test_a_guess_that_is_refused_does_not_count(guesses, now):
    for second in range(60):
        now[0] = second
        guesses.wait("a")
    now[0] = 60.5
    assert guesses.wait("a") == 0


def test_who_was_right_begins_anew(guesses):
    for _ in range(3):
        guesses.wait("a")
    guesses.right("a")
    assert guesses.wait("a") == 0
