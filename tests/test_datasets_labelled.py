import pytest

from pi_nn.datasets.labelled import read_folder
from pi_nn.errors import DataError


def test_the_table_gives_digits_and_none_and_counts_several(tmp_path):
    (tmp_path / "labels.csv").write_text('file,label,note\na.png,7,"x, y"\nb/c.jpg,none,\nd.png,42,\ne.png,1/2,\n')
    found = read_folder(tmp_path)
    assert found.pictures == [(tmp_path / "a.png", 7), (tmp_path / "b/c.jpg", None)]
    assert found.several == 2


def test_without_a_table_the_sub_folders_first_character_is_the_label(tmp_path):
    for name in ("3/a.png", "7_crossed/b.jpg", "none/c.TIFF", "notes/d.png", "3/readme.txt", "3/._a.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    names = [(path.name, label) for path, label in read_folder(tmp_path).pictures]
    assert names == [("a.png", 3), ("b.jpg", 7), ("c.TIFF", None)]


def test_rows_without_a_picture_or_a_label_of_digits_are_left_out_and_counted(tmp_path):
    (tmp_path / "labels.csv").write_text("label,file\n7\n7,\nseven,a.png\n,a.png\n-1,a.png\n 3 ,a.png\n4/2,b.png\n")
    found = read_folder(tmp_path)
    assert found.pictures == [(tmp_path / "a.png", 3)]
    assert (found.several, found.unusable) == (1, 5)
    assert [line.split()[:3] for line in found.left_out] == [["left", "out:", "1"], ["left", "out:", "5"]]


@pytest.mark.parametrize("text", ["", "name,digit\na.png,3\n", "file,label\na.png,12\n", "\0\0\0"])
def test_a_table_without_labels_is_refused_by_name(tmp_path, text):
    (tmp_path / "labels.csv").write_text(text)
    with pytest.raises(DataError, match=str(tmp_path)):
        read_folder(tmp_path)


def test_a_table_in_no_text_is_refused(tmp_path):
    (tmp_path / "labels.csv").write_bytes(b"file,label\n\xff\xfe,3\n")
    with pytest.raises(DataError, match=r"labels\.csv"):
        read_folder(tmp_path)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(DataError, match="no labelled picture"):
        read_folder(tmp_path)
