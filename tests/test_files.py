"""Files are replaced whole or not at all."""

import fcntl
import os

import pytest

from pi_nn import files


def test_a_file_takes_the_place_of_the_old_one_with_its_mode(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"old")
    files.replace(path, b"new", 0o640)
    assert path.read_bytes() == b"new" and path.stat().st_mode & 0o777 == 0o640


def test_what_breaks_off_leaves_the_old_file_alone(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"old")
    with pytest.raises(KeyError), files.replacing(path) as file:
        file.write(b"half")
        raise KeyError
    assert path.read_bytes() == b"old" and os.listdir(tmp_path) == ["x"]


def test_a_small_file_is_read(tmp_path):
    (tmp_path / "x").write_bytes(b"12345")
    assert files.read_small(tmp_path / "x", 5) == b"12345"


@pytest.mark.parametrize("kind", ["large", "empty", "link", "fifo", "folder", "missing"])
def test_what_is_no_small_file_is_refused_and_blocks_nothing(tmp_path, kind):
    path = tmp_path / "x"
    (tmp_path / "good").write_bytes(b"1")
    make = {
        "large": lambda: path.write_bytes(b"123456"),
        "empty": lambda: path.write_bytes(b""),
        "link": lambda: path.symlink_to("good"),
        "fifo": lambda: os.mkfifo(path),
        "folder": path.mkdir,
        "missing": lambda: None,
    }
    make[kind]()
    with pytest.raises(OSError):
        files.read_small(path, 5)


@pytest.mark.parametrize("kind", ["fifo", "folder", "nameless"])
def test_only_a_file_is_replaced_by_one(tmp_path, kind):
    path = tmp_path / "x"
    os.mkfifo(path) if kind == "fifo" else path.mkdir()
    before = path.stat()
    with pytest.raises(OSError) as caught:
        files.replace(path / ".." if kind == "nameless" else path, b"new")
    assert caught.value.filename.startswith(str(path)) and os.path.samestat(path.stat(), before)


def test_a_place_that_cannot_be_written_is_named_and_not_what_would_have_taken_it(tmp_path):
    with pytest.raises(FileNotFoundError) as caught:
        files.replace(tmp_path / "none" / "x", b"new")
    assert caught.value.filename == str(tmp_path / "none" / "x")


@pytest.mark.parametrize("kind", ["fifo", "folder", "missing"])
def test_what_is_no_file_is_not_opened_to_be_read(tmp_path, kind):
    path = tmp_path / "x"
    {"fifo": os.mkfifo, "folder": os.mkdir, "missing": str}[kind](path)
    with pytest.raises(OSError, match=str(path)):
        files.require_file(path)
    (tmp_path / "file").write_bytes(b"")
    files.require_file(tmp_path / "file")


def test_what_goes_wrong_in_writing_is_said_of_the_path(tmp_path):
    with pytest.raises(OSError) as caught, files.replacing(tmp_path / "x"):
        raise OSError(28, "No space left on device")
    assert files.in_words(caught.value) == f"{tmp_path / 'x'}: No space left on device"


def test_a_failure_of_another_file_keeps_its_name(tmp_path):
    with pytest.raises(FileNotFoundError) as caught, files.replacing(tmp_path / "x"):
        (tmp_path / "source").read_bytes()
    assert caught.value.filename == str(tmp_path / "source")


def test_what_another_process_is_writing_is_not_cleared_away(tmp_path):
    (tmp_path / ".x.killed.tmp").write_bytes(b"half")
    with files.replacing(tmp_path / "x") as file:
        files.clear_unfinished(tmp_path / "x")
        file.write(b"whole")
    assert os.listdir(tmp_path) == ["x"] and (tmp_path / "x").read_bytes() == b"whole"


@pytest.mark.parametrize("moment", ["locked", "put in place"])
def test_whenever_another_process_clears_up_what_is_written_comes_whole(tmp_path, monkeypatch, moment):
    def first(what):
        def then(*arguments):
            monkeypatch.undo()
            files.clear_unfinished(tmp_path / "x")
            return what(*arguments)

        return then

    owner, name = (fcntl, "flock") if moment == "locked" else (os, "replace")
    monkeypatch.setattr(owner, name, first(getattr(owner, name)))
    files.replace(tmp_path / "x", b"whole")
    assert os.listdir(tmp_path) == ["x"] and (tmp_path / "x").read_bytes() == b"whole"


def test_whatever_is_interrupted_nothing_is_left(tmp_path, monkeypatch):
    def interrupted(path, flags, mode=0o777):
        opened(path, flags, mode)
        raise SystemExit

    opened = os.open
    monkeypatch.setattr(os, "open", interrupted)
    with pytest.raises(SystemExit):
        files.replace(tmp_path / "x", b"new")
    assert os.listdir(tmp_path) == []


def test_what_a_killed_process_of_our_number_left_is_in_nobodys_way(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_removed", lambda path: None)
    with pytest.raises(SystemExit), files.replacing(tmp_path / "x"):
        raise SystemExit
    monkeypatch.undo()
    assert len(os.listdir(tmp_path)) == 1
    files.replace(tmp_path / "x", b"new")
    assert os.listdir(tmp_path) == ["x"]


def refuse(*_arguments):
    raise PermissionError(1, "Operation not permitted")


def test_a_stick_or_share_that_knows_no_owners_and_modes_takes_files_and_folders_all_the_same(tmp_path, monkeypatch):
    for name in ("chmod", "fchmod", "chown", "fchown"):
        monkeypatch.setattr(os, name, refuse)
    files.make_folder(tmp_path / "folder", 0o770)
    files.replace(tmp_path / "folder" / "x", b"new", 0o600)
    assert (tmp_path / "folder" / "x").read_bytes() == b"new" and os.listdir(tmp_path / "folder") == ["x"]


@pytest.fixture
def narrow_umask():
    before = os.umask(0o077)
    yield
    os.umask(before)


def test_whatever_the_umask_a_folder_is_for_whom_its_mode_says_and_keeps_its_parents_group(tmp_path, narrow_umask):
    tmp_path.chmod(0o2770)
    files.make_folder(tmp_path / "way" / "folder", 0o770)
    assert [path.stat().st_mode & 0o7777 for path in (tmp_path / "way", tmp_path / "way" / "folder")] == [0o2770] * 2
    files.make_folder(tmp_path / "way", 0o700)
    assert (tmp_path / "way").stat().st_mode & 0o777 == 0o770


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_a_folder_that_root_makes_belongs_to_whom_its_parent_belongs_to(tmp_path):
    os.chown(tmp_path, 1234, 1235)
    files.make_folder(tmp_path / "way" / "folder", 0o750)
    found = [(path.stat().st_uid, path.stat().st_gid) for path in (tmp_path / "way", tmp_path / "way" / "folder")]
    assert found == [(1234, 1235)] * 2
