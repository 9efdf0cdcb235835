import pytest

from pi_nn.vision.boxes import from_middle, shared_area, smaller_share, union_share


@pytest.mark.parametrize(
    ("other", "area"),
    [((0, 0, 10, 10), 100), ((5, 0, 10, 10), 50), ((10, 0, 5, 5), 0), ((30, 30, 1, 1), 0), ((2, 2, 3, 3), 9)],
)
def test_the_shared_area_is_what_lies_in_both(other, area):
    assert shared_area((0, 0, 10, 10), other) == shared_area(other, (0, 0, 10, 10)) == area


def test_half_of_a_box_moved_shares_a_third_of_the_union():
    assert union_share((0, 0, 10, 10), (5, 0, 10, 10)) == pytest.approx(1 / 3)
    assert union_share((3, 4, 5, 6), (3, 4, 5, 6)) == 1


def test_a_box_within_another_shares_all_of_itself():
    assert smaller_share((0, 0, 10, 10), (2, 2, 3, 3)) == 1


def test_from_the_middle_it_is_measured_to_the_middle():
    assert from_middle((93, 44, 20, 20), (100, 200)) == 5
    assert from_middle((90, 40, 20, 20), (100, 200)) == 0
