"""The worked example of the visual introduction: forward, error, gradients, check, one update (ch. 25 to 30).

The text rounds to four places on its way, so ours differ in the last. Its other misprints: -0.0000420492 for the first
gradient has a 0 too many, w8 grows by 0.01505 and not by 0.0126, and -0.5934^2 means (-0.5934)^2.
"""

import numpy as np
from say import compare

from pi_nn.descent import Descent
from pi_nn.gradient_check import relative_errors
from pi_nn.losses import half_squares
from pi_nn.recipes import hand

FORWARD = (
    ("netb1, netb2", "0.857 0.3395"),
    ("outb1, outb2", "0.7020 0.5841"),
    ("netc1, netc2", "0.3779 1.0217"),
    ("z1, z2", "0.5934 0.7353"),
)
PRINTED = {
    "0.weight": (["w1", "w2", "w3", "w4"], ["-0.000420492", 0.00159221, -0.000981148, 0.003715156]),
    "0.bias": (["bw1", "bw2"], [-0.0028, "0.0106, 0.016 (misprint)"]),
    "2.weight": (["w5", "w6", "w7", "w8"], [0.1005, -0.0362, 0.0836, -0.0301]),
    "2.bias": (["bw3", "bw4"], [0.1432, -0.0515]),
}
UPDATED = [0.1002, 0.1992, 0.1205, "0.1514 (misprint)", "0.814 (misprint)", "0.242 (misprint)"]
UPDATED += [-0.00025, 0.4181, 0.2882, 0.0851, 0.0784, 0.7258]


def errors_beside_w5(step: float) -> list[float]:
    """E with w5 a step above and a step below its value."""
    errors = []
    for change in (step, -step):
        moved = hand.network()
        moved.parameters()[2][0, 0] += change
        errors.append(half_squares(moved.forward(hand.PIXELS), hand.CHICKEN)[0])
    return errors


network, signals = hand.network(), hand.PIXELS
for layer, (name, text) in zip(network.layers, FORWARD):
    signals = layer.forward(signals)[0]
    compare(name, text, signals[0].round(9))
outputs, caches = network.training_pass(hand.PIXELS, None)
netb, netc = (layer.forward(x)[0][0] for layer, x in ((network.layers[0], hand.PIXELS), (network.layers[2], caches[2])))
compare("1 + e^-netb1, -netb2 (the text: 2.71828^...)", "1.424433719 1.71212646", (1 + np.exp(-netb)).round(9))
compare("1 + e^-netc1, -netc2", "1.685299201 1.359982697", (1 + np.exp(-netc)).round(9))
error, grad = half_squares(outputs, hand.CHICKEN)
compare("(t - z)^2", "0.3521 0.070 (0.0701)", ((outputs - hand.CHICKEN) ** 2)[0].round(9))
compare("error", 0.21105, round(error, 9))
delta, outb = ((outputs - hand.CHICKEN) * outputs * (1 - outputs))[0], caches[2][0]
BACK = ("b1", "0.0072 -0.0206 -0.0134"), ("b2", "0.0473 -0.0036 0.0437")
for (unit, printed), parts in zip(BACK, network.layers[2].weight * delta):
    compare(f"back to {unit}: by c1, by c2, their sum", printed, np.array([*parts, parts.sum()]).round(9))
compare("outb (1 - outb)", "0.2092 0.2429", (outb * (1 - outb)).round(9))
names = [name for names, _ in PRINTED.values() for name in names]
for (part_names, printed), gradient in zip(PRINTED.values(), network.backward(grad, caches)):
    for name, text, ours in zip(part_names, printed, gradient.ravel()):
        compare(f"dE/d{name}", text, f"{ours:.12f}")

(above, below), analytic = errors_beside_w5(1e-4), network.backward(grad, caches)[2][0, 0]
numeric = (above - below) / 2e-4
compare("gradient check of w5: E(w5 + 1e-4)", 0.211045192, f"{above:.12f}")
compare("gradient check of w5: E(w5 - 1e-4)", 0.211025091, f"{below:.12f}")
compare("gradient check of w5: by differences", 0.100505, f"{numeric:.12f}")
compare("w5, relative error (the text divides errors)", "9.5e-05 (wrong)", f"{abs(analytic - numeric) / analytic:.1e}")
worst = max(relative_errors(network, half_squares, hand.PIXELS, hand.CHICKEN).values())
compare("gradient check, worst of all twelve", "(none)", f"{worst:.1e}")

system = hand.system()
descent = Descent(network, system.plan)
descent.run_epoch(system.task({}, np.random.default_rng(1)).learn)
updated = [value for array in network.parameters() for value in array.ravel()]
for name, text, ours in zip(names, UPDATED, updated):
    compare(f"new {name}", text, f"{ours:.12f}")
