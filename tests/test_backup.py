"""Backup and restore: what was saved comes back, and a damaged or hostile file changes nothing."""

import io
import os
import stat
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from pi_nn import backup, files, model_file
from pi_nn.commands import main
from pi_nn.errors import DataError
from pi_nn.model_store import ModelStore
from pi_nn.places import Places


def png(width=28, height=28):
    file = io.BytesIO()
    Image.fromarray(np.zeros((height, width), np.uint8)).save(file, "PNG")
    return file.getvalue()


class Appliance:
    """State and settings of one, in a folder."""

    def __init__(self, folder):
        self.places = Places(folder / "state", folder / "run")
        self.settings = folder / "etc" / "settings.toml"
        self.store = ModelStore(self.places.models)
        (folder / "etc").mkdir(parents=True)

    def everything(self):
        """All files with what they hold."""
        folder = self.settings.parents[1]
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def good():
    return model_file.load()


@pytest.fixture
def full(tmp_path, good):
    """An appliance with settings, two models and a sample."""
    full = Appliance(tmp_path / "full")
    full.settings.write_text("[camera]\nzoom = 2.0\n")
    for _ in range(2):
        full.store.use(full.store.add(*good))
    full.store.use(1)
    (full.places.samples / "7").mkdir(parents=True)
    (full.places.samples / "7" / "one.png").write_bytes(png())
    (full.places.samples / "7" / "one.json").write_text('{"label": 7}')
    return full


@pytest.fixture
def saved(full, tmp_path):
    path = tmp_path / "pi_nn.zip"
    assert backup.save(path, full.places, full.settings) == (6, [])
    return path


@pytest.fixture
def empty(tmp_path):
    return Appliance(tmp_path / "empty")


def rewritten(path, changes):
    """The same archive, but for some contents; None leaves a file out."""
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()} | changes
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            if content is not None:
                archive.writestr(name, content)


def refused(path, appliance, match=""):
    before = appliance.everything()
    with pytest.raises(DataError, match=match) as error:
        backup.restore(path, appliance.places, appliance.settings)
    assert appliance.everything() == before and "\n" not in str(error.value)


def test_what_was_saved_comes_back(full, saved, empty):
    assert backup.restore(saved, empty.places, empty.settings) == 6
    assert empty.everything() == full.everything()
    assert empty.store.load().number == 1 and empty.store.rollback() == 2


def test_a_backup_is_for_the_owner_alone(saved):
    assert saved.stat().st_mode & 0o777 == 0o600


def test_what_has_come_since_stays(full, saved, good):
    third = full.store.add(good[0], {"n": 3})
    full.store.use(third)
    (full.places.samples / "7" / "two.png").write_bytes(png())
    backup.restore(saved, full.places, full.settings)
    assert full.store.numbers() == [1, 2, 3] and full.store.history()[:3] == [1, 2, 0]
    assert (full.places.samples / "7" / "two.png").exists()


def test_a_model_whose_number_is_taken_gets_another(saved, empty, good):
    empty.store.use(empty.store.add(good[0], {"another": True}))
    backup.restore(saved, empty.places, empty.settings)
    loaded = empty.store.load()
    assert loaded.record == good[1] and empty.store.numbers() == [1, 2, 3]
    assert model_file.load(empty.store.path(1))[1] == {"another": True}


def test_what_is_broken_is_left_out_of_a_backup_and_named(full, tmp_path, empty):
    full.store.path(2).write_bytes(b"broken")
    (full.places.samples / "7" / "bad.json").write_text("[1")
    (full.places.samples / "7" / "large.json").write_text(" " * 20_001)
    count, left_out = backup.save(tmp_path / "b.zip", full.places, full.settings)
    names = ["models/0002.npz", "samples/7/bad.json", "samples/7/large.json"]
    assert count == 5 and [line.split(":")[0] for line in left_out] == names
    backup.restore(tmp_path / "b.zip", empty.places, empty.settings)


def test_both_ways_each_file_is_watched(full, saved, tmp_path, empty):
    seen = []

    def watched(items):
        return (seen.append(name) or (name, what) for name, what in items)

    backup.save(tmp_path / "b.zip", full.places, full.settings, watched)
    backup.restore(saved, empty.places, empty.settings, watched)
    assert len(seen) == 12 and seen[:6] == seen[6:]


def test_a_file_that_may_not_be_read_is_named_and_how_it_may(full, tmp_path, monkeypatch):
    def read_small(path, largest, really=files.read_small):
        if path.name == "one.json":
            raise PermissionError(13, "Permission denied", str(path))
        return really(path, largest)

    monkeypatch.setattr(files, "read_small", read_small)
    with pytest.raises(DataError, match=r"one\.json: no backup was made: Permission denied: try it with sudo"):
        backup.save(tmp_path / "x.zip", full.places, full.settings)
    assert not (tmp_path / "x.zip").exists()


def test_a_folder_that_may_not_be_read_is_not_taken_for_an_empty_one(full, tmp_path, monkeypatch):
    def iterdir(folder, really=Path.iterdir):
        if folder.name == "7":
            raise PermissionError(13, "Permission denied", str(folder))
        return really(folder)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    with pytest.raises(DataError, match=r"samples/7: no backup was made: Permission denied"):
        backup.save(tmp_path / "x.zip", full.places, full.settings)


@pytest.mark.parametrize(("limit", "value"), [("LARGEST", 10_000), ("MOST_FILES", 6)])
def test_more_than_restore_takes_is_not_saved(full, tmp_path, monkeypatch, limit, value):
    monkeypatch.setattr(backup, limit, value)
    with pytest.raises(DataError, match="remove models or samples"):
        backup.save(tmp_path / "b.zip", full.places, full.settings)
    assert not [path for path in tmp_path.iterdir() if path.name != "full"]


def test_what_is_not_ours_is_not_saved(full, tmp_path):
    (full.places.samples / "7" / "link.png").symlink_to("one.png")
    (full.places.samples / "7" / "notes.txt").write_text("x")
    assert backup.save(tmp_path / "b.zip", full.places, full.settings) == (6, [])


NAMES = [
    "/etc/passwd", "../settings.toml", "models/../../x.npz", "samples/7/../../../x.png", "models/12345.npz",
    "samples/7/.hidden.png", "samples/7/one.py", "samples//one.png", "x", "samples/7\\..\\x.png", "models/",
    "settings.toml/",    "samples/" + "7" * 20 + "/one.png", "sample\u200bs/7/one.png",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_that_backup_does_not_write_are_refused(saved, empty, name):
    rewritten(saved, {name: b"x"})
    refused(saved, empty, "no file that a backup has")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(st.text(max_size=30))
def test_no_name_leads_out_of_the_appliance(name):
    if backup._limit(name):
        assert not name.startswith("/") and ".." not in name and "\\" not in name and name.isascii()


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(saved, empty, kind):
    entry = zipfile.ZipInfo("samples/7/two.png")
    entry.external_attr = (kind | 0o777) << 16
    with zipfile.ZipFile(saved, "a") as archive:
        archive.writestr(entry, "/etc/passwd")
    refused(saved, empty, "no file that a backup has")


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"pi_nn-backup": None}, "no backup of this version"),
        ({"pi_nn-backup": b"2\n"}, "no backup of this version"),
        ({"settings.toml": b"[camera]\nzoom = 99\n"}, "zoom"),
        ({"settings.toml": b"\xff"}, "settings.toml"),
        ({"models/0002.npz": b"PK"}, r"models/0002\.npz: is damaged"),
        ({"models/current": b"one"}, "models/current"),
        ({"samples/7/one.png": b"GIF89a" + bytes(100)}, "no PNG"),
        ({"samples/7/one.png": png(1025, 1)}, "1025x1"),
        ({"samples/7/one.png": png()[:45]}, "one.png"),
        ({"samples/7/one.json": b"[]"}, "no JSON object"),
        ({"samples/7/one.json": b"[" * 19_000}, "one.json"),
        ({"samples/7/one.json": b" " * 20_001}, "more than 20000 bytes"),
    ],
)
def test_one_bad_file_keeps_all_others_out(saved, empty, changes, match):
    rewritten(saved, changes)
    refused(saved, empty, match)


def test_a_foreign_model_keeps_all_out(saved, empty, tmp_path):
    from pi_nn.layers import Dense, Flatten
    from pi_nn.network import Network

    model_file.save(tmp_path / "x.npz", Network([Flatten(), Dense(784, 11)]), {})
    rewritten(saved, {"models/0002.npz": (tmp_path / "x.npz").read_bytes()})
    refused(saved, empty, "self-test")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_there_twice_is_refused(saved, empty):
    with zipfile.ZipFile(saved, "a") as archive:
        archive.writestr("settings.toml", "")
    refused(saved, empty, "twice")


def test_a_bomb_is_not_unpacked(saved, empty):
    rewritten(saved, {f"samples/7/b{i}.png": bytes(1 << 20) for i in range(70)})
    refused(saved, empty, "too large")


def test_a_method_of_packing_that_bombs_like_is_refused(saved, empty):
    with zipfile.ZipFile(saved, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("samples/7/two.png", png())
    refused(saved, empty, "packed in a way")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.data())
def test_a_damaged_file_restores_everything_or_nothing(full, saved, empty, data):
    whole = saved.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    damage = data.draw(st.binary(min_size=1, max_size=8))
    damaged = saved.with_name("damaged.zip")
    damaged.write_bytes(whole[:place] + damage + whole[place + len(damage) :])
    before = empty.everything()
    try:
        backup.restore(damaged, empty.places, empty.settings)
    except DataError:
        assert empty.everything() == before
    else:
        assert full.everything().items() <= {**empty.everything()}.items()


@pytest.mark.parametrize("content", [b"", b"x" * 100, b"PK\x03\x04" + bytes(50)])
def test_what_is_no_archive_is_refused(tmp_path, empty, content):
    (tmp_path / "x.zip").write_bytes(content)
    refused(tmp_path / "x.zip", empty, "no backup")


def test_a_disk_that_fills_up_on_the_way_leaves_everything_as_it_was(full, saved, empty, monkeypatch, good):
    empty.settings.write_text("# mine\n")
    empty.store.use(empty.store.add(good[0], {"mine": True}))
    before, written = empty.everything(), []

    def replace(path, content, mode=0o644, really=files.replace):
        written.append(path)
        if len(written) == 4:
            raise OSError(28, "No space left on device", str(path))
        really(path, content, mode)

    monkeypatch.setattr(files, "replace", replace)
    with pytest.raises(DataError, match="No space left"):
        backup.restore(saved, empty.places, empty.settings)
    assert empty.everything() == before and len(written) > 4


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 1.0])
def test_a_disk_that_stays_full_leaves_everything_as_it_was(full, saved, empty, monkeypatch, good, share):
    empty.settings.write_text("# mine\n")
    empty.store.use(empty.store.add(good[0], {"mine": True}))

    def blocks(contents):
        return sum(-(-len(each) // 4096) for each in contents)

    def replace(path, content, mode=0o644, really=files.replace):
        if blocks([*empty.everything().values(), content]) > most:
            raise OSError(28, "No space left on device", str(path))
        really(path, content, mode)

    before = empty.everything()
    new = [content for name, content in backup.read(saved).items() if name not in ("settings.toml", "models/current")]
    most = blocks(before.values()) + round(share * blocks(new))
    monkeypatch.setattr(files, "replace", replace)
    with pytest.raises(DataError, match="No space left"):
        backup.restore(saved, empty.places, empty.settings)
    assert empty.everything() == before


def test_into_an_overlay_that_forgets_it_nothing_is_restored(saved, empty, monkeypatch):
    monkeypatch.setattr("pi_nn.card.forgets", lambda folder: "an overlay in memory forgets it")
    refused(saved, empty, "nothing was restored: an overlay in memory forgets it")


def test_settings_that_begin_with_the_mark_of_windows_are_saved_and_come_back(full, empty, tmp_path):
    full.settings.write_bytes(b"\xef\xbb\xbf[camera]\r\nzoom = 2.0\r\n")
    assert backup.save(tmp_path / "x.zip", full.places, full.settings) == (6, [])
    backup.restore(tmp_path / "x.zip", empty.places, empty.settings)
    assert empty.settings.read_bytes() == b"[camera]\r\nzoom = 2.0\r\n"


def test_who_may_not_write_is_told_to_use_sudo(saved, empty, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    refused(saved, empty, "sudo")


def test_the_commands_do_it(full, tmp_path, monkeypatch, capsys, empty):
    monkeypatch.setenv("STATE_DIRECTORY", str(full.places.state))
    assert main(["backup", str(tmp_path / "b.zip"), "--settings", str(full.settings)]) == 0
    monkeypatch.setenv("STATE_DIRECTORY", str(empty.places.state))
    assert main(["restore", str(tmp_path / "b.zip"), "--settings", str(empty.settings)]) == 0
    assert empty.everything() == full.everything()
    assert "6 files" in capsys.readouterr().out
    (tmp_path / "b.zip").write_bytes(b"x")
    assert main(["restore", str(tmp_path / "b.zip")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("year", [1970, 2120])
def test_whatever_the_clock_says_a_backup_is_made(tmp_path, full, monkeypatch, year):
    monkeypatch.setattr(zipfile.time, "localtime", lambda *_: (year, 1, 1, 0, 0, 0, 0, 1, 0))
    backup.save(tmp_path / "x.zip", full.places, full.settings)
    assert backup.read(tmp_path / "x.zip").keys() >= {"settings.toml", "models/current"}


def test_a_pipe_in_the_place_of_a_backup_is_refused_and_not_waited_for(tmp_path, full):
    os.mkfifo(tmp_path / "x.zip")
    with pytest.raises(DataError, match="a device or a pipe"):
        backup.restore(tmp_path / "x.zip", full.places, full.settings)


def test_a_link_among_the_samples_leads_a_restore_nowhere(tmp_path, full):
    backup.save(tmp_path / "x.zip", full.places, full.settings)
    new = Appliance(tmp_path / "new")
    (tmp_path / "elsewhere").mkdir()
    new.places.samples.mkdir(parents=True)
    for label in "0123456789":
        (new.places.samples / label).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DataError, match=r"nothing was restored: .*Is a link and no folder"):
        backup.restore(tmp_path / "x.zip", new.places, new.settings)
    assert os.listdir(tmp_path / "elsewhere") == [] and not new.settings.exists()
