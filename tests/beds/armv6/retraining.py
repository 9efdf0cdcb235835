"""What a retraining on ten samples costs: retraining.py OUT.json, run where instructions are counted.

OUT: millions of instructions of each of its parts, of which a share was counted and the rest follows.
"""

import json
import sys
from dataclasses import replace

import numpy as np
from costs import counted

from pi_nn import model_file, rehearsal
from pi_nn.acceptance import marks
from pi_nn.glyphs import Glyphs
from pi_nn.recipes.drawn import drawn_digits, drawn_things
from pi_nn.retraining import TOGETHER, Plan, Retraining, parted, seen, varied

SAMPLES = 10
FEW = 6  # glyphs that are drawn to be counted


def drawing():
    """Of all digits and things, rehearsed and to be judged by."""
    counts = [sum(part[kind] for part in rehearsal.PARTS.values()) for kind in (0, 1)]
    costs = [counted(lambda draw=draw: draw(FEW, np.random.default_rng(1)))[1] for draw in (drawn_digits, drawn_things)]
    return sum(count / FEW * cost for count, cost in zip(counts, costs, strict=True))


def learning(network, plan):
    """What the eyes look at, the epochs, and what both networks are judged by."""
    eyes, head = parted(network)
    some = Glyphs(np.random.default_rng(1).random((TOGETHER, 28, 28), np.float32), np.zeros(TOGETHER, np.int64))
    glyphs = plan.taught + plan.rehearsed
    distorting = counted(lambda: varied(some, 2 * TOGETHER, plan, 0))[1] / TOGETHER * glyphs
    views, looking = counted(lambda: np.concatenate(list(seen(eyes, some.images))))
    fit = Retraining(head, (views[:SAMPLES], some.labels[:SAMPLES]), (views, some.labels), replace(plan, epochs=2))
    fit.run_epoch()
    epochs = counted(fit.run_epoch)[1] / TOGETHER * plan.rehearsed * plan.epochs
    judged = 2 * (sum(rehearsal.REFERENCE) + SAMPLES)
    judging = counted(lambda: marks(network, some.images, some.labels))[1] / TOGETHER * judged
    looking *= glyphs / TOGETHER
    return {"distorting": distorting, "looking": looking, "epochs": epochs, "judging": judging}


def main(out):
    network = model_file.load(None)[0]
    network.forward(np.zeros((1, 28, 28), np.float32))
    parts = {"drawing": drawing(), **learning(network, Plan())}
    with open(out, "w") as file:
        json.dump(parts, file)


if __name__ == "__main__":
    main(sys.argv[1])
