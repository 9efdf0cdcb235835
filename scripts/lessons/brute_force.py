"""Why weights are not found by trying them all (Artificial Neural Networks, an article series, 3; and the book, p. 84).

One of nine weights of the 2-3-1 network tried at 1000 values is quick; each further weight takes 1000 times as long.
"""

from time import perf_counter

import numpy as np
from say import compare, keep

from pi_nn import plots
from pi_nn.losses import half_squares
from pi_nn.recipes import score

YEAR = 365 * 24 * 3600  # seconds
PRINTED = 0.11  # seconds for 1000 values, on the text's machine

examples = score.task({}, np.random.default_rng(1)).learn
network = score.network(np.random.default_rng(1), hidden=3)
weight, values = network.parameters()[1], np.linspace(-5, 5, 1000)


def cost(value: float) -> float:
    """Of the three scores, with this value for one weight to the output."""
    weight[0, 0] = value
    return half_squares(network.forward(examples.inputs), examples.targets)[0]


began = perf_counter()
costs = [cost(value) for value in values]
compare("one weight, 1000 values: seconds", PRINTED, f"{perf_counter() - began:.2f}")
compare("two weights: seconds, from the text's 0.11", "100", f"{1000 * PRINTED:.0f}")
compare("three weights: hours, from 100 seconds", "27", f"{1000 * 100 / 3600:.1f}")
for seconds in (0.04, PRINTED):  # the text's figure follows from 0.04 seconds, not from its own 0.11
    slip = ", misprint" if seconds == PRINTED else ""
    ours = f"{int(seconds * 1000.0**8 / YEAR / 1000):,}"
    compare(f"nine weights: millennia, by {seconds} s{slip}", "1,268,391,679,350", ours)
compare("the book: years for 500 million tries of 1 s", 16, round(500e6 / YEAR))
compare("the book: 18 weights of 1000 values, tries", "18,000 (misprint)", "1000^18")
best = values[int(np.argmin(costs))]
print(f"best value of that one weight: {best:.2f}, cost {min(costs):.5f}; all nine together reach about 0")
keep(plots.curves("The cost over one weight", "weight", "cost", {"": (values, costs)}))
