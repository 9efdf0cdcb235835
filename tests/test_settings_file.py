import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi_nn.errors import SettingsError
from pi_nn.settings import PROFILES, Settings, section_names
from pi_nn.settings_file import applied, load


def write(folder, text):
    path = folder / "settings.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path):
    settings = load(write(tmp_path, '[camera]\nrotate = 90\nzoom = 2\n[display]\nshow = ["leds"]'))
    assert settings == Settings().changed("camera", rotate=90, zoom=2.0).changed("display", show=("leds",))


def test_an_empty_file_leaves_the_base_as_it_is(tmp_path):
    assert load(write(tmp_path, ""), PROFILES["tests"]) == PROFILES["tests"]


def test_every_setting_can_be_written(tmp_path):
    tables = {name: vars(getattr(Settings(), name)) for name in section_names()}
    as_toml = {
        name: {key: list(value) if isinstance(value, tuple) else value for key, value in table.items()}
        for name, table in tables.items()
    }
    assert applied(as_toml, Settings()) == Settings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[camera]\nrotat = 90", "no key 'rotat': did you mean \"rotate\"?"),
        ("[kamera]\n", "no section 'kamera': did you mean \"camera\"?"),
        ("[qqq]\n", "known: camera"),
        ("camera = 3", "must be a section: [camera]"),
        ("[camera]\nrotate = 45", "camera.rotate = 45: must be 0, 90, 180 or 270"),
        ('[camera]\nwidth = "320"', "must be a whole number"),
        ("[camera]\nwidth = 320.5", "must be a whole number"),
        ("[camera]\nwidth = true", "must be a whole number"),
        ("[camera]\nloop = 1", "must be true or false"),
        ("[camera]\nsource = 1", "must be a text"),
        ("[camera]\nzoom = nan", "camera.zoom"),
        ("[camera]\nzoom = inf", "camera.zoom"),
        ("[camera]\nzoom = 1" + "0" * 400, "camera.zoom"),
        ('[display]\nshow = "leds"', "must be a list"),
        ('[display]\nshow = ["neon"]', "neon"),
        ("[display]\nleds_pins = [1, 2]", "10 pins"),
        ('[display]\nleds_pins = ["x"]', "must be a whole number"),
        ('[camera]\nsource = "Pi"', "camera.source = 'Pi': must be \"auto\", \"pi\", \"demo\" or \"folder:DIR\""),
        ('[camera]\nsource = "folder:"', "camera.source"),
        ('[display]\nshow = ["leds", "leds"]', "each once"),
        ('[display]\nshow = ["binary"]\nbinary_pins = [5, 6, 7, 5]', "GPIO 5 is used twice: in binary_pins and in bin"),
        ('[display]\nshow = ["leds", "binary"]\nbinary_pins = [5, 6, 7, 9]', "9 is used twice: in leds_pins and in b"),
        ("[camera\n", "is no TOML"),
        ("[camera]\nrotate = 90\nrotate = 0", "is no TOML"),
        (b"\xff\xfe", "is no text in UTF-8"),
        ("a = " + "[" * 5000, "is no TOML"),
        ("#" * 200_000, "more than 100000 bytes"),
    ],
)
def test_a_bad_file_is_refused_in_one_line_that_names_it_and_the_fault(tmp_path, text, said):
    path = write(tmp_path, text)
    with pytest.raises(SettingsError) as error:
        load(path)
    assert str(error.value).startswith(f"{path}: ") and said in str(error.value) and "\n" not in str(error.value)


def test_pins_of_a_display_that_is_not_shown_may_be_used_by_another(tmp_path):
    text = '[display]\nshow = ["leds", "text"]\nsegments_pins = [9, 10, 11, 12, 13, 16, 19]'
    assert load(write(tmp_path, text)).display.segments_pins[0] == 9


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(SettingsError, match="cannot be read"):
            load(path)


VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(section_names()), st.dictionaries(st.text(max_size=12), VALUES, max_size=3)))
def test_no_table_is_anything_but_taken_or_refused_in_one_line(tables):
    try:
        applied(tables, Settings())
    except SettingsError as error:
        assert "\n" not in str(error)


@given(st.sampled_from(sorted(vars(Settings().camera))), VALUES)
def test_no_value_is_anything_but_taken_or_refused_in_one_line(key, value):
    try:
        taken = getattr(applied({"camera": {key: value}}, Settings()).camera, key)
    except SettingsError as error:
        assert "\n" not in str(error)
    else:
        assert taken == value and type(taken) is type(getattr(Settings().camera, key))
        assert not isinstance(taken, float) or math.isfinite(taken)


def test_the_mark_with_which_windows_begins_a_file_is_no_fault(tmp_path):
    assert load(write(tmp_path, b"\xef\xbb\xbf[camera]\r\nrotate = 90\r\n")).camera.rotate == 90


@pytest.mark.parametrize("text", ['[camera]\nsource = "folder:\\u0000"', "[camera]\nwidth = 1" + "0" * 4000])
def test_a_value_that_no_line_can_show_is_refused_in_a_short_one(tmp_path, text):
    with pytest.raises(SettingsError) as caught:
        load(write(tmp_path, text))
    assert "camera." in str(caught.value) and len(str(caught.value)) < 400
