"""The book's final program: 784-200-10."""

from pi_nn.recipes import book
from pi_nn.recipes.system import System


def system(hidden: int = 200, learning_rate: float = 0.1, epochs: int = 5) -> System:
    """Sigmoids, no bias, the book's own rule."""
    return book.system(
        hidden,
        learning_rate,
        epochs,
        what=f"784-{hidden}-10 sigmoids, one update per record",
        source=f"{book.SOURCE}, p. 169",
        published="0.9751",
        ours="0.9733 (0.9718 to 0.9755)",
    )
