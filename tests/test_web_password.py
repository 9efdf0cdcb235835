"""The page's password is kept as a hash, in a file for few."""

import pytest

from pi_nn.errors import SettingsError
from pi_nn.web import password


def test_a_password_fits_its_own_hash_alone():
    kept = password.hashed("correct horse")
    assert password.fits("correct horse", kept) and not password.fits("correct horsf", kept)


def test_half_a_character_is_a_wrong_password_like_any_other():
    assert not password.fits("\ud800", password.hashed("correct horse"))


def test_the_hash_does_not_hold_the_password_and_is_another_each_time():
    one, other = password.hashed("correct horse"), password.hashed("correct horse")
    assert one != other and "horse" not in one


@pytest.mark.parametrize("given", ["", "short", "x" * 1001])
def test_a_password_that_is_none_is_refused(given):
    with pytest.raises(SettingsError, match="at least 8"):
        password.hashed(given)


def test_it_is_kept_where_strangers_cannot_read_it(tmp_path):
    password.write(tmp_path / "kept", "correct horse")
    assert (tmp_path / "kept").stat().st_mode & 0o777 == 0o640
    assert password.fits("correct horse", password.read(tmp_path / "kept"))


def test_without_a_file_there_is_no_password(tmp_path):
    assert password.read(tmp_path / "none") is None


HASH = "00" * 32


@pytest.mark.parametrize(
    "content",
    ["", "secret", "scrypt 13 8 1 00", f"scrypt 30 8 1 00 {HASH}", f"md5 13 8 1 00 {HASH}", f"scrypt 13 8 1 zz {HASH}"],
)
def test_what_is_no_hash_is_named_and_never_taken_for_no_password(tmp_path, content):
    path = tmp_path / "kept"
    path.write_text(content)
    with pytest.raises(SettingsError, match=r"kept: .*`sudo pi-nn web --password`"):
        password.read(path)


def test_where_it_cannot_be_kept_is_said(tmp_path):
    with pytest.raises(SettingsError, match="no password can be kept there"):
        password.write(tmp_path / "none" / "kept", "correct horse")
