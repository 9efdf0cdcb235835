"""What to train and how: one small file for each network.

A recipe is a module with `system(...)`: what may be varied are its arguments. `shipped` has its own kind of fit.
"""

NAMES = (
    "tutorial",
    "tutorial-better",
    "book-tiny",
    "book-100",
    "book-200",
    "book-rotated",
    "book-zero",
    "score",
    "hand",
    "tensorflow-mlp",
    "xor",
    "pi-zero",
)
