"""From pixels to inputs, from labels to targets and back.

A Pathway to Deep Learning, 5; Make Your Own Neural Network, p. 151.
"""

import numpy as np
from say import compare, keep

from pi_nn import plots
from pi_nn.datasets.small_digits import read_small_digits
from pi_nn.recipes.book import scaled
from pi_nn.recipes.system import one_hot
from pi_nn.recipes.tutorial import divided, standardised

images, labels = read_small_digits()
pixels = images.reshape(len(images), -1)
inputs = standardised(pixels)
compare("images", 1797, len(images))
compare("pixels of each", 64, pixels.shape[1])
compare("the darkest pixel", "15 (wrong)", int(pixels.max()))
compare("the first image: pixel 3, as it is", 13, int(pixels[0, 3]))
compare("the first image: pixel 55, standardised", -0.20978513, round(inputs[0, 55], 8))
compare("the same in the edition with 65 pixels", "0.20978513 (misprint)", round(inputs[0, 55], 8))
compare("the first image: furthest from 0", "within 2", round(np.abs(inputs[0]).max(), 3))
compare("all images: furthest from 0", "within 2 (wrong)", round(np.abs(inputs).max(), 1))
parts = divided(len(labels), np.random.default_rng(1))
compare("to learn from, to be judged with", "60 % 40 %", [len(part) for part in parts])

compare("the book: pixels 0, 255 as inputs", "0.01 1.0", scaled(np.array([0, 255])).round(4))
compare("the book: pixel 128 as an input", "(none)", scaled(np.array([128])).round(6))
compare("the book: from 0.99 back, ln(y / (1 - y))", "(none)", np.log(0.99 / 0.01).round(6))
for name, label, low, high in (("the tutorial", 1, 0, 1), ("the book", 5, 0.01, 0.99)):
    targets = one_hot(low, high)(np.array([label]))[0]
    compare(f"{name}: target of {label} at its place", high, round(float(targets[label]), 2))
    compare(f"{name}: targets elsewhere", low, round(float(targets[0]), 2))
outputs = [0.01, 0.1, 0.2, 0.05, 0.3, 0.8, 0.4, 0.03, 0.25, 0.02]
compare("the digit that ten outputs say", 5, int(np.argmax(outputs)))
compare("what the outputs add up to: no probabilities", "(none)", round(sum(outputs), 2))
keep(plots.grid(images[:10], scale=plots.scale_to(84, images), texts=[str(label) for label in labels[:10]]))
