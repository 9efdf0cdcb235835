"""AND and OR are parted by one line, XOR is not (Make Your Own Neural Network, p. 35)."""

import numpy as np
from say import compare

from pi_nn.descent import Descent
from pi_nn.recipes import xor

for name, hidden, printed in (("and", 0, 4), ("or", 0, 4), ("xor", 0, "not 4"), ("xor", 4, 4)):
    system, rng = xor.system(hidden=hidden, function=name), np.random.default_rng(1)
    descent, task = Descent(system.network(rng), system.plan), system.task({}, rng)
    list(descent.run(task.learn))
    by = f"{hidden} hidden units" if hidden else "one line"
    figures = system.figures(descent.network, system.plan, task)
    compare(f"{name} by {by}: rows right of 4", printed, figures["right_of_4"])
