"""`pi-nn settings`: the commented file, the check of one, and the migration of one."""

import pytest

from pi_nn import __version__, settings_text
from pi_nn.commands import main


@pytest.fixture
def file(tmp_path):
    return tmp_path / "settings.toml"


@pytest.fixture
def renamed(monkeypatch):
    """A later version in which a key got another name."""
    monkeypatch.setitem(settings_text.RENAMED, "camera.turn", "camera.rotate")


def test_what_it_prints_can_be_used_as_a_file(file, capsys):
    assert main(["settings"]) == 0
    file.write_text(capsys.readouterr().out)
    assert main(["settings", "--check", str(file)]) == 0


def test_a_file_that_cannot_be_used_is_named_with_its_fault(file, capsys):
    file.write_text("[camera]\nrotat = 90\n")
    assert main(["settings", "--check", str(file)]) == 2
    assert capsys.readouterr().err == f'pi-nn: {file}: [camera] has no key \'rotat\': did you mean "rotate"?\n'


def test_a_renamed_key_is_migrated_and_the_old_file_is_kept(file, renamed):
    file.write_text("[camera]\nturn = 90\n")
    assert main(["settings", "--migrate", str(file)]) == 0
    assert file.read_text() == "[camera]\nrotate = 90\n"
    assert file.with_name(f"settings.toml.before-{__version__}").read_text() == "[camera]\nturn = 90\n"


def test_what_an_earlier_migration_kept_stays(file, renamed):
    for degrees in (90, 180, 270):
        file.write_text(f"[camera]\nturn = {degrees}\n")
        assert main(["settings", "--migrate", str(file)]) == 0
    kept = [each.read_text() for each in sorted(file.parent.glob("*.before-*"))]
    assert kept == [f"[camera]\nturn = {degrees}\n" for degrees in (90, 180, 270)]


@pytest.mark.parametrize("text", ["[camera]\nturn = 91\n", "[camera]\nturn = 90\nrotate = 0\n", "camera", "\udcff"])
def test_a_file_that_cannot_be_used_after_migration_either_is_left_as_it_is(file, renamed, capsys, text):
    file.write_bytes(text.encode(errors="surrogateescape"))
    assert main(["settings", "--migrate", str(file)]) == 2
    assert capsys.readouterr().err.startswith(f"pi-nn: {file}: ")
    assert [each.name for each in file.parent.iterdir()] == ["settings.toml"]
    assert file.read_bytes() == text.encode(errors="surrogateescape")


def test_a_key_that_is_gone_keeps_no_file_from_being_used(file):
    file.write_text("[finder]\nnarrow = 0.5\n[camera]\nrotate = 90\n")
    assert main(["settings", "--check", str(file)]) == 2
    assert main(["settings", "--migrate", str(file)]) == 0 == main(["settings", "--check", str(file)])
    assert "narrow = 0.5" in file.read_text() and file.with_name(f"settings.toml.before-{__version__}").exists()


def test_a_file_with_present_names_is_not_touched(file):
    file.write_text("[camera]\nrotate = 90\n")
    assert main(["settings", "--migrate", str(file)]) == 0
    assert [each.name for each in file.parent.iterdir()] == ["settings.toml"]
