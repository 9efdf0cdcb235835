"""Gradient descent: batches, stopping, resuming."""

from dataclasses import replace

import numpy as np
import pytest

from pi_nn.descent import Descent, Examples, Plan, accuracy, batches, outputs
from pi_nn.errors import TrainingError
from pi_nn.layers import BatchNorm, Dense, Dropout, Sigmoid
from pi_nn.losses import half_squares
from pi_nn.network import Network
from pi_nn.optimizers import Adam
from pi_nn.schedules import constant, cosine

RNG = np.random.default_rng(1)
INPUTS = RNG.normal(0, 1, (40, 4))
LABELS = (INPUTS[:, 0] + INPUTS[:, 1] > 0).astype(int)
EXAMPLES = Examples(INPUTS, np.eye(2)[LABELS], LABELS)
PLAN = Plan(epochs=5, loss=half_squares, schedule=constant(0.5), batch_size=8)


def new_network(seed=1):
    rng = np.random.default_rng(seed)
    return Network([Dense(4, 6, rng), BatchNorm(6), Sigmoid(), Dropout(0.1), Dense(6, 2, rng), Sigmoid()])


def new_descent(plan=PLAN, seed=1):
    return Descent(new_network(seed).astype(np.float64), plan)


def rows(plan, epoch=0):
    return [inputs for inputs, _, _ in batches(EXAMPLES, plan, epoch, np.random.default_rng(3))]


def test_it_learns():
    descent = new_descent(replace(PLAN, epochs=60))
    costs = list(descent.run(EXAMPLES))
    assert costs[-1] < costs[0] / 2
    assert accuracy(descent.network, descent.plan, EXAMPLES) > 0.9


def test_an_epoch_takes_every_example_once_in_another_order():
    taken = np.concatenate(rows(PLAN))
    assert (taken != INPUTS).any()
    assert sorted(taken[:, 0]) == sorted(INPUTS[:, 0])


def test_every_epoch_of_a_run_has_its_own_order():
    seen = []
    descent = new_descent(replace(PLAN, epochs=2, prepare=lambda inputs: seen.append(inputs) or inputs))
    list(descent.run(EXAMPLES))
    assert len(seen) == 2 and (seen[0] != seen[1]).any()


def test_without_shuffling_the_order_is_that_of_the_examples():
    assert (np.concatenate(rows(replace(PLAN, shuffle=False))) == INPUTS).all()


@pytest.mark.parametrize(("size", "lengths"), [(1, [1] * 40), (16, [16, 16, 8]), (None, [40])])
def test_batches_are_single_examples_a_few_or_all(size, lengths):
    assert [len(each) for each in rows(replace(PLAN, batch_size=size))] == lengths


@pytest.mark.parametrize("size", [0, -3, 2.5, lambda epoch: epoch])
def test_a_batch_size_that_is_none_is_refused_in_words(size):
    with pytest.raises(TrainingError, match=r"batch_size is \S+ in epoch 1; it must be 1 or more"):
        rows(replace(PLAN, batch_size=size))


def test_the_batch_size_may_change_during_a_run():
    plan = replace(PLAN, batch_size=lambda epoch: 1 if epoch < 2 else None)
    assert [len(rows(plan, epoch)) for epoch in (1, 2)] == [40, 1]


def test_each_variant_is_one_more_example_with_the_same_target():
    plan = replace(PLAN, shuffle=False, batch_size=1, vary=lambda x, rng: np.stack([x, x + 1], axis=1))
    three = list(batches(EXAMPLES, plan, 0, RNG))[:3]
    assert [each[0][0, 0] for each in three] == [INPUTS[0, 0], INPUTS[0, 0] + 1, INPUTS[1, 0]]
    assert (three[0][1] == three[1][1]).all()


def test_the_schedule_runs_over_all_epochs():
    rates = []
    plan = replace(PLAN, epochs=2, batch_size=20, schedule=lambda progress: rates.append(progress) or 0.1)
    list(new_descent(plan).run(EXAMPLES))
    assert rates == [0, 0.25, 0.5, 0.75]


def test_it_tells_how_much_of_the_run_is_done():
    told = []
    list(new_descent(replace(PLAN, epochs=2, batch_size=20)).run(EXAMPLES, tell=told.append))
    assert told == [0, 0.25, 0.5, 0.75]


def test_a_full_batch_step_is_the_gradient_over_all_examples():
    descent = Descent(Network([Dense(4, 2)]).astype(np.float64), replace(PLAN, batch_size=None, epochs=1))
    descent.run_epoch(EXAMPLES)
    slope = INPUTS.T @ (0 - EXAMPLES.targets) / 40
    assert descent.network.parameters()[0] == pytest.approx(-0.5 * slope)


def test_l2_shrinks_weights_but_not_biases_and_costs():
    network = Network([Dense(4, 2)]).astype(np.float64)
    network.layers[0].weight += 1
    network.layers[0].bias += 1
    examples = Examples(np.zeros((1, 4)), np.ones((1, 2)))
    cost = Descent(network, replace(PLAN, epochs=1, l2=0.1)).run_epoch(examples)
    assert cost == pytest.approx(0.1 / 2 * 8)
    assert (network.layers[0].weight == pytest.approx(0.95), network.layers[0].bias.tolist()) == (True, [1, 1])


def test_it_stops_when_the_cost_changes_no_more():
    descent = new_descent(replace(PLAN, epochs=500, precision=1e-2))
    costs = list(descent.run(EXAMPLES))
    assert len(costs) < 500
    assert abs(costs[-1] - costs[-2]) < 1e-2 <= min(abs(np.diff(costs[:-1])), default=1)


def test_a_run_that_has_settled_is_resumed_as_settled():
    settled, resumed = (new_descent(replace(PLAN, epochs=500, precision=1e-2)) for _ in range(2))
    list(settled.run(EXAMPLES))
    for name, array in resumed.state().items():
        array[...] = settled.state()[name]
    assert resumed.finished and not list(resumed.run(EXAMPLES))


def test_it_stops_early_and_takes_the_weights_that_validated_best(monkeypatch):
    descent = new_descent(replace(PLAN, epochs=50, patience=3))
    errors = iter([0.5, 0.2, 0.3, 0.2, 0.4, 0.3, 0.1])
    monkeypatch.setattr("pi_nn.descent.accuracy", lambda *_: 1 - next(errors))
    after = [[array.copy() for array in descent.network.parameters()] for _ in descent.run(EXAMPLES, EXAMPLES)]
    assert len(after) == 6
    assert all((one == best).all() for one, best in zip(descent.network.parameters(), after[1], strict=True))


@pytest.mark.parametrize("plan", [PLAN, replace(PLAN, optimizer=Adam, patience=2, schedule=cosine(0.1))])
def test_a_resumed_run_ends_as_an_uninterrupted_one(plan):
    whole, killed, resumed = new_descent(plan), new_descent(plan), new_descent(plan, seed=2)
    list(whole.run(EXAMPLES, EXAMPLES))
    run = killed.run(EXAMPLES, EXAMPLES)
    next(run), next(run)
    for name, array in resumed.state().items():
        array[...] = killed.state()[name]
    list(resumed.run(EXAMPLES, EXAMPLES))
    assert all((resumed.state()[name] == array).all() for name, array in whole.state().items())


@pytest.mark.parametrize("rate", [1e300, 1e200])
def test_diverging_says_so_and_stops(rate):
    plan = replace(PLAN, schedule=constant(rate))
    descent = Descent(Network([Dense(4, 2, RNG)]).astype(np.float64), plan)
    with pytest.raises(TrainingError, match="diverged in epoch 1: the loss is"):
        list(descent.run(EXAMPLES))


def test_weights_that_overflow_in_the_very_last_step_are_noticed():
    descent = Descent(Network([Dense(4, 2, RNG)]), replace(PLAN, batch_size=None, epochs=1, schedule=constant(1e39)))
    with pytest.raises(TrainingError, match="weights overflow"):
        list(descent.run(EXAMPLES))


def test_a_rate_below_nothing_which_would_climb_is_refused():
    with pytest.raises(TrainingError, match=r"the learning rate is -0\.5 in epoch 1"):
        new_descent(replace(PLAN, schedule=constant(-0.5))).run_epoch(EXAMPLES)


def test_weights_as_large_as_there_are_numbers_are_judged_without_a_warning():
    dense = Dense(4, 2, RNG)
    dense.weight[...] = 3e38
    assert outputs(Network([dense, Sigmoid()]), PLAN, INPUTS.astype(np.float32)).shape == (40, 2)


def test_bfgs_finds_the_minimum_of_a_linear_fit():
    plan = replace(PLAN, epochs=200, quasi_newton=True, l2=0.01)
    descent = Descent(Network([Dense(4, 2, RNG, bias=False)]).astype(np.float64), plan)
    costs = list(descent.run(EXAMPLES))
    normal = np.linalg.solve(INPUTS.T @ INPUTS / 40 + 0.01 * np.eye(4), INPUTS.T @ EXAMPLES.targets / 40)
    assert descent.network.parameters()[0] == pytest.approx(normal, abs=1e-6)
    assert len(costs) == 1 and descent.finished and len(descent.costs) < 50


def test_bfgs_that_diverges_says_so_without_a_warning():
    plan = replace(PLAN, quasi_newton=True, l2=1e300)
    with pytest.raises(TrainingError, match="diverged in epoch 1"):
        list(Descent(Network([Dense(4, 2, RNG)]), plan).run(EXAMPLES))


def test_inputs_are_prepared_batch_by_batch():
    plan = replace(PLAN, prepare=lambda x: x * 0)
    assert not np.concatenate(rows(plan)).any()
    network = new_network().astype(np.float64)
    assert (outputs(network, plan, INPUTS) == network.forward(INPUTS * 0)).all()
