"""`pi-nn evaluate` on everything that it judges."""

import gzip
import json

import numpy as np
import pytest
from mnist_files import as_idx
from pictures import mnist_data, save, sheet

from pi_nn import mistakes
from pi_nn.commands import main


def some_digits(count=50):
    images, labels = mnist_data()
    chosen = slice(None, None, len(images) // count)
    return images[chosen].reshape(-1, 28, 28).astype(np.uint8), labels[chosen]


def evaluate(capsys, *arguments):
    code = main(["evaluate", *map(str, arguments), "--json"])
    out, err = capsys.readouterr()
    return code, json.loads(out), err


def check(report, count):
    assert report["count"] == count == report["read_right"] + report["read_wrong"] + report["refused"]
    assert np.array(report["confusion"]).shape == (11, 11)


def test_an_npz_is_framed_and_judged(tmp_path, capsys):
    images, labels = some_digits()
    np.savez(tmp_path / "a.npz", images=images[:, 4:24, 2:26] / 255 * 7, labels=labels)
    code, report, _ = evaluate(capsys, tmp_path / "a.npz")
    check(report, 50)
    assert code == 0 and report["accuracy"] > 0.9


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize("more", [[], ["--glyphs"]])
def test_an_idx_file_needs_its_labels(tmp_path, capsys, zipped, more):
    images, labels = some_digits()
    packed = gzip.compress if zipped else bytes
    (tmp_path / "images").write_bytes(packed(as_idx(images)))
    (tmp_path / "labels").write_bytes(packed(as_idx(labels.astype(np.uint8))))
    _, report, _ = evaluate(capsys, tmp_path / "images", "--labels", tmp_path / "labels", *more)
    check(report, 50)
    assert report["accuracy"] > 0.94
    assert main(["evaluate", str(tmp_path / "images")]) == 2
    assert "--labels" in capsys.readouterr().err


def test_a_table_of_pictures_is_judged_through_the_finder(tmp_path, capsys):
    for digit in (3, 4, 7):
        save(tmp_path / f"{digit}.png", sheet(digit)[0])
    save(tmp_path / "empty.png", np.full((99, 99), 180, np.uint8))
    rows = "3.png,3\n4.png,4\n7.png,8\nempty.png,none\n3.png,33\n"
    (tmp_path / "labels.csv").write_text("file,label\n" + rows)
    code, report, err = evaluate(capsys, tmp_path)
    check(report, 4)
    assert code == 0 and report["accuracy"] == 0.75
    assert (report["read_right"], report["read_wrong"], report["refused"]) == (2, 1, 1)
    assert "1 pictures with several digits" in err


def test_sub_folders_are_labels(tmp_path, capsys):
    for name in ("4", "9_closed"):
        (tmp_path / name).mkdir()
        save(tmp_path / name / "a.png", sheet(int(name[0]))[0])
    code, report, _ = evaluate(capsys, tmp_path)
    assert (code, report["count"], report["read_right"]) == (0, 2, 2)


def test_a_picture_that_cannot_be_read_is_named_and_the_rest_judged(tmp_path, capsys):
    save(tmp_path / "4.png", sheet(4)[0])
    (tmp_path / "labels.csv").write_text("file,label\n4.png,4\nlost.png,5\n")
    code, report, err = evaluate(capsys, tmp_path)
    assert code == 1 and report["count"] == 1 and "lost.png" in err


def test_if_nothing_can_be_judged_the_exit_code_is_2(tmp_path, capsys):
    (tmp_path / "labels.csv").write_text("file,label\nlost.png,5\n")
    for what in (tmp_path, tmp_path / "missing.npz", tmp_path / "missing"):
        assert main(["evaluate", str(what), "--json"]) == 2
        assert capsys.readouterr().out == ""


def test_glyphs_must_be_28x28(tmp_path, capsys):
    np.savez(tmp_path / "a.npz", images=np.ones((2, 16, 16)), labels=[1, 2])
    assert main(["evaluate", str(tmp_path / "a.npz"), "--glyphs"]) == 2
    assert "16x16" in capsys.readouterr().err


def test_bad_values_are_taken_as_paper(tmp_path, capsys):
    images, labels = some_digits(20)
    images = images.astype(float)
    images[:, 0, 0] = [np.nan, -5] * 10
    np.savez(tmp_path / "a.npz", images=images, labels=labels)
    _, report, _ = evaluate(capsys, tmp_path / "a.npz")
    assert report["accuracy"] > 0.9


def test_people_get_a_table(tmp_path, capsys):
    images, labels = some_digits()
    np.savez(tmp_path / "a.npz", images=images, labels=labels)
    main(["evaluate", str(tmp_path / "a.npz")])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("50 images, accuracy ") and len(lines) == 15


def test_pictures_without_a_digit_have_their_row_in_the_table(tmp_path, capsys):
    save(tmp_path / "empty.png", np.full((99, 99), 180, np.uint8))
    (tmp_path / "labels.csv").write_text("file,label\nempty.png,none\n")
    assert main(["evaluate", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].split() == ["none", *10 * ".", "1"]


@pytest.mark.parametrize("kind", ["pictures", "images"])
def test_the_worst_mistakes_are_kept_where_the_page_looks(tmp_path, capsys, monkeypatch, kind):
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path))
    what = tmp_path / "seven.npz"
    if kind == "pictures":
        what = tmp_path / "wrong"
        (what / "8").mkdir(parents=True)
        save(what / "8" / "a.png", sheet(7)[0])
    else:
        images, labels = some_digits()
        np.savez(what, images=images[labels == 7][:1], labels=[8])
    evaluate(capsys, what, "--keep")
    kept = mistakes.load(tmp_path / "evaluation.npz")
    assert (kept.what, kept.count, kept.wrong) == (what.name, 1, 1) and kept.worst[0].label == 8


def test_where_mistakes_cannot_be_kept_the_report_is_not_lost_and_it_is_said_why(tmp_path, monkeypatch, capsys):
    (tmp_path / "state").write_text("")
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path / "state"))
    np.savez(tmp_path / "a.npz", images=np.zeros((1, 28, 28)), labels=[0])
    assert main(["evaluate", "--json", "--keep", str(tmp_path / "a.npz")]) == 2
    out, err = capsys.readouterr()
    assert json.loads(out)["count"] == 1 and "mistakes cannot be kept there: Not a directory" in err
