"""`pi-nn read` from pictures to lines."""

import json

import numpy as np
import pytest
from paper import overlap
from pictures import save, sheet
from PIL import Image

from pi_nn.commands import main


def records(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_record_names_file_digit_confidence_scores_and_box(tmp_path, capsys):
    frame, (box,) = sheet(3)
    name = save(tmp_path / "a 3.png", frame)
    assert main(["read", "--json", name]) == 0
    (record,) = records(capsys)
    assert list(record) == ["file", "digit", "confidence", "scores", "box"]
    assert record["file"] == name and record["digit"] == 3 and record["confidence"] > 0.7
    assert len(record["scores"]) == 11 and sum(record["scores"]) == pytest.approx(1, abs=1e-4)
    assert overlap(record["box"], box) > 0.7


def test_nothing_found_is_a_record_too_and_no_failure(tmp_path, capsys):
    name = save(tmp_path / "empty.png", np.full((100, 100), 200, np.uint8))
    assert main(["read", "--json", name]) == 0
    (record,) = records(capsys)
    assert record["digit"] is None and record["box"] is None and record["scores"][10] == 1


@pytest.mark.parametrize(("orientation", "turns"), [(1, 0), (6, 1), (3, 2), (8, 3)])
def test_the_box_is_in_the_upright_picture(tmp_path, capsys, orientation, turns):
    frame, (box,) = sheet(4)
    exif = Image.Exif()
    exif[0x0112] = orientation
    name = save(tmp_path / "a.jpg", np.ascontiguousarray(np.rot90(frame, turns)), exif=exif, quality=95)
    main(["read", "--json", name])
    (record,) = records(capsys)
    assert record["digit"] == 4 and overlap(record["box"], box) > 0.7


def test_a_number_is_its_digits_from_left_to_right(tmp_path, capsys):
    frame, boxes = sheet(3, 1, 4, 5)
    assert main(["read", "--number", "--json", save(tmp_path / "n.png", frame)]) == 0
    (record,) = records(capsys)
    assert [each["digit"] for each in record["digits"]] == [3, 1, 4, 5]
    assert all(overlap(each["box"], box) > 0.6 for each, box in zip(record["digits"], boxes))
    assert list(record["digits"][0]) == ["digit", "confidence", "scores", "box"]
    assert {"file", "digit", "confidence", "scores", "box"} < record.keys()


def test_an_empty_sheet_has_an_empty_number(tmp_path, capsys):
    main(["read", "--number", "--json", save(tmp_path / "e.png", np.full((90, 90), 200, np.uint8))])
    assert records(capsys)[0]["digits"] == []


def test_unreadable_pictures_are_named_and_the_others_read(tmp_path, capsys):
    good, bad = save(tmp_path / "a.png", sheet(7)[0]), tmp_path / "bad.png"
    bad.write_bytes(b"\x89PNG\r\n\x1a\nno")
    assert main(["read", "--json", str(bad), good, str(tmp_path / "missing.jpg")]) == 1
    out, err = capsys.readouterr()
    assert [json.loads(line)["file"] for line in out.splitlines()] == [good]
    assert len(err.splitlines()) == 2 and "bad.png" in err and "missing.jpg" in err


def test_if_none_can_be_read_the_exit_code_is_2(tmp_path, capsys):
    assert main(["read", str(tmp_path / "missing.jpg")]) == 2
    assert capsys.readouterr().out == ""


def test_people_get_a_line(tmp_path, capsys):
    name = save(tmp_path / "a.png", sheet(7)[0])
    main(["read", name])
    assert capsys.readouterr().out.startswith(f"{name}: 7 (")
    main(["read", "--number", save(tmp_path / "n.png", sheet(2, 6)[0])])
    assert capsys.readouterr().out.endswith(": 26\n")


def test_a_broken_model_is_named(tmp_path, capsys):
    model = tmp_path / "m.npz"
    model.write_bytes(b"PK")
    assert main(["read", "--model", str(model), save(tmp_path / "a.png", sheet(7)[0])]) == 2
    assert "m.npz" in capsys.readouterr().err
