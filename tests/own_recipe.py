"""A recipe of one's own, as a reader would write it: `pi-nn train tests/own_recipe.py`; quick, for the tests."""

from pi_nn.descent import Plan
from pi_nn.layers import Dense, Sigmoid
from pi_nn.losses import half_squares
from pi_nn.network import Network
from pi_nn.optimizers import Adam
from pi_nn.recipes.system import System
from pi_nn.recipes.tutorial import task
from pi_nn.schedules import constant


def system(hidden: int = 12, learning_rate: float = 0.01, epochs: int = 60) -> System:
    """The tutorial's data with Adam and mini-batches."""
    return System(
        what="64-12-10",
        source="the tests",
        published="none",
        ours="none",
        data="digits",
        network=lambda rng: Network([Dense(64, hidden, rng), Sigmoid(), Dense(hidden, 10, rng), Sigmoid()]),
        task=task,
        plan=Plan(epochs, half_squares, constant(learning_rate), batch_size=64, optimizer=Adam),
    )
