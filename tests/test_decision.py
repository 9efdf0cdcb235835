import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pi_nn.decision import NO_DIGIT, UNSURE, Average, Decider, Hysteresis, Reading, best_digit, read_once
from pi_nn.settings import Decision

FRAME = np.zeros((32, 32), np.uint8)
SETTINGS = Decision()
STATES = st.sampled_from([None, UNSURE, 3, 7])
# In stretches: of single states by chance hardly any would last long enough to be shown.
WANTED = st.lists(st.tuples(STATES, st.integers(1, 10)), max_size=12).map(
    lambda stretches: [state for state, length in stretches for _ in range(length)]
)
SCORES = st.lists(st.floats(0.01, 1.0), min_size=11, max_size=11).map(
    lambda values: (np.array(values) / sum(values)).astype(np.float32)
)


def sure(digit, confidence=0.98):
    scores = np.full(11, (1 - confidence) / 10, np.float32)
    scores[digit] = confidence
    return Reading(FRAME, object(), scores)


def blank():
    return Reading(FRAME, None, NO_DIGIT)


def torn():
    scores = np.zeros(11, np.float32)
    scores[[3, 8]] = 0.5
    return Reading(FRAME, object(), scores)


def decide(readings, settings=SETTINGS):
    decider = Decider(settings)
    return [decider.decide(reading) for reading in readings]


def shown(readings):
    return ["?" if each.unsure else each.digit for each in decide(readings)]


def test_a_digit_held_up_is_shown_by_the_fifth_frame_and_dark_by_the_eighth_after_it():
    steps = shown([blank()] * 6 + [sure(7)] * 16 + [blank()] * 8)
    assert steps[:6] == [None] * 6 and steps[10:22] == [7] * 12 and steps[29] is None


@pytest.mark.parametrize("bad", range(5))
@pytest.mark.parametrize("instead", [blank(), sure(1), torn()], ids=["blank", "wrong", "torn"])
def test_one_bad_frame_among_the_first_five_delays_no_digit(bad, instead):
    frames = [sure(7)] * 5
    frames[bad] = instead
    assert shown([blank()] * 6 + frames)[-1] == 7


@pytest.mark.parametrize("wrong", [1, 2])
def test_a_digit_misread_for_a_frame_or_two_is_not_shown(wrong):
    assert set(shown([blank()] * 6 + [sure(1)] * wrong + [sure(7)] * 14)) == {None, 7}


@pytest.mark.parametrize("bad", [1, 2])
def test_a_shown_digit_survives_a_bad_frame_or_two(bad):
    assert shown([sure(7)] * 8 + [sure(1)] * bad + [sure(7)] * 8)[7:] == [7] * (9 + bad)


def test_a_digit_gives_way_to_the_next_one():
    assert shown([sure(7)] * 8 + [sure(4)] * 8)[-1] == 4


def test_writing_that_is_no_sure_digit_is_unsure_and_dark_again_when_it_is_gone():
    steps = shown([blank()] * 6 + [torn()] * 16 + [blank()] * 8)
    assert steps[21] == "?" and steps[-1] is None and 8 not in steps and 3 not in steps


def test_a_digit_on_its_way_in_or_out_is_never_unsure():
    assert "?" not in shown([blank()] * 6 + [sure(7)] * 16 + [blank()] * 8)


def test_without_writing_there_is_nothing_to_be_unsure_about():
    assert set(shown([Reading(FRAME, None, torn().scores)] * 20)) == {None}


def test_what_looks_like_no_digit_is_dark_though_something_is_written():
    assert set(shown([sure(10)] * 20)) == {None}


def test_confidence_is_that_of_the_averaged_scores():
    *_, last = decide([sure(7, 1.0)] * 8 + [sure(7, 0.7)])
    assert last.confidence == pytest.approx((1 + 1 + 0.7) / 3, abs=1e-6)


def test_dark_has_the_confidence_of_no_digit():
    assert decide([blank()])[0].confidence == 1.0


def test_the_frames_own_scores_stay_in_the_reading():
    reading = torn()
    assert decide([sure(7), reading])[-1].scores is reading.scores


def test_average_forgets_what_is_older_than_its_window():
    average = Average(2)
    assert [average.of(np.float32([each]))[0] for each in (1, 3, 5)] == [1, 2, 4]


def test_read_once_takes_the_best_digit_at_the_threshold_and_more():
    scores = sure(4, 0.75).scores
    assert read_once(scores, 0.75) == (4, 0.75)
    assert read_once(scores, 0.76) == (None, pytest.approx(0.025))


def test_best_digit_ignores_no_digit():
    assert best_digit(np.float32([0, 0, 0.2, 0, 0, 0, 0, 0, 0, 0, 0.8])) == 2


@given(WANTED)
def test_a_state_is_taken_up_only_after_enough_agreeing_frames(wanted):
    hysteresis, before = Hysteresis(SETTINGS), None
    needed = {UNSURE: SETTINGS.unsure_after, 3: SETTINGS.show_after, 7: SETTINGS.show_after}
    for frame, state in enumerate(wanted, 1):
        after = hysteresis.of(state)
        if after not in (before, None):
            assert wanted[:frame][-needed[after] :] == [after] * needed[after]
        before = after


def test_unsure_makes_way_as_soon_as_a_digit_is_agreed_upon():
    hysteresis = Hysteresis(SETTINGS)
    states = [hysteresis.of(state) for state in [UNSURE] * SETTINGS.unsure_after + [7] * SETTINGS.show_after]
    assert states[-2:] == [UNSURE, 7]


@given(WANTED)
def test_a_shown_state_is_left_only_after_enough_disagreeing_frames(wanted):
    hysteresis, before = Hysteresis(SETTINGS), None
    for frame, state in enumerate(wanted, 1):
        after = hysteresis.of(state)
        if after != before and before not in (None, UNSURE):
            assert before not in wanted[:frame][-SETTINGS.hide_after :]
        before = after


@given(STATES, WANTED)
def test_a_state_wanted_for_a_second_is_shown_whatever_came_before(state, before):
    hysteresis = Hysteresis(SETTINGS)
    for each in [*before, *[state] * (SETTINGS.hide_after + SETTINGS.unsure_after)]:
        last = hysteresis.of(each)
    assert last == state


@given(st.lists(SCORES, min_size=1, max_size=40))
def test_a_decided_reading_is_a_digit_or_unsure_or_dark_with_a_confidence_in_range(many):
    for each in decide([Reading(FRAME, object(), scores) for scores in many]):
        assert 0 <= each.confidence <= 1 and not (each.unsure and each.digit is not None)
        assert each.digit is None or 0 <= each.digit <= 9
