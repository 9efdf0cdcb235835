"""Fitting: it learns, it repeats itself, it resumes."""

from dataclasses import replace

import numpy as np
import pytest
from handwriting import glyphs

from pi_nn.errors import TrainingError
from pi_nn.glyphs import Glyphs
from pi_nn.layers import BatchNorm, Conv2D, Dense, Dropout, Flatten, MaxPool2D, ReLU, Reshape
from pi_nn.network import NOT_A_DIGIT, Network
from pi_nn.optimizers import AdamW
from pi_nn.schedules import constant, one_cycle
from pi_nn.training import Fit, Recipe, batches, batches_per_epoch, error_rate

RECIPE = Recipe(epochs=3, schedule=constant(0.01), batch_size=64, seed=5)


@pytest.fixture(scope="module")
def samples():
    return Glyphs(*glyphs())[:200]


def new_network(seed=1):
    rng = np.random.default_rng(seed)
    layers = [Conv2D(1, 4, 5, rng=rng), BatchNorm(4), MaxPool2D(), ReLU(), Flatten(), Dense(576, 24, rng)]
    return Network([Reshape((1, 28, 28)), *layers, ReLU(), Dropout(0.1), Dense(24, 11, rng)])


def new_fit(recipe=RECIPE, seed=1):
    network = new_network(seed)
    return Fit(network, AdamW(network.parameters()), recipe)


def run(fit, samples, epochs):
    for _ in range(epochs):
        steps = batches_per_epoch(samples, fit.recipe)
        list(fit.run_epoch(batches(samples, fit.recipe, int(fit.epochs[0])), steps))
    return fit


def weights(fit):
    return np.concatenate([array.ravel() for array in fit.network.arrays().values()])


def test_a_small_set_is_learnt_by_heart(samples):
    few = samples[::5]
    fit, rng = new_fit(), np.random.default_rng(1)
    for _ in range(100):
        fit.step(few.images.astype(np.float32) / 255, few.labels, 0.005, rng)
    assert error_rate(fit.averaged(new_network()), few) == 0


def averages(fit):
    return np.concatenate([array.ravel() for array in fit.averaged(new_network()).arrays().values()])


def test_what_a_run_of_two_parts_gives_is_the_mean_of_the_averages_at_both_ends(samples):
    fit = new_fit(replace(RECIPE, kept=2 / 3))
    first = averages(run(fit, samples, 2))
    last = np.concatenate([array.ravel() for array in run(fit, samples, 1).average.arrays])
    assert averages(fit) == pytest.approx((first + last) / 2, abs=1e-6)
    assert averages(fit) != pytest.approx(last, abs=1e-3)


def test_a_run_of_two_parts_that_goes_on_gives_the_same(samples):
    recipe = replace(RECIPE, kept=1 / 3)
    whole, stopped, resumed = (new_fit(recipe) for _ in range(3))
    run(stopped, samples, 2)
    for name, array in resumed.state().items():
        array[...] = stopped.state()[name]
    assert (averages(run(resumed, samples, 1)) == averages(run(whole, samples, 3))).all()


def test_distorted_digits_are_learnt_and_junk_is_told_apart(samples):
    fit = run(new_fit(replace(RECIPE, epochs=25, schedule=one_cycle(0.01))), samples, 25)
    assert error_rate(fit.network, samples) < 0.1
    images, labels = next(batches(samples, RECIPE, 99))
    refused = fit.network.predict_many(images).argmax(axis=1) == NOT_A_DIGIT
    assert (refused == (labels == NOT_A_DIGIT)).mean() > 0.9


def test_a_seed_gives_the_same_weights_each_time(samples):
    assert (weights(run(new_fit(), samples, 1)) == weights(run(new_fit(), samples, 1))).all()


def test_another_seed_gives_other_weights(samples):
    other = new_fit(replace(RECIPE, seed=6))
    assert (weights(run(new_fit(), samples, 1)) != weights(run(other, samples, 1))).any()


def test_a_resumed_run_ends_with_the_weights_of_an_uninterrupted_one(samples):
    whole, resumed = run(new_fit(), samples, 3), new_fit(seed=2)
    saved = {name: array.copy() for name, array in run(new_fit(), samples, 1).state().items()}
    for name, array in resumed.state().items():
        array[...] = saved[name]
    run(resumed, samples, 2)
    assert all((resumed.state()[name] == array).all() for name, array in whole.state().items())


def test_diverging_ends_in_an_error(samples):
    fit = new_fit(replace(RECIPE, schedule=constant(1e30)))
    with np.errstate(all="ignore"), pytest.raises(TrainingError, match="diverged in epoch 1"):
        run(fit, samples, 1)


def test_an_epoch_takes_each_sample_once_and_adds_junk(samples):
    labels = np.concatenate([labels for _, labels in batches(samples, RECIPE, 0)])
    assert np.bincount(labels)[:10].tolist() == np.bincount(samples.labels).tolist()
    assert (labels == NOT_A_DIGIT).sum() == 5 * batches_per_epoch(samples, RECIPE)


def test_each_epoch_has_another_order(samples):
    first, second = (next(batches(samples, RECIPE, epoch))[1] for epoch in (0, 1))
    assert (first != second).any()


def test_junk_can_be_of_chosen_kinds_alone(samples):
    asked = []

    def black(count, digits, labels, rng):
        asked.append(count)
        return np.ones((count, 28, 28), np.float32)

    _, labels = next(batches(samples, RECIPE, 0, {"black": black}))
    assert asked == [np.sum(labels == NOT_A_DIGIT)]


def test_a_recipe_describes_itself_in_plain_values():
    described = RECIPE.described()
    assert described["seed"] == 5
    assert described["rates"] == [0.01] * 10
    assert described["distortion"]["rotation"] > 0


def test_distortions_lessen_to_half_at_the_end_of_a_run():
    recipe = replace(RECIPE, epochs=10, settling=0.4)
    strengths = [recipe.distortion_in(epoch).rotation / recipe.distortion.rotation for epoch in range(11)]
    assert strengths == pytest.approx([1, 1, 1, 1, 1, 1, 1, 0.875, 0.75, 0.625, 0.5])


def test_once_settled_they_stay_at_half():
    recipe = replace(RECIPE, epochs=10, settling=0.4, settled=0.8)
    strengths = [recipe.distortion_in(epoch).rotation / recipe.distortion.rotation for epoch in range(10)]
    assert strengths == pytest.approx([1, 1, 1, 1, 1, 0.875, 0.75, 0.625, 0.5, 0.5])


def test_without_settling_they_stay():
    assert RECIPE.distortion_in(RECIPE.epochs - 1) == RECIPE.distortion
