"""Wishes are one-word files; whatever else lies there harms nobody."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pi_nn import wishes
from pi_nn.errors import SettingsError


def test_a_wish_is_taken_once(tmp_path):
    wishes.wish(tmp_path, "use", "3")
    assert (tmp_path / "use").stat().st_mode & 0o777 == 0o660
    assert list(wishes.taken(tmp_path)) == [("use", "3")] and list(wishes.taken(tmp_path)) == []


def test_the_oldest_wish_comes_first(tmp_path):
    for age, word in enumerate(("use", "rollback")):
        wishes.wish(tmp_path, word)
        os.utime(tmp_path / word, (age, age))
    assert [word for word, _ in wishes.taken(tmp_path)] == ["use", "rollback"]


def test_wishes_for_another_are_left_to_it(tmp_path):
    wishes.wish(tmp_path, "retrain")
    assert list(wishes.taken(tmp_path, ("use", "rollback"))) == [] and (tmp_path / "retrain").exists()


@pytest.mark.parametrize("kind", ["link", "fifo", "folder", "large", "empty"])
def test_what_is_no_wish_is_put_away(tmp_path, kind):
    path = tmp_path / "use"
    (tmp_path / "secret").write_text("7")
    {
        "link": lambda: path.symlink_to("secret"),
        "fifo": lambda: os.mkfifo(path),
        "folder": path.mkdir,
        "large": lambda: path.write_text("1" * 100),
        "empty": path.touch,
    }[kind]()
    assert list(wishes.taken(tmp_path)) == [] and not path.exists()
    assert (tmp_path / "secret").exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.binary(max_size=40))
def test_any_content_is_given_as_a_short_text_or_not_at_all(tmp_path, content):
    (tmp_path / "use").write_bytes(content)
    assert all(len(value) <= 16 and value.isascii() for _, value in wishes.taken(tmp_path))


def test_where_no_wish_can_be_left_it_is_said(tmp_path):
    with pytest.raises(SettingsError, match="no wish can be left"):
        wishes.wish(tmp_path / "none", "rollback")
