"""The visual introduction's TensorFlow network: 784-500-500-500-10 ReLU with N(0, 1) weights and biases."""

from itertools import pairwise

from pi_nn.descent import Plan
from pi_nn.layers import Dense, ReLU
from pi_nn.layers.initial import normal
from pi_nn.losses import cross_entropy
from pi_nn.network import Network
from pi_nn.recipes.system import Rng, Sources, System, Task, as_classes, bytes_to_one, mnist_task
from pi_nn.schedules import constant

HELD_OUT = 5000  # the last training images, which the text leaves to validation


def system(hidden: int = 500, learning_rate: float = 1e-4, epochs: int = 10, batch_size: int = 100) -> System:
    """Such first weights give logits of tens of thousands: the loss must be taken from logits, stably."""
    return System(
        what=f"784-{hidden}-{hidden}-{hidden}-10 ReLU, softmax cross-entropy, batches of {batch_size}",
        source="Neural Networks: A Visual Introduction, ch. 35",
        published="none printed",
        ours="0.9277 (0.9236 to 0.9316)",
        data="mnist",
        network=lambda rng: network(rng, hidden),
        task=task,
        plan=Plan(epochs, cross_entropy, constant(learning_rate), batch_size=batch_size, prepare=bytes_to_one),
    )


def network(rng: Rng, hidden: int) -> Network:
    """(N, 784) -> logits (N, 10)."""
    widths = [784, hidden, hidden, hidden, 10]
    layers = []
    for inputs, units in pairwise(widths):
        layers += [Dense(inputs, units, rng, initial=normal(), initial_bias=normal()), ReLU()]
    return Network(layers[:-1])


def task(sources: Sources, rng: Rng) -> Task:
    """55,000 to learn from; the text's 5,000 for validation are left out."""
    inputs, labels = sources["train"]
    kept = slice(None, max(len(labels) - HELD_OUT, len(labels) // 2))
    return mnist_task(as_classes)({"train": (inputs[kept], labels[kept]), "test": sources["test"]}, rng)
