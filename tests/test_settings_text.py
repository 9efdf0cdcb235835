"""The commented settings file, and files of earlier versions that get the present names."""

import tomllib
from dataclasses import asdict

import pytest

from pi_nn import settings_file
from pi_nn.errors import SettingsError
from pi_nn.settings import PROFILES, Settings
from pi_nn.settings_text import GONE, RENAMED, commented, migrated

WITHIN = {"camera.turn": "camera.rotate"}
ACROSS = {"camera.pins": "display.leds_pins"}


def test_the_commented_file_changes_nothing():
    assert tomllib.loads(commented("x")) == {name: {} for name in asdict(Settings())}


def test_the_commented_values_are_the_appliances_own():
    uncommented = "".join(line.lstrip("#") + "\n" for line in commented("x").splitlines() if not line.startswith("# "))
    assert settings_file.applied(tomllib.loads(uncommented), Settings()) == PROFILES["pi"]


def test_each_value_is_told_with_its_meaning():
    assert "# degrees clockwise that make a frame upright: 0, 90, 180 or 270\n#rotate = 0\n" in commented("x")


def test_a_renamed_key_keeps_its_value_comment_and_place():
    text = "# mine\n[camera]\n turn = 90  # sideways\nzoom = 2.0\n"
    assert migrated(text, WITHIN) == "# mine\n[camera]\n rotate = 90  # sideways\nzoom = 2.0\n"


def test_a_key_that_changes_its_section_takes_all_its_lines_along():
    text = "[display]\nblink_seconds = 2.0\n\n[camera]\npins = [\n  4,  # zero\n  5\n]\nzoom = 2.0\n"
    moved = "[display]\npins = [\n  4,  # zero\n  5\n]\nblink_seconds = 2.0\n\n[camera]\nzoom = 2.0\n"
    assert migrated(text, ACROSS) == moved.replace("pins", "leds_pins")


def test_a_section_that_is_missing_is_made():
    result = tomllib.loads(migrated("[camera]\npins = [4]", ACROSS))
    assert result == {"camera": {}, "display": {"leds_pins": [4]}}


def test_the_same_name_in_another_section_is_left_alone():
    text = "[display]\nturn = 90\n"
    assert migrated(text, WITHIN) == text


def test_old_and_new_name_together_are_refused():
    with pytest.raises(SettingsError, match=r"camera.turn is called camera.rotate now, and both are there"):
        migrated("[camera]\nturn = 90\nrotate = 0\n", WITHIN)


def test_a_way_of_writing_that_lines_cannot_follow_is_refused_with_what_to_do():
    with pytest.raises(SettingsError, match=r"by hand rename camera.turn to camera.rotate, remove "):
        migrated("camera.turn = 90\n", WITHIN)


def test_a_key_that_is_gone_becomes_a_comment_with_all_its_lines():
    text = "[camera]\nturns = [\n  1,\n  2\n]\nzoom = 2.0\n"
    left = "[camera]\n# gone: turns = [\n# gone:   1,\n# gone:   2\n# gone: ]\nzoom = 2.0\n"
    assert migrated(text, {}, ("camera.turns",)) == left


def test_what_is_gone_is_no_setting_today():
    assert not [old for old in GONE if hasattr(getattr(Settings(), old.split(".")[0]), old.split(".")[1])]


def test_what_was_renamed_is_a_setting_today():
    for old, new in RENAMED.items():
        assert hasattr(getattr(Settings(), new.split(".")[0]), new.split(".")[1]), old
