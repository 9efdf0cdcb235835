"""Who has many connections makes room for who has few."""

from types import SimpleNamespace

from pi_nn.web.connections import who_leaves


def connection(address, activity, requests=(), will_close=False):
    return SimpleNamespace(addr=(address, 1), last_activity=activity, requests=requests, will_close=will_close)


def test_the_quietest_of_who_has_most_leaves():
    greedy = [connection("greedy", activity) for activity in (9, 7, 8)]
    assert who_leaves([connection("other", 1), *greedy, connection("other", 2)]) is greedy[1]


def test_who_is_being_answered_or_leaves_already_is_let_alone():
    busy, leaving, quiet = connection("a", 1, ["/"]), connection("a", 2, will_close=True), connection("a", 3)
    assert who_leaves([busy, leaving, quiet]) is quiet
    assert who_leaves([busy, leaving]) is None
