"""How well the appliance learns from its owner, and what it forgets: teach.py [DIR]; DIR holds MNIST and writers.npz.

Through the product's own samples, retraining and acceptance, in a folder of its own, without MNIST beside them. Right
is what has the highest of all eleven scores; a refused model leaves what was there.
"""

import contextlib
import io
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import teach_cost
from teach_signs import SIGNS, Sign, bad_styles

from pi_nn.commands import retrain_here
from pi_nn.datasets import mnist
from pi_nn.errors import DataError
from pi_nn.model_store import ModelStore
from pi_nn.network import Network
from pi_nn.places import Places
from pi_nn.samples import SampleStore, Shown
from pi_nn.settings import Settings

TAUGHT, HELD_OUT = 10, 200
WRITERS = 20
ENOUGH = 5  # bad styles; where there are fewer, signs that are no digits are taught as some


class Owner:
    """Somebody with an appliance of his own."""

    def __init__(self, folder: Path, drawn: Path) -> None:
        self.here = Places(folder, folder)
        self.drawn = drawn
        if drawn.exists():
            self.here.retraining.mkdir(parents=True)
            shutil.copy(drawn, self.here.retraining / "rehearsal.npz")

    def teach(self, glyphs: np.ndarray, labels: np.ndarray) -> None:
        """Glyphs uint8 (N, 28, 28)."""
        store = SampleStore(self.here.samples, 8 << 20)
        for number, (glyph, label) in enumerate(zip(glyphs, labels, strict=True)):
            store.add(str(label), Shown(255 - glyph, glyph, {"time": 1.7e9 + number}))

    def retrain(self) -> tuple[Network, str, float]:
        """The network that is current after it, what was said, and the seconds."""
        began = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()) as said:
            retrain_here.run(self.here, Settings())
        if not self.drawn.exists():
            shutil.copy(self.here.retraining / "rehearsal.npz", self.drawn)
        return ModelStore(self.here.models).load().network, said.getvalue().strip(), time.perf_counter() - began


def right(network: Network, glyphs: np.ndarray, labels: np.ndarray) -> float:
    """The share of glyphs uint8 (N, 28, 28) of which the highest score is the label's."""
    scores = network.predict_many(glyphs / np.float32(255))
    return float((scores.argmax(axis=1) == labels).mean())


def wrong_digits(network: Network, digits: mnist.Digits) -> np.ndarray:
    """Which are not read right by the highest of the ten digits, as test errors are counted: bool (N,)."""
    scores = [network.predict_many(digits.images[i : i + 1000] / np.float32(255)) for i in range(0, len(digits), 1000)]
    wrong: np.ndarray = np.concatenate(scores)[:, :10].argmax(axis=1) != digits.labels
    return wrong


def learn_a_sign(sign: Sign, folder: Path, drawn: Path, test: mnist.Digits | None, before: Network) -> None:
    """One row."""
    glyphs = sign.glyphs(TAUGHT + HELD_OUT)
    owner = Owner(folder, drawn)
    owner.teach(glyphs[:TAUGHT], np.full(TAUGHT, sign.digit))
    after, said, seconds = owner.retrain()
    others, labels = glyphs[TAUGHT:], np.full(HELD_OUT, sign.digit)
    share = f"{right(before, others, labels):6.1%} -> {right(after, others, labels):6.1%}"
    lost = "" if test is None else f"  MNIST test {_points(wrong_digits(before, test), wrong_digits(after, test))}"
    print(f"{sign.name:<34}{share}  wanted 95 %{lost}  {seconds:4.1f} s  {said.split(':')[0]}", flush=True)


def _points(before: np.ndarray, after: np.ndarray) -> str:
    return f"{before.mean():.2%} -> {after.mean():.2%} ({after.mean() - before.mean():+.2%})"


def learn_writers(writers: np.ndarray, folder: Path, drawn: Path, test: mnist.Digits, before: Network) -> None:
    """The writers with the most images, half of each one's taught."""
    names, counts = np.unique(writers, return_counts=True)
    wrong, sums, worst = wrong_digits(before, test), np.zeros(2, int), 0.0
    for name in names[np.argsort(-counts, kind="stable")][:WRITERS]:
        own = np.flatnonzero(writers == name)
        taught, held_out = own[::2], own[1::2]
        owner = Owner(folder / str(name), drawn)
        owner.teach(test.images[taught], test.labels[taught])
        after, said, seconds = owner.retrain()
        now = wrong_digits(after, test)
        errors = np.array([wrong[held_out].sum(), now[held_out].sum()])
        sums, worst = sums + errors, max(worst, float(now.mean() - wrong.mean()))
        others = _points(np.delete(wrong, taught), np.delete(now, taught))
        shares = f"errors on {len(held_out)} held out: {errors[0]} -> {errors[1]}; on all not taught {others}"
        print(f"writer {name}, {len(taught)} taught: {shares}  {seconds:4.1f} s  {said.split(':')[0]}", flush=True)
    print(f"summed over {WRITERS} writers: {sums[0]} -> {sums[1]}  wanted: no more")
    print(f"MNIST test: at most {worst:+.2%} points of error  wanted at most +0.10 %")


def main(data: str | None) -> None:
    """The tables."""
    network = ModelStore(Path("/nonexistent")).load().network
    try:
        folder = mnist.find_folder(data)
        test = mnist.load(folder, "t10k")
    except DataError as error:
        folder, test = None, None
        print(f"{error}: without MNIST only signs are taught")
    os.environ.pop("PI_NN_DATA", None)
    bad = bad_styles(lambda glyphs, labels: right(network, glyphs, labels))
    with tempfile.TemporaryDirectory() as scratch:
        drawn = Path(scratch) / "drawn.npz"
        for number, sign in enumerate(bad if len(bad) >= ENOUGH else [*bad, *SIGNS]):
            (place := Path(scratch) / f"sign{number}").mkdir()
            learn_a_sign(sign, place, drawn, test, network)
        (place := Path(scratch) / "cost").mkdir()
        Owner(place, Path(scratch) / "none").teach(SIGNS[0].glyphs(TAUGHT), np.full(TAUGHT, SIGNS[0].digit))
        teach_cost.memory(place)
        if test is not None and folder is not None and (folder / "writers.npz").is_file():
            with np.load(folder / "writers.npz", allow_pickle=False) as file:
                learn_writers(file["test_writer"], Path(scratch), drawn, test, network)
    teach_cost.instructions()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
