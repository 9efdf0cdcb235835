import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from paper import box_of, framed, ink, on_paper, overlap
from scipy import ndimage

from pi_nn.errors import DataError
from pi_nn.settings import Finder
from pi_nn.vision import find_glyph, find_glyphs, likely_glyphs
from pi_nn.vision.finder import distinct, stages

SEVEN = ink("7")
CORNER = (40, 80)
BOX = box_of(SEVEN, CORNER)


def lights():
    rows, columns = np.mgrid[:240, :320] / np.array([240, 320])[:, None, None]
    return {
        "even": 1.0,
        "dim": 0.25,
        "gradient": 0.25 + 0.75 * columns,
        "vignette": 1.2 - np.hypot(rows - 0.5, columns - 0.5),
        "hard shadow across the digit": np.where(columns + 0.3 * rows > 0.55, 0.45, 1.0),
    }


@pytest.mark.parametrize("light", lights())
def test_a_digit_is_found_in_any_light(light):
    glyph = find_glyph(on_paper(SEVEN, light=lights()[light]))
    assert overlap(glyph.box, BOX) > 0.75


@pytest.mark.parametrize("slope", [-1, -0.7, 0.7, 1])
def test_faint_ink_as_light_as_the_paper_in_a_shadow_across_it_is_found(slope):
    rows, columns = np.mgrid[:240, :320]
    drawn, shadow = ink("7", width=14), np.where(rows + slope * columns < 130 + slope * 130, 1.0, 0.55)
    likely = likely_glyphs(on_paper(drawn, pen=110, light=shadow))
    assert max(overlap(glyph.box, box_of(drawn, CORNER)) for glyph in likely) > 0.8


def test_one_global_threshold_would_lose_it_in_a_gradient():
    frame = on_paper(SEVEN, light=lights()["gradient"])
    x, y, width, height = BOX
    assert frame[y : y + height, x : x + width].min() < 30 < frame[:, :40].max() < frame[y : y + height, 300].min()


def test_light_ink_on_dark_is_found_as_well():
    glyph = find_glyph(on_paper(SEVEN, paper=40, pen=190))
    assert overlap(glyph.box, BOX) > 0.75
    assert glyph.image[14].max() > 0.9


def test_the_glyph_has_mnists_framing():
    image = find_glyph(on_paper(SEVEN)).image
    rows, columns = np.indices(image.shape)
    assert image.shape == (28, 28) and image.dtype == np.float32
    assert image.min() >= 0 and image.max() <= 1
    assert np.ptp(np.flatnonzero(image.max(axis=1) > 0.3)) + 1 == pytest.approx(20, abs=1)
    assert (image * rows).sum() / image.sum() == pytest.approx(13.5, abs=0.3)
    assert (image * columns).sum() / image.sum() == pytest.approx(13.5, abs=0.3)


@pytest.mark.parametrize("width", [1.5, 4, 20])
def test_thin_and_thick_pens_are_found(width):
    drawn = ink("7", width=width)
    assert overlap(find_glyph(on_paper(drawn)).box, box_of(drawn, CORNER)) > 0.7


@pytest.mark.parametrize("height", [30, 60, 150])
def test_small_and_large_digits_are_found(height):
    drawn = ink("7", height=height, width=height / 12)
    glyph = find_glyph(on_paper(drawn, corner=(10, 60)))
    assert overlap(glyph.box, box_of(drawn, (10, 60))) > 0.6


def test_a_five_and_its_bar_apart_are_one_digit():
    drawn = np.maximum(ink("5 without bar"), np.roll(ink("bar"), -6, axis=0))
    glyphs = find_glyphs(on_paper(drawn))
    assert len(glyphs) == 1
    assert overlap(glyphs[0].box, box_of(drawn, CORNER)) > 0.75


def test_the_hole_of_a_nought_is_not_a_digit():
    frame = on_paper(ink("0", width=14))
    assert len(find_glyphs(frame)) == 1
    assert overlap(find_glyph(frame).box, box_of(ink("0", width=14), CORNER)) > 0.75


def test_the_digit_nearest_the_middle_is_taken():
    frame = on_paper(ink("7", 60, 5), shape=(240, 640), corner=(80, 40))
    frame = np.minimum(frame, on_paper(ink("0", 60, 5), shape=(240, 640), corner=(80, 280)))
    assert 270 < find_glyph(frame).box[0] < 330


def two_digits(height):
    """A large digit, and one of this height whose middle is nearer the frame's."""
    frame = on_paper(ink("0", height=150, width=14), corner=(20, 26))
    small, corner = ink("7", height=height, width=6), (120 - int(0.7 * height), 156)
    return np.minimum(frame, on_paper(small, corner=corner)), box_of(small, corner)


def test_of_two_that_may_both_be_digits_the_one_nearest_the_middle_is_first():
    frame, nearest = two_digits(height=80)
    assert [overlap(glyph.box, nearest) > 0.7 for glyph in likely_glyphs(frame)] == [False, True, False]  # 1: as one
    assert not overlap(list(likely_glyphs(frame, Finder(beside_size=1.0)))[1].box, nearest)


def test_what_is_much_smaller_and_nearer_the_middle_is_not_looked_at_first():
    frame, small = two_digits(height=50)
    assert [overlap(glyph.box, small) > 0.7 for glyph in likely_glyphs(frame)] == [False, False, True]


def test_several_digits_come_in_reading_order():
    frame = np.full((400, 600), 210, np.uint8)
    corners = [(20, 300), (30, 100), (220, 420), (210, 60), (200, 240)]
    for corner in corners:
        frame = np.minimum(frame, on_paper(ink("7", 80, 7), shape=(400, 600), corner=corner))
    lines = [sorted(corners[:2], key=lambda c: c[1]), sorted(corners[2:], key=lambda c: c[1])]
    found = [glyph.box[:2] for glyph in find_glyphs(frame)]
    wanted = [box_of(ink("7", 80, 7), corner)[:2] for line in lines for corner in line]
    assert np.abs(np.array(found) - wanted).max() <= 4


@pytest.mark.parametrize("shape", [(32, 32), (48, 200), (240, 320), (1500, 1100)])
def test_blank_paper_has_nothing_to_read(shape):
    rng = np.random.default_rng(0)
    noisy = np.clip(190 + rng.normal(0, 3, shape), 0, 255).astype(np.uint8)
    for frame in (np.zeros(shape, np.uint8), np.full(shape, 255, np.uint8), noisy):
        assert find_glyph(frame) is None and find_glyphs(frame) == []


def test_a_shadow_edge_or_the_edge_of_a_sheet_is_no_glyph():
    frame = np.full((240, 320), 180, np.uint8)
    frame[:, 200:] = 70
    assert find_glyph(frame) is None


def test_a_digit_that_touches_the_edge_is_found():
    drawn = ink("0", 120, 10)
    assert find_glyph(on_paper(drawn, corner=(240 - 148, 80))) is not None


def test_a_dark_strip_along_the_edge_is_no_glyph():
    frame = np.full((240, 320), 190, np.uint8)
    frame[30:200, :14] = 40
    assert find_glyph(frame) is None


@pytest.mark.parametrize("turned", [False, True])
def test_a_line_across_the_frame_is_no_glyph(turned):
    frame = np.full((240, 240), 190, np.uint8)
    frame[:, 100:108] = 40
    assert find_glyph(frame.T.copy() if turned else frame) is None


def test_a_digit_in_a_frame_of_the_least_size_is_found():
    drawn = ink("7", 22, 2.5)
    assert find_glyph(on_paper(drawn, shape=(32, 32), corner=(1, 1))) is not None


def test_likely_glyphs_begin_with_the_one_that_find_glyph_gives():
    frame = on_paper(ink("7", 60, 5), shape=(240, 640), corner=(80, 40))
    frame = np.minimum(frame, on_paper(ink("0", 60, 5), shape=(240, 640), corner=(80, 280)))
    likely = list(likely_glyphs(frame))
    assert len(likely) == 2 and likely[0].box == find_glyph(frame).box
    assert len(list(likely_glyphs(frame, Finder(most_likely=1)))) == 1


def test_what_has_next_to_no_chance_as_it_stands_is_not_cut_out():
    chances = iter([0.005, 0.02])
    frame = np.hstack([on_paper(ink("7", 60, 5)), on_paper(ink("0", 60, 5))])
    either = [glyph.box for glyph in likely_glyphs(frame)]
    assert [glyph.box for glyph in likely_glyphs(frame, Finder(), lambda stance: next(chances))] == either[1:2]


frames = hnp.arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40)))
blocky = st.tuples(hnp.arrays(np.uint8, (4, 6)), st.integers(1, 20)).map(
    lambda both: np.kron(both[0], np.ones((both[1], both[1]), np.uint8))
)


def shares(*names):
    return {name: st.floats(0, 1) for name in names}


finders = st.builds(
    Finder,
    view=st.integers(32, 400),
    widest_stroke=st.integers(3, 255),
    cell=st.integers(1, 255),
    dark_grey=st.floats(1, 255),
    smallest_view=st.integers(1, 20),
    most_pieces=st.integers(1, 1000),
    page_pieces=st.integers(1, 1000),
    least_margin=st.integers(1, 255),
    soft_edge=st.integers(0, 20),
    cut_margin=st.integers(0, 20),
    paper_reach=st.integers(1, 255),
    detail=st.integers(20, 512),
    **shares("smallest", "least_evidence", "sure", "ink_share", "full_ink", "ink_black", "ink_white", "solid"),
    **shares("visible", "thinnest_stroke", "speck", "least_body", "gap_above", "gap_beside", "no_paper", "band"),
)


@settings(max_examples=2000, deadline=None)
@given(st.one_of(frames, blocky))
def test_no_frame_kills_it_and_glyphs_are_finite(frame):
    assert_sound(frame, Finder())


@settings(max_examples=200, deadline=None)
@given(st.one_of(frames, blocky), finders)
def test_with_no_settings_a_frame_kills_it(frame, finder):
    assert_sound(frame, finder)


def assert_sound(frame, finder):
    found = find_glyphs(frame, finder) + list(likely_glyphs(frame, finder))
    height, width = frame.shape
    for glyph in found:
        x, y, w, h = glyph.box
        assert np.isfinite(glyph.image).all() and glyph.image.min() >= 0 and glyph.image.max() <= 1
        assert x >= 0 and y >= 0 and w > 0 and h > 0 and x + w <= width and y + h <= height


@pytest.mark.parametrize("shape", [(1, 1), (1, 4000), (3000, 2), (7, 7), (4000, 3000)])
def test_any_shape_is_taken(shape):
    frame = np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)
    find_glyph(frame), find_glyphs(frame)


@pytest.mark.parametrize("frame", [np.full((24, 32), np.nan), np.zeros((24, 32, 3), np.uint8), np.zeros(9, np.uint8)])
def test_what_is_no_frame_is_refused(frame):
    for find in (find_glyph, find_glyphs):
        with pytest.raises(DataError):
            find(frame)


def test_a_frame_without_pixels_has_nothing_to_read():
    for shape in ((0, 320), (240, 0)):
        assert find_glyphs(np.zeros(shape, np.uint8)) == list(likely_glyphs(np.zeros(shape, np.uint8))) == []


def test_writing_on_a_note_narrower_than_a_stroke_may_be_is_found():
    """The note itself is taken for light ink."""
    frame = np.full((240, 320), 60, np.uint8)
    frame[100:150, 140:190] = on_paper(ink("7", 32, 4), shape=(50, 50), corner=(2, 6))
    assert overlap(find_glyph(frame).box, box_of(ink("7", 32, 4), (102, 146))) > 0.6


def shares_tried(frame, finder=Finder()):
    return {share for stage in stages(frame, finder) for _, share in stage.kinds}


@pytest.mark.parametrize("light", [1.0, np.linspace(0.4, 1, 320)])
def test_other_thresholds_are_for_dark_ink_and_come_last(light):
    usual = Finder().ink_share
    *first, last = stages(on_paper(blotted(ink("7")), light=light), Finder())
    assert {share for stage in first for _, share in stage.kinds} == {usual}
    assert [dark for dark, share in last.kinds if share != usual] == [True, True]


def test_other_thresholds_are_not_tried_where_the_usual_one_shows_much():
    usual = {Finder().ink_share}
    frame = with_strokes(*((41 * left, 61, 13, 81) for left in range(1, 6)))  # half a pixel of the view is grey
    assert shares_tried(frame, Finder(same_ink=0, most_likely=5)) == usual
    assert shares_tried(frame, Finder(same_ink=0, most_likely=6)) > usual


def test_a_threshold_is_tried_only_where_it_takes_more_or_less_for_ink():
    blank, hard = np.full((240, 320), 200, np.uint8), with_strokes((100, 60, 12, 80))
    assert shares_tried(blank) == shares_tried(hard) == {Finder().ink_share}
    assert shares_tried(on_paper(blotted(ink("7")))) == {Finder().ink_share, Finder().faint_share, Finder().bold_share}


def blotted(drawn):
    """The ink with rims of half and of a third of its strength."""
    half, third = (ndimage.maximum_filter(drawn, size) for size in (7, 13))
    return np.maximum.reduce([drawn, 0.5 * half, 0.3 * third])


def test_light_ink_is_found_beside_dark_ink_that_is_surely_a_digit():
    frame = on_paper(ink("7", 60, 6), corner=(60, 40))
    frame[:, 200:] = on_paper(ink("0", 60, 6), shape=(240, 120), corner=(60, 20), paper=40, pen=210)
    boxes = [each.box for each in likely_glyphs(frame)]
    assert any(overlap(box, box_of(ink("0", 60, 6), (60, 220))) > 0.6 for box in boxes)


def with_strokes(*boxes):
    """A frame with dark bars (left, top, width, height)."""
    frame = np.full((240, 320), 210, np.uint8)
    for left, top, width, height in boxes:
        frame[top : top + height, left : left + width] = 40
    return frame


def likely_boxes(frame):
    return [glyph.box for glyph in likely_glyphs(frame)]


def test_a_bar_as_long_as_the_rest_may_belong_to_a_digit():
    upright, beside = (100, 80, 10, 70), (116, 76, 70, 10)
    assert max(overlap(box, (100, 76, 86, 74)) for box in likely_boxes(with_strokes(upright, beside))) > 0.9


def test_a_stroke_that_broke_twice_is_one_digit():
    upper, between, lower = (100, 60, 10, 50), (100, 118, 10, 10), (100, 136, 10, 56)
    assert max(overlap(box, (100, 60, 10, 132)) for box in likely_boxes(with_strokes(upper, between, lower))) > 0.9


def test_two_shapes_that_are_far_apart_are_not_taken_together():
    upright, away = (100, 80, 10, 70), (150, 76, 70, 10)
    assert max(box[2] for box in likely_boxes(with_strokes(upright, away))) < 80


def test_neighbours_that_may_be_one_digit_are_looked_at_alone_as_well():
    ones = [(100, 80, 10, 70), (118, 80, 10, 70)]
    found = likely_boxes(with_strokes(*ones))
    assert all(max(overlap(box, one) for box in found) > 0.8 for one in ones)


def test_neighbours_of_a_page_are_not_taken_together():
    ones = [(100, 80, 10, 70), (118, 80, 10, 70)]
    assert max(glyph.box[2] for glyph in find_glyphs(with_strokes(*ones))) < 20


def test_what_is_drawn_around_a_digit_is_none():
    drawn = ink("7", 80)
    frame = framed(on_paper(drawn), (65, 30, 110, 135))
    assert overlap(find_glyph(frame).box, box_of(drawn, (40, 80))) > 0.6


def test_boxes_of_a_form_are_not_among_the_digits_in_them():
    frame = np.full((240, 320), 210, np.uint8)
    for left in (20, 110, 200):
        frame[:, left : left + 90] = framed(
            on_paper(ink("7", 50, 5), (240, 90), (80, 15), 210), (8, 80, 72, 72), 120, 2
        )
    assert [glyph.box[3] < 60 for glyph in find_glyphs(frame)] == [True] * 3


def test_lines_of_squared_paper_are_no_digits_however_many():
    frame = on_paper(ink("7", 50, 5), corner=(90, 120))
    for at in range(10, 240, 24):
        frame[at : at + 14, 20:310:30] = 155
    assert len(find_glyphs(frame)) == 1


def test_a_line_below_a_digit_is_no_stroke_of_it():
    drawn = ink("7", 90)
    x, y, width, height = box = box_of(drawn, CORNER)
    for left, right in ((x, x + width), (x - 20, x + width + 20)):
        frame = on_paper(drawn)
        frame[y + height + 6 : y + height + 12, left:right] = 50
        assert overlap(find_glyph(frame).box, box) > 0.8


def test_the_same_place_with_much_more_ink_is_another_shape():
    first = next(stages(on_paper(SEVEN), Finder())).candidates[0]
    more, little_more = (first._replace(area=int(times * first.area)) for times in (1.6, 1.2))
    assert len(list(distinct([first, more], Finder()))) == 2
    assert len(list(distinct([first, little_more], Finder()))) == len(list(distinct([more, first], Finder()))) == 1
