"""What a network's error is, by four formulas, and small examples (Neural Networks: A Visual Introduction, 6 to 25)."""

import numpy as np
from say import compare

from pi_nn import losses
from pi_nn.layers import Dense, Sigmoid
from pi_nn.network import Network

ONE, TWO = (np.array([[5.0]]), np.array([[1.0]])), (np.array([[5.0, 3.0]]), np.array([[1.0, 2.0]]))  # outputs, targets
FORMULAS = (
    ("sum of squared errors", losses.sum_of_squares, ("16", "17")),
    ("squared error, half of it", losses.half_squares, ("(none)", "(none)")),
    ("mean squared error", losses.mean_squares, ("(none)", "(none)")),
    ("root mean square", losses.root_mean_square, ("(none)", "(none)")),
)
for name, loss, printed in FORMULAS:
    for outputs, example, text in (("one output", ONE, printed[0]), ("two", TWO, printed[1])):
        compare(f"{name}, {outputs}", text, f"{loss(*example)[0]:.6g}")
compare("slope of the half squared error: z - t", 4, losses.half_squares(*ONE)[1][0, 0])
compare("slope of the mean one: 2 (z - t) / n", "z - t (misprint)", losses.mean_squares(*ONE)[1][0, 0])
compare("root mean square: what is done at the end", "squared (misprint)", "the root")
compare("0.000246 and 0.00024599: they differ by", 1e-8, f"{0.000246 - 0.00024599:.0e}")
compare("and relatively, which is what counts", "(none)", f"{(0.000246 - 0.00024599) / 0.000246:.3e}")

matrix = np.array([[5, 7], [3, 5], [11, 2]])
compare("row and column of the 2 in a matrix", "31 (misprint)", "".join(map(str, *(np.argwhere(matrix == 2) + 1))))
layer = Dense(2, 2)
layer.weight, layer.bias = np.array([[0.10, 0.20], [0.12, 0.17]]), np.array([0.80, 0.25])
compare("a layer as matrices: weights, inputs, biases", "0.857 0.3395", layer.forward(np.array([[0.15, 0.35]]))[0][0])

whole = Network([Dense(64, 64), Sigmoid(), Dense(64, 2), Sigmoid()])  # `hand` is the text's 2-2-2 piece of it
weights = sum(array.size for array in whole.parameters() if array.ndim > 1)
biases = sum(array.size for array in whole.parameters() if array.ndim == 1)
compare("man or chicken by 64-64-2: weights, biases", "over 4200", f"{weights}, {biases}")
compare("an epoch of 500 images in batches of 100", 5, 500 // 100)
