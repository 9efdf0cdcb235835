"""The book's first trial: 784-100-10 on the first 100 records, judged with 10."""

from pi_nn.recipes import book
from pi_nn.recipes.system import Rng, Sources, System, Task


def system(hidden: int = 100, learning_rate: float = 0.3, epochs: int = 1) -> System:
    """Sigmoids, no bias, the book's own rule."""
    return book.system(
        hidden,
        learning_rate,
        epochs,
        task=task,
        what=f"784-{hidden}-10 sigmoids on 100 records",
        source=f"{book.SOURCE}, p. 158",
        published="0.6 (6 of 10)",
        ours="0.6 (each of three)",
    )


def task(sources: Sources, rng: Rng) -> Task:
    """The book's small files are the first records of MNIST's."""
    (images, labels), (test_images, test_labels) = sources["train"], sources["test"]
    first = {"train": (images[:100], labels[:100]), "test": (test_images[:10], test_labels[:10])}
    return book.TASK(first, rng)
