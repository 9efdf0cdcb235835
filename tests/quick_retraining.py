"""A retraining on a few drawn glyphs, in a process of its own: quick_retraining.py; STATE_DIRECTORY says where."""

import sys

from pi_nn import rehearsal
from pi_nn.commands import retrain_here
from pi_nn.places import places
from pi_nn.retraining import Plan
from pi_nn.settings import Settings

rehearsal.PARTS = {"rehearsed": (30, 20), "reference": (20, 10)}
PLAN = Plan(epochs=8, rate=0.004, batch_size=32, keep=0.1, taught=60, rehearsed=150)
# So few drawn glyphs say little: only who forgets many of them is refused.
SETTINGS = Settings().changed("teaching", checkpoint_seconds=0.0, forgotten_digits=0.4, forgotten_others=0.7)


def main():
    """Its steps are said on standard error, so that it can be killed after so many."""
    return retrain_here.run(places(), SETTINGS, PLAN)


if __name__ == "__main__":
    tell = retrain_here.Told.learnt
    retrain_here.Told.learnt = lambda *said: (tell(*said), print("learnt", file=sys.stderr, flush=True))
    sys.exit(main())
