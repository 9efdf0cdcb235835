import io
import os
import sys
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pi_nn.camera import pictures
from pi_nn.camera.pictures import load_grey
from pi_nn.errors import DataError

GREY = np.zeros((40, 60), np.uint8)
GREY[:20, :30], GREY[:20, 30:], GREY[20:, :30] = 50, 100, 200


def saved(folder, image, name="picture.png", **options):
    image.save(folder / name, **options)
    return folder / name


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="a path interns its parts only when it is asked for them")
def test_the_names_of_pictures_do_not_fill_pythons_table_of_names(tmp_path):
    os.rename(saved(tmp_path, Image.fromarray(GREY)), f"{tmp_path}/kept.png")
    (path,) = tmp_path.iterdir()
    load_grey(path)
    assert sys.intern("".join(("kept", ".png"))) is not path.name


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "CMYK", "LA"])
def test_pictures_of_any_mode_become_grey(tmp_path, mode):
    name = "picture.tiff" if mode == "CMYK" else "picture.png"
    image = Image.fromarray(GREY).convert("RGB")
    path = saved(tmp_path, image.quantize(16) if mode == "P" else image.convert(mode), name)
    np.testing.assert_allclose(load_grey(path).astype(int), GREY, atol=3)


def test_sixteen_bits_are_scaled_and_not_cut_off(tmp_path):
    path = saved(tmp_path, Image.fromarray(GREY.astype(np.uint16) * 257))
    np.testing.assert_allclose(load_grey(path).astype(int), GREY, atol=1)


def test_one_bit_is_black_and_white(tmp_path):
    path = saved(tmp_path, Image.fromarray(GREY > 90))
    assert set(np.unique(load_grey(path))) == {0, 255}


def test_transparent_parts_are_white_paper(tmp_path):
    image = Image.new("RGBA", (40, 30), (0, 0, 0, 0))
    assert (load_grey(saved(tmp_path, image)) == 255).all()


@pytest.mark.parametrize("name", ["picture.jpg", "picture.png"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_undone(tmp_path, name, orientation):
    stored = {
        1: GREY, 2: GREY[:, ::-1], 3: GREY[::-1, ::-1], 4: GREY[::-1], 5: GREY.T,
        6: np.rot90(GREY, 1), 7: GREY[::-1, ::-1].T, 8: np.rot90(GREY, -1),
    }[orientation]  # fmt: skip
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = saved(tmp_path, Image.fromarray(np.ascontiguousarray(stored)), name, exif=exif)
    np.testing.assert_allclose(load_grey(path)[::8, ::8].astype(int), GREY[::8, ::8], atol=20)


@pytest.mark.parametrize("value", [b"Exif\0\0II*\0\x08\0\0\0\xff\xff", b"Exif\0\0garbage", b""])
def test_damaged_exif_spoils_no_picture(tmp_path, value):
    path = saved(tmp_path, Image.fromarray(GREY), "picture.jpg", exif=value)
    assert load_grey(path).shape == GREY.shape


def test_a_missing_picture_is_named(tmp_path):
    with pytest.raises(DataError, match=r"none\.png: no such file"):
        load_grey(tmp_path / "none.png")


def test_a_truncated_picture_is_refused(tmp_path):
    noise = np.random.default_rng(0).integers(0, 256, (100, 100), dtype=np.uint8)
    path = saved(tmp_path, Image.fromarray(noise), "picture.jpg")
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(DataError, match=r"picture\.jpg: cannot be read as a picture: .*truncated"):
        load_grey(path)


@pytest.mark.parametrize("text", [b"", b"<svg/>", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"%!PS-Adobe-3.0 EPSF-3.0"])
def test_what_is_no_picture_is_refused(tmp_path, text):
    path = tmp_path / "picture.png"
    path.write_bytes(text)
    with pytest.raises(DataError, match="cannot be read as a picture: it is none of JPEG, PNG"):
        load_grey(path)


def test_a_folder_is_no_picture(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        load_grey(tmp_path)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 40 * 60 - 1)
    path = saved(tmp_path, Image.fromarray(GREY))
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(DataError, match="60 x 40 pixels are too many"):
        load_grey(path)


def test_a_decompression_bomb_is_refused(tmp_path):
    header = io.BytesIO()
    Image.new("L", (1, 1)).save(header, "PNG")
    bomb = bytearray(header.getvalue())
    bomb[16:24] = (30_000).to_bytes(4, "big") * 2
    bomb[29:33] = zlib.crc32(bomb[12:29]).to_bytes(4, "big")
    (tmp_path / "bomb.png").write_bytes(bomb)
    with pytest.raises(DataError, match="far too many pixels"):
        load_grey(tmp_path / "bomb.png")


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=8))
def test_a_picture_with_bytes_overwritten_is_read_or_refused(tmp_path_factory, place, junk):
    path = saved(tmp_path_factory.getbasetemp(), Image.fromarray(GREY), "junk.png")
    whole = bytearray(path.read_bytes())
    whole[place % len(whole) : place % len(whole) + len(junk)] = junk
    path.write_bytes(whole)
    try:
        assert load_grey(path).dtype == np.uint8
    except DataError as error:
        assert "\n" not in str(error)
