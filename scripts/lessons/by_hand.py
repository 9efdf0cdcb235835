"""The worked example of the visual introduction: forward, error, gradients, check, one update (ch. 25 to 30)."""

import numpy as np
from say import compare

from pi_nn.descent import Descent
from pi_nn.gradient_check import relative_errors
from pi_nn.losses import half_squares
from pi_nn.recipes import hand

PRINTED = {
    "0.weight": (["w1", "w2", "w3", "w4"], [-0.000420492, 0.00159221, -0.000981148, 0.003715156]),
    "0.bias": (["bw1", "bw2"], [-0.0028, 0.0106]),
    "2.weight": (["w5", "w6", "w7", "w8"], [0.1005, -0.0362, 0.0836, -0.0301]),
    "2.bias": (["bw3", "bw4"], [0.1432, -0.0515]),
}
UPDATED = [0.1002, 0.1992, 0.1205, "0.1514 (misprint)", "0.814 (misprint)", "0.242 (misprint)"]
UPDATED += [-0.00025, 0.4181, 0.2882, 0.0851, 0.0784, 0.7258]

network = hand.network()
outputs, caches = network.training_pass(hand.PIXELS, None)
error, grad = half_squares(outputs, hand.CHICKEN)
compare("z1, z2", "0.5934 0.7353", outputs[0].round(6))
compare("error", 0.21105, round(error, 9))
names = [name for names, _ in PRINTED.values() for name in names]
for (part_names, printed), gradient in zip(PRINTED.values(), network.backward(grad, caches)):
    for name, text, ours in zip(part_names, printed, gradient.ravel()):
        compare(f"dE/d{name}", text, f"{ours:.12f}")
worst = max(relative_errors(network, half_squares, hand.PIXELS, hand.CHICKEN).values())
compare("gradient check, relative error", "9.5e-05 (wrong)", f"{worst:.1e}")
system = hand.system()
descent = Descent(network, system.plan)
descent.run_epoch(system.task({}, np.random.default_rng(1)).learn)
updated = [value for array in network.parameters() for value in array.ravel()]
for name, text, ours in zip(names, UPDATED, updated):
    compare(f"new {name}", text, f"{ours:.12f}")
