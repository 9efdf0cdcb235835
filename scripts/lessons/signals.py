"""Signals through small networks as matrices, and one step of learning (Make Your Own Neural Network, p. 51).

The 3-3-3 network's first sum is 1.16; the 0.1 that page 65 prints for the weight 0.4 would make it 0.92.
"""

import numpy as np
from say import compare

from pi_nn.layers import Dense, Sigmoid
from pi_nn.layers.initial import fan_out
from pi_nn.losses import half_squares
from pi_nn.optimizers import SGD
from pi_nn.recipes.book import BookNetwork


def layer(weights: list[list[float]]) -> Dense:
    """Without bias; weights as the book writes them, a row for each unit that they lead to."""
    dense = Dense(*np.shape(weights)[::-1], bias=False)
    dense.weight = np.array(weights, float).T.copy()
    return dense


compare("[1 2; 3 4] times [5 6; 7 8]", "19 22 43 50", (np.array([[1, 2], [3, 4]]) @ [[5, 6], [7, 8]]).ravel())

sums = layer([[0.9, 0.3], [0.2, 0.8]]).forward(np.array([[1.0, 0.5]]))[0]
compare("2-2: sums", "1.05 0.6", sums[0].round(4))
compare("2-2: outputs", "0.7408 0.6457", Sigmoid().forward(sums)[0][0].round(4))

into = layer([[0.9, 0.3, 0.4], [0.2, 0.8, 0.2], [0.1, 0.5, 0.6]])
out = layer([[0.3, 0.7, 0.5], [0.6, 0.5, 0.2], [0.8, 0.1, 0.9]])
network, inputs, targets = BookNetwork([into, Sigmoid(), out, Sigmoid()]), [[0.9, 0.1, 0.8]], [[0.01, 0.01, 0.99]]
steps = ("hidden sums", "1.16 0.42 0.62"), ("hidden outputs", "0.761 ..."), ("output sums", "(none)")
signals = np.array(inputs)
for step, (what, printed) in zip(network.layers, (*steps, ("outputs", "0.726 0.708 0.778"))):
    signals = step.forward(signals)[0]
    compare(f"3-3-3: {what}", printed, signals[0].round(6))
compare("3-3-3: second output (the text rounded sums)", "0.708 (misprint)", signals[0, 1].round(3))

outputs, caches = network.training_pass(np.array(inputs), None)
SGD(network.parameters()).step(network.backward(half_squares(outputs, np.array(targets))[1], caches), 0.3)
compare("one step towards 0.01 0.01 0.99: outputs", "(none)", network.forward(np.array(inputs))[0].round(6))

rng = np.random.default_rng(1)
into, out = (Dense(3, 3, rng, bias=False, initial=fan_out) for _ in range(2))
outputs = BookNetwork([into, Sigmoid(), out, Sigmoid()]).forward(np.array([[1.0, 0.5, -1.5]]))[0]
compare("before any learning, of 1.0 0.5 -1.5", "three without meaning", outputs.round(3))
