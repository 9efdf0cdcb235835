"""The gradient check of a recipe's network: gradient_check.py [RECIPE] (default: tutorial).

Every weight and bias is moved up and down a little, and the change of the error is compared with backpropagation.
The book's networks fail in their first layer: the book's rule leaves out the slope there.
"""

import sys

import numpy as np

from pi_nn.commands.chosen_recipe import system, values
from pi_nn.errors import PiNNError
from pi_nn.gradient_check import CORRECT, relative_errors
from pi_nn.layers import Dense
from pi_nn.losses import cross_entropy
from pi_nn.recipes.system import System

FEW = {"hidden": 4, "filters": 2}  # units, and so quick

recipe = sys.argv[1] if len(sys.argv) > 1 else "tutorial"
if recipe == "shipped":
    sys.exit("shipped: has too many parameters to move each of them; tutorial-better has the same kinds of layers")


def checked(chosen: System, rng: np.random.Generator) -> dict[str, float]:
    """The largest relative error of each array of the recipe's parameters, with its examples or with made-up ones."""
    network = chosen.network(rng).astype(np.float64)
    if chosen.data == "none":
        learn = chosen.task({}, rng).learn
        return relative_errors(network, chosen.plan.loss, learn.inputs, learn.targets)
    side = 8 if chosen.data == "digits" else 28
    inputs = rng.random((3, side * side) if isinstance(network.layers[0], Dense) else (3, side, side))
    outputs = network.forward(inputs)
    targets = rng.integers(10, size=3) if chosen.plan.loss is cross_entropy else rng.random(outputs.shape)
    return relative_errors(network, chosen.plan.loss, inputs, targets)


try:
    few = {name: count for name, count in FEW.items() if name in values(recipe)}
    errors = checked(system(recipe, few), np.random.default_rng(1))
except PiNNError as error:
    sys.exit(str(error))
for name, error in errors.items():
    print(f"{name:<12} relative error {error:.1e}  {'right' if error < CORRECT else 'WRONG'}")
