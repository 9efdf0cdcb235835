"""The session's cookie, among whatever else a browser sends along."""

import pytest

from pi_nn.web import cookies

HOST = "localhost:8080"


def test_what_is_set_is_given_back():
    pair = cookies.setting("1.abc", HOST).partition(";")[0]
    assert cookies.given(pair, HOST) == "1.abc"


def test_no_script_reads_it_and_no_other_page_has_it_sent():
    assert cookies.setting("1.abc", HOST).endswith("; HttpOnly; SameSite=Strict")


@pytest.mark.parametrize("other", ['settings={"a": 1, "b": [2]}', "a/b=1", "a@b=c d", "x=\xe9\xff", "=", "path"])
def test_what_other_programs_keep_on_this_machine_is_passed_over(other):
    for header in (f"{other}; pi_nn-8080=1.abc", f"pi_nn-8080=1.abc;{other}"):
        assert cookies.given(header, HOST) == "1.abc"


@pytest.mark.parametrize("header", ["", "pi_nn=1", "pi_nn-8081=1", "pi_nn-8080", "pi_nn-8080=", "xpi_nn-8080=1"])
def test_without_one_there_is_none(header):
    assert cookies.given(header, HOST) == ""


@pytest.mark.parametrize("other", ["localhost:8081", "localhost", "[::1]", "[::1]:8081"])
def test_two_pages_of_one_machine_do_not_take_each_others(other):
    mine, others = (cookies.setting("1.abc", host).partition(";")[0] for host in (HOST, other))
    both = f"{mine}; {others}x"
    assert (cookies.given(both, HOST), cookies.given(both, other)) == ("1.abc", "1.abcx")
