"""What is said of the finder's steps is what the finder does."""

import numpy as np
import pytest
from paper import framed, ink, on_paper

from pi_nn.scenes import KINDS, draw_scene
from pi_nn.settings import Finder
from pi_nn.vision import likely_glyphs
from pi_nn.vision.explain import CUT, DROPPED, FRAME, LATE, SAME, UNLIKELY, explain


@pytest.mark.parametrize("kind", ["digits beside", "hand holding", "blackboard", "room", "low contrast", "face"])
def test_the_glyphs_are_those_of_the_finder(kind):
    assert kind in KINDS
    for seed in range(4):
        frame = draw_scene(np.random.default_rng(seed), kind=kind).frame
        ours, finders = explain(frame).glyphs, list(likely_glyphs(frame))
        assert [each.box for each in ours] == [each.box for each in finders]
        assert all((one.image == other.image).all() for one, other in zip(ours, finders))


def test_what_is_dropped_has_too_little_evidence():
    shapes = explain(draw_scene(np.random.default_rng(1), kind=("room", "noise")).frame).shapes
    dropped = [each for each in shapes if each.fate == DROPPED]
    assert dropped and all(each.evidence < Finder().least_evidence for each in dropped)


def test_a_bar_is_dropped_for_its_width():
    frame = np.full((240, 320), 200, np.uint8)
    frame[110:118, 40:280] = 40
    assert {(each.fate, each.weakest) for each in explain(frame).shapes if each.candidate.dark_ink} == {
        (DROPPED, "aspect")
    }


def test_what_is_drawn_around_a_digit_is_said_to_be():
    cut, *others = explain(framed(on_paper(ink("7", 80)), (65, 30, 110, 135))).shapes
    assert cut.fate == CUT and FRAME in {each.fate for each in others if each.candidate.height > cut.candidate.height}


def test_one_ink_at_several_thresholds_is_cut_once():
    fates = [each.fate for each in explain(on_paper(ink("7"))).shapes]
    assert fates.count(CUT) == 1 and SAME in fates


def test_more_than_the_likeliest_are_not_cut():
    frame = on_paper(ink("7"))
    frame = np.hstack([frame, frame])
    fates = [each.fate for each in explain(frame, Finder(most_likely=1)).shapes]
    assert fates.count(CUT) == 1 and LATE in fates


def test_what_has_no_chance_is_not_cut_and_what_comes_too_late_is_not_glanced_at():
    frame = on_paper(ink("7"))
    frame = np.hstack([frame, frame])
    fates = [each.fate for each in explain(frame, Finder(most_likely=1), lambda stance: 0.0).shapes]
    assert CUT not in fates and fates.count(UNLIKELY) == 1 and LATE in fates


@pytest.mark.parametrize("shape", [(1, 1), (5, 300), (240, 320)])
def test_nothing_is_said_of_a_frame_without_ink(shape):
    assert explain(np.full(shape, 90, np.uint8)).shapes == []
