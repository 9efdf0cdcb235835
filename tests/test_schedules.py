"""Learning rates over a run."""

import pytest

from pi_nn.schedules import constant, cosine, one_after_another, one_cycle, step


def test_constant_stays():
    assert {constant(0.3)(progress) for progress in (0, 0.5, 1)} == {0.3}


def test_a_step_schedule_halves_at_each_quarter():
    assert [step(8)(progress) for progress in (0, 0.24, 0.25, 0.5, 0.75, 1)] == [8, 8, 4, 2, 1, 1]


def test_cosine_falls_from_the_rate_to_zero():
    assert [cosine(2)(progress) for progress in (0, 0.5, 1)] == pytest.approx([2, 1, 0])


def test_one_cycle_rises_to_the_rate_and_falls_to_zero():
    schedule = one_cycle(1, warm_up=0.25, start=0.04)
    assert [schedule(progress) for progress in (0, 0.25, 1)] == pytest.approx([0.04, 1, 0])
    assert schedule(0.1) < schedule(0.2) < schedule(0.25) > schedule(0.5) > schedule(0.9)


def test_one_after_another_runs_each_from_its_start_to_its_end():
    schedule = one_after_another(cosine(8), cosine(2), change=0.5)
    assert [schedule(progress) for progress in (0, 0.25, 0.5, 0.75, 1)] == pytest.approx([8, 4, 2, 1, 0])
