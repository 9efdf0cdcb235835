"""Names by which the page may be called."""

import pytest

from pi_nn.web.names import Names, is_loopback

HERE = Names(("localhost",), loopback=True)
NETWORK = Names(("localhost", "pi", "Pi.local"), loopback=False)


@pytest.mark.parametrize("host", ["localhost", "localhost:8080", "LOCALHOST:9000", "127.0.0.1:8080", "[::1]:8080"])
def test_on_a_loopback_its_names_are_allowed_at_any_port(host):
    assert HERE.allow_host(host)


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "localhost.evil.example", "192.168.1.2", "pi", "localhost:80:1", "localhost\n", "a@localhost"],
)
def test_on_a_loopback_nothing_else_is(host):
    assert not HERE.allow_host(host)


@pytest.mark.parametrize("host", ["pi", "PI.local:8080", "192.168.1.2:8080", "[fe80::1]:8080"])
def test_on_the_network_addresses_and_own_names_are_allowed(host):
    assert NETWORK.allow_host(host)


@pytest.mark.parametrize("host", ["evil.example", "192.168.1.2.evil.example", "[evil]", "pi.evil"])
def test_on_the_network_other_names_are_not(host):
    assert not NETWORK.allow_host(host)


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (None, True),
        ("http://localhost:8080", True),
        ("https://localhost:8080", True),
        ("http://localhost:8081", False),
        ("http://evil.example", False),
        ("null", False),
        ("", False),
    ],
)
def test_a_request_comes_from_the_very_page_it_asks(origin, allowed):
    assert HERE.allow_origin(origin, "localhost:8080") == allowed


@pytest.mark.parametrize("address", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_loopbacks_are_known(address):
    assert is_loopback(address)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.2", "", "pi"])
def test_all_else_is_the_network(address):
    assert not is_loopback(address)
