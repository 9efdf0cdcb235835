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
from pi_nn.judging import in_slices
from pi_nn.model_store import ModelStore
from pi_nn.network import Network
from pi_nn.places import Places
from pi_nn.retraining import parted, seen
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


class Test:
    """MNIST's test images, and what the eyes of the network make of them, which no retraining changes."""

    def __init__(self, folder: Path, network: Network) -> None:
        self.digits = mnist.load(folder, "t10k")
        self._eyes = parted(network)[0]
        parts = [self.digits.images[some] / np.float32(255) for some in in_slices(len(self.digits))]
        self._views = np.concatenate([part for images in parts for part in seen(self._eyes, images)])

    def wrong(self, network: Network) -> np.ndarray:
        """Which are not read right by the highest of the ten digits, as test errors are counted: bool (N,)."""
        eyes, head = parted(network)
        pairs = zip(eyes.parameters(), self._eyes.parameters(), strict=True)
        assert all(np.array_equal(one, other) for one, other in pairs)
        wrong: np.ndarray = head.forward(self._views)[:, :10].argmax(axis=1) != self.digits.labels
        return wrong


def learn_a_sign(sign: Sign, folder: Path, drawn: Path, test: Test | None, before: Network) -> None:
    """One row."""
    glyphs = sign.glyphs(TAUGHT + HELD_OUT)
    owner = Owner(folder, drawn)
    owner.teach(glyphs[:TAUGHT], np.full(TAUGHT, sign.digit))
    after, said, seconds = owner.retrain()
    others, labels = glyphs[TAUGHT:], np.full(HELD_OUT, sign.digit)
    share = f"{right(before, others, labels):6.1%} -> {right(after, others, labels):6.1%}"
    lost = "" if test is None else f"  MNIST test {_points(test.wrong(before), test.wrong(after))}"
    print(f"{sign.name:<34}{share}  wanted 95 %{lost}  {seconds:4.1f} s  {said.split(':')[0]}", flush=True)


def _points(before: np.ndarray, after: np.ndarray) -> str:
    return f"{before.mean():.2%} -> {after.mean():.2%} ({after.mean() - before.mean():+.2%})"


def learn_writers(writers: np.ndarray, folder: Path, drawn: Path, test: Test, before: Network) -> None:
    """The writers with the most images, half of each one's taught."""
    names, counts = np.unique(writers, return_counts=True)
    wrong, sums, worst = test.wrong(before), np.zeros(2, int), 0.0
    for name in names[np.argsort(-counts, kind="stable")][:WRITERS]:
        own = np.flatnonzero(writers == name)
        taught, held_out = own[::2], own[1::2]
        owner = Owner(folder / str(name), drawn)
        owner.teach(test.digits.images[taught], test.digits.labels[taught])
        after, said, seconds = owner.retrain()
        now = test.wrong(after)
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
        test = Test(folder, network)
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
