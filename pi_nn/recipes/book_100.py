"""The book's first full network: 784-100-10."""

from pi_nn.recipes import book
from pi_nn.recipes.system import System


def system(hidden: int = 100, learning_rate: float = 0.3, epochs: int = 1) -> System:
    """Sigmoids, no bias, the book's own rule."""
    return book.system(
        hidden,
        learning_rate,
        epochs,
        what=f"784-{hidden}-10 sigmoids, one update per record",
        source=f"{book.SOURCE}, p. 162",
        published="0.9473",
        ours="0.9451 (0.9375 to 0.9505)",
    )
