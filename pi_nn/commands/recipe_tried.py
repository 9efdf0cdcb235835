"""Whether the parts of a recipe fit each other, seen by its first examples before a run and said in words."""

from dataclasses import replace

import numpy as np

from pi_nn.descent import TOGETHER, Descent, Examples
from pi_nn.errors import DataError, SettingsError
from pi_nn.recipes.system import System, Task


def require_fitting(recipe: str, system: System, descent: Descent, task: Task) -> None:
    """SettingsError names the part that does not take what it is given; DataError what cannot be learnt from.

    What is wrong in a recipe's own `figures` is raised as well, which else would be found after the training.
    """
    for examples in (task.learn, task.test, task.validate):
        if examples is not None:
            _require_usable(recipe, examples)
    if descent.plan.patience is not None and (task.validate is None or task.validate.labels is None):
        raise SettingsError(f"{recipe}: patience needs examples with labels to validate, Task(learn, test, validate)")
    part, values, targets = "prepare", task.learn.inputs[:TOGETHER], task.learn.targets[:TOGETHER]
    try:
        values = descent.plan.prepare(values)
        for number, layer in enumerate(descent.network.layers, 1):
            part = f"layer {number}, {type(layer).__name__}, given values {values.shape[1:]},"
            values, _ = layer.forward(values)
        part = f"the loss, given outputs {values.shape[1:]} and targets {targets.shape[1:]} {targets.dtype},"
        descent.plan.loss(values, targets)
    except (ValueError, IndexError, TypeError) as error:
        raise SettingsError(f"{recipe}: {part} does not fit: {error}") from error
    system.figures(descent.network, descent.plan, replace(task, test=_first(task.test)))


def _first(examples: Examples) -> Examples:
    """A few of them."""
    arrays = {name: array[:TOGETHER] for name, array in vars(examples).items() if array is not None}
    return Examples(**arrays)


def _require_usable(recipe: str, examples: Examples) -> None:
    if not len(examples) or len(examples) != len(examples.targets):
        raise DataError(f"{recipe}: {len(examples)} inputs with {len(examples.targets)} targets are no examples")
    for values in (examples.inputs, examples.targets):
        if values.dtype.kind == "f" and not np.isfinite(values).all():
            raise DataError(f"{recipe}: its examples hold values that are not finite; leave those out")
