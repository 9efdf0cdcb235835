"""AND and OR are parted by one line, XOR is not (Make Your Own Neural Network, p. 35)."""

import numpy as np
from say import compare, keep

from pi_nn import plots
from pi_nn.descent import Descent
from pi_nn.recipes import xor

edges, lines = np.array([-0.3, 1.3]), {}
for name, hidden, printed in (("and", 0, 4), ("or", 0, 4), ("xor", 0, "not 4"), ("xor", 4, 4)):
    system, rng = xor.system(hidden=hidden, function=name), np.random.default_rng(1)
    descent, task = Descent(system.network(rng), system.plan), system.task({}, rng)
    list(descent.run(task.learn))
    by = f"{hidden} hidden units" if hidden else "one line"
    figures = system.figures(descent.network, system.plan, task)
    compare(f"{name} by {by}: rows right of 4", printed, figures["right_of_4"])
    if name != "xor":  # the line on which the sum is 0: w1 x + w2 y + b = 0
        (w1, w2), (b,) = descent.network.parameters()[0][:, 0], descent.network.parameters()[1]
        lines[f"parts {name}"] = edges, -(w1 * edges + b) / w2
rows = {f"({x:.0f}, {y:.0f})": ([x], [y]) for x, y in xor.INPUTS}
keep(plots.curves("One line parts AND, one parts OR, none parts XOR", "first input", "second input", {**lines, **rows}))
