"""Fits the finder's odds: which weights of what is around a shape of ink tell digits best from all else.

usage: scripts/bench odds [SCENES]    (default: 3000, a few minutes)

On drawn scenes, half of them with nothing to read, of seeds of their own: the likelihood of what each shape is,
after the network's scores are weighed with the odds, is made as great as it can be. Prints `finder.odds`.
"""

import sys
from dataclasses import dataclass
from itertools import islice

import numpy as np
from scipy.optimize import minimize
from tqdm import tqdm

from pi_nn import model_file
from pi_nn.decision import DOUBT
from pi_nn.practice import NOT_A_DIGIT, label_of
from pi_nn.scenes import EMPTIES, draw_scene
from pi_nn.settings import Finder
from pi_nn.vision.finder import cut_glyph, distinct, stages
from pi_nn.vision.odds import terms

SEED = 4711
PENALTY = 3e-4  # of the squares of the weights: where little is known they stay small


@dataclass
class Shapes:
    """terms (N, T), the network's scores (N, 11), and what each shape is (N,), 0 to 10."""

    terms: np.ndarray
    scores: np.ndarray
    labels: np.ndarray

    def unlikelihood(self, weights: np.ndarray) -> float:
        """Mean of -log of the weighed score of what the shape is."""
        believed = self.scores.astype(float)
        believed[:, 10] = np.maximum(believed[:, 10], DOUBT)
        believed[:, :10] *= np.exp(self.terms @ weights)[:, None]
        share = believed[np.arange(len(self.labels)), self.labels] / believed.sum(axis=1)
        return float(-np.log(np.maximum(share, 1e-6)).mean() + PENALTY * np.square(weights[1:]).sum())


def gather(scenes: int, finder: Finder) -> Shapes:
    """The shapes that the network would look at in so many scenes."""
    network, _ = model_file.load()
    rows = []
    for number in tqdm(range(scenes), desc="drawing scenes", file=sys.stderr):
        rng = np.random.default_rng([SEED, number])
        kind = EMPTIES[number // 2 % len(EMPTIES)] if number % 2 else None
        scene = draw_scene(rng, kind=kind)
        found = (each for stage in stages(scene.frame, finder) for each in stage.candidates)
        for candidate in islice(distinct(found, finder), finder.most_likely):
            glyph = cut_glyph(scene.frame, candidate, finder)
            label = label_of(glyph, scene.boxes, scene.digits)
            if label is not None:
                rows.append((terms(candidate, finder), network.predict(glyph.image), label))
    return Shapes(*(np.array(column) for column in zip(*rows, strict=True)))


def main(arguments: list[str]) -> int:
    finder = Finder()
    shapes = gather(int(arguments[0]) if arguments else 3000, finder)
    best = minimize(shapes.unlikelihood, np.zeros(len(finder.odds)))
    digits = np.count_nonzero(shapes.labels != NOT_A_DIGIT)
    print(f"{digits} digits and {len(shapes.labels) - digits} other shapes")
    for name, weights in (("none", np.eye(len(finder.odds))[0] * 0), ("now", np.array(finder.odds)), ("best", best.x)):
        print(f"{name:>5} {shapes.unlikelihood(weights):.4f}  odds = {np.round(weights, 1).tolist()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
