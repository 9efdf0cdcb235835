"""What a frame and a training step cost: costs.py OUT.json FRAMES.npz, run where instructions are counted.

FRAMES: `frames` uint8 (N, H, W). OUT: millions of instructions.
"""

import json
import sys

import numpy as np
from instructions import now

from pi_nn import model_file
from pi_nn.descent import Descent
from pi_nn.reader import first_digit
from pi_nn.recipes import pi_zero
from pi_nn.vision import Changes, likely_glyphs


def counted(job):
    """Its result and its millions of instructions."""
    start = now()
    result = job()
    return result, (now() - start) / 1e6


class Counting:
    """A network whose predictions are counted."""

    def __init__(self, network):
        self._network = network
        self.costs = []

    def predict(self, image, standing):
        scores, cost = counted(lambda: self._network.predict(image, standing))
        self.costs.append(cost)
        return scores


def cost_of(frame, network):
    """One frame: everything, the network's share of it, and how many glyphs the network looked at."""
    counting = Counting(network)
    whole = counted(lambda: first_digit(likely_glyphs(frame, chance=network.chance), counting))[1]
    return {"whole": whole, "network": sum(counting.costs), "glyphs": len(counting.costs)}


def cost_of_looking(frame):
    """At a frame in which nothing has changed since the one before."""
    changed = Changes().seen_in
    changed(frame)
    return counted(lambda: changed(frame))[1]


def training_step():
    """One of pi-zero, forward, backward and Adam; the first, which makes the optimizer's arrays, is not counted."""
    rng = np.random.default_rng(0)
    system = pi_zero.system()
    descent = Descent(system.network(rng), system.plan)
    pixels = rng.integers(0, 256, (128, 784)) * (rng.random((128, 784)) < 0.2)
    labels = rng.integers(0, 10, 128)
    step = lambda: descent.step(system.plan.prepare(pixels.astype(np.uint8)), labels, 0.001, rng)  # noqa: E731
    step()
    return counted(step)[1]


def main(out, frames):
    network = model_file.load(None)[0]
    frames = np.load(frames)["frames"]
    cost_of(frames[0], network)  # what is imported at the first use is part of the start
    cost_of_looking(frames[0])
    found = {
        "frames": [cost_of(frame, network) for frame in frames],
        "still": cost_of_looking(frames[0]),
        "training step": training_step(),
    }
    with open(out, "w") as file:
        json.dump(found, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
