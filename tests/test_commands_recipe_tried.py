"""A recipe whose parts do not fit each other: said by its first examples, before anything is trained."""

import numpy as np
import pytest

from pi_nn.commands import train_recipe
from pi_nn.descent import Examples, Plan
from pi_nn.errors import DataError, SettingsError
from pi_nn.layers import Dense, Sigmoid
from pi_nn.losses import cross_entropy, half_squares
from pi_nn.network import Network
from pi_nn.recipes.system import System, Task
from pi_nn.schedules import constant

INPUTS, TARGETS, LABELS = np.ones((6, 4)), np.ones((6, 3)), np.array([0, 1, 2, 0, 1, 2], np.int64)


def begun(inputs=INPUTS, targets=TARGETS, width=4, units=3, loss=half_squares, task=None, patience=None, **more):
    examples = Examples(inputs, targets)
    system = System(
        *("", "", "", "", "none"),
        network=lambda rng: Network([Dense(width, units, rng), Sigmoid()]),
        task=task or (lambda sources, rng: Task(examples, examples)),
        plan=Plan(1, loss, constant(0.1), patience=patience),
        **more,
    )
    return train_recipe.begun("my.py", system, 1, {"train": (INPUTS, LABELS)})


@pytest.mark.parametrize("loss", [half_squares, cross_entropy])
def test_parts_that_fit_begin_with_the_weights_of_the_seed(loss):
    descent, task = begun(targets=LABELS if loss is cross_entropy else TARGETS, loss=loss)
    same = Dense(4, 3, np.random.default_rng([1, 0]))
    assert (descent.network.parameters()[0] == same.weight).all() and len(task.learn) == 6


def test_the_layer_that_does_not_take_its_inputs_is_named():
    with pytest.raises(SettingsError, match=r"my.py: layer 1, Dense, given values \(4,\), does not fit"):
        begun(width=5)


@pytest.mark.parametrize(
    ("wrong", "given"),
    [
        ({"units": 2}, r"outputs \(2,\) and targets \(3,\) float64"),
        ({"targets": LABELS}, r"outputs \(3,\) and targets \(\) int64"),
        ({"loss": cross_entropy}, r"outputs \(3,\) and targets \(3,\) float64"),
        ({"loss": cross_entropy, "targets": LABELS, "units": 2}, r"outputs \(2,\) and targets \(\) int64"),
    ],
)
def test_a_loss_that_does_not_take_outputs_and_targets_is_named(wrong, given):
    with pytest.raises(SettingsError, match=f"my.py: the loss, given {given}, does not fit"):
        begun(**wrong)


def test_values_that_are_no_numbers_are_named_before_they_look_like_a_rate_that_is_too_high():
    broken = INPUTS.copy()
    broken[5, 2] = np.nan
    with pytest.raises(DataError, match="not finite"):
        begun(inputs=broken)


def test_no_examples_to_validate_with_are_said():
    whole, none = Examples(INPUTS, TARGETS, LABELS), Examples(INPUTS[:0], TARGETS[:0], LABELS[:0])
    with pytest.raises(DataError, match="0 inputs with 0 targets"):
        begun(task=lambda sources, rng: Task(whole, whole, none))


@pytest.mark.parametrize("count", [0, 5])
def test_no_examples_and_too_few_targets_are_said(count):
    with pytest.raises(DataError, match=f"{count} inputs with {6 if count else 0} targets are no examples"):
        begun(inputs=INPUTS[:count], targets=TARGETS if count else TARGETS[:0])


def test_patience_without_examples_to_validate_with_is_refused_where_it_would_stop_after_so_many_epochs():
    with pytest.raises(SettingsError, match=r"my\.py: patience needs examples with labels"):
        begun(patience=3)
    unnamed = Examples(INPUTS, TARGETS)
    with pytest.raises(SettingsError, match="with labels to validate"):
        begun(patience=3, task=lambda sources, rng: Task(unnamed, unnamed, unnamed))
    examples = Examples(INPUTS, TARGETS, LABELS)
    assert begun(patience=3, task=lambda sources, rng: Task(examples, examples, examples))[0].plan.patience == 3


def test_a_task_of_other_data_is_told_what_there_is():
    with pytest.raises(SettingsError, match=r"my\.py: its task wants 'all', its data has train"):
        begun(task=lambda sources, rng: sources["all"])


def test_a_fault_in_its_own_figures_is_found_before_the_training():
    with pytest.raises(AttributeError, match="acuracy"):
        begun(figures=lambda network, plan, task: {"accuracy": task.acuracy})
