"""A training of the shipped network on few images, in a process of its own: quick_shipped.py DATA OUT."""

import sys

from pi_nn.commands import main, train_shipped
from pi_nn.recipes import shipped

shipped.DRAWN = dict.fromkeys(shipped.DRAWN, 300)  # a hundred and fiftieth of it, for so few images
train_shipped.side_by_side = lambda jobs, what: [job() for job in jobs]

if __name__ == "__main__":
    sys.exit(main(["train", "--data", sys.argv[1], "--out", sys.argv[2], "--epochs", "6"]))
