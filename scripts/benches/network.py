"""Speed and memory of the network beside others, measured in turn in one run; needs nothing but what is installed.

Beside scikit-learn and the book's loop; beside PyTorch and ONNX Runtime if torch and onnxruntime are importable.
"""

import gzip
import os
import resource
import struct
import subprocess
import sys
import tempfile
import warnings
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from side_by_side import compare, seconds

from pi_nn.augment import distort
from pi_nn.commands.memory import keep_freed_memory
from pi_nn.descent import Descent, Examples
from pi_nn.layers import Dense, ReLU
from pi_nn.losses import cross_entropy
from pi_nn.network import Network
from pi_nn.optimizers import SGD
from pi_nn.recipes import book_200, shipped
from pi_nn.training import Recipe

BATCH = 128
THREADS = int(os.environ.get("OMP_NUM_THREADS", "1"))
RNG = np.random.default_rng(1)
IMAGES = RNG.random((BATCH, 784), dtype=np.float32) * (RNG.random((BATCH, 784)) < 0.2)
BYTES = np.round(IMAGES * 255).astype(np.uint8)
LABELS = RNG.integers(10, size=BATCH)


def step_of(network: Network, optimizer: object, images: np.ndarray) -> object:
    """One training step: forward, loss, backward, move, statistics."""

    def step() -> None:
        logits, caches = network.training_pass(images, RNG)
        _, grad = cross_entropy(logits, LABELS)
        optimizer.step(network.backward(grad, caches), 0.01)
        network.learn_statistics(caches)

    return step


def dense_network() -> Network:
    return Network([Dense(784, 200, RNG), ReLU(), Dense(200, 10, RNG)])


def beside_torch() -> None:
    """A step of 784-200-10 and of the shipped network, and one glyph."""
    import torch
    from torch import nn

    torch.set_num_threads(THREADS)

    def theirs(model: nn.Module, optimizer: torch.optim.Optimizer, images: np.ndarray) -> object:
        x, labels = torch.from_numpy(images), torch.from_numpy(LABELS)

        def step() -> None:
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x), labels).backward()
            optimizer.step()

        return step

    model, network = nn.Sequential(nn.Linear(784, 200), nn.ReLU(), nn.Linear(200, 10)), dense_network()
    step = theirs(model, torch.optim.SGD(model.parameters(), 0.01), IMAGES)
    ours = step_of(network, SGD(network.parameters()), IMAGES)
    compare("784-200-10, a step of 128, SGD; PyTorch", ours, step, 20, "1.2")

    def pair(channels: int, filters: int) -> list[nn.Module]:
        first, second = nn.Conv2d(channels, filters, 3, bias=False), nn.Conv2d(filters, filters, 3, bias=False)
        return [first, nn.BatchNorm2d(filters), nn.ReLU(), second, nn.BatchNorm2d(filters), nn.MaxPool2d(2), nn.ReLU()]

    hidden = [nn.Flatten(), nn.Linear(384, 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, 11)]
    model, network = nn.Sequential(*pair(1, 12), *pair(12, 24), *hidden), shipped.network(RNG)
    step = theirs(model, torch.optim.AdamW(model.parameters(), 1e-3), IMAGES.reshape(-1, 1, 28, 28))
    ours = step_of(network, shipped.optimizer(network), IMAGES.reshape(-1, 28, 28))
    compare("shipped, a step of 128, AdamW; PyTorch", ours, step, 3, "0.75")

    folded, one, glyph = network.folded(), IMAGES[0].reshape(28, 28), torch.from_numpy(IMAGES[:1].reshape(1, 1, 28, 28))
    model.eval()
    with torch.inference_mode():
        compare("shipped, one glyph; PyTorch", lambda: folded.predict(one), lambda: model(glyph), 50, "1.0")
        beside_onnx(folded, one, model, glyph)


def beside_onnx(folded: Network, one: np.ndarray, model: object, glyph: object) -> None:
    """The same network, exported by PyTorch."""
    if not (find_spec("onnxruntime") and find_spec("onnx")):
        print("onnxruntime is not importable: not compared")
        return
    import onnxruntime
    import torch

    with tempfile.TemporaryDirectory() as folder:
        torch.onnx.export(model, glyph, f"{folder}/m.onnx", input_names=["x"])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        session = onnxruntime.InferenceSession(f"{folder}/m.onnx", options)
    x = {"x": glyph.numpy()}
    compare("shipped, one glyph; ONNX Runtime", lambda: folded.predict(one), lambda: session.run(None, x), 50, "-")


def beside_sklearn() -> None:
    """An epoch of 784-200-10 with SGD on 2,560 images: the same net, batch and optimizer."""
    from sklearn.neural_network import MLPClassifier

    warnings.simplefilter("ignore")
    images, labels = np.tile(IMAGES, (20, 1)), np.tile(LABELS, 20)
    settings = {"hidden_layer_sizes": (200,), "solver": "sgd", "batch_size": BATCH, "momentum": 0, "max_iter": 1}
    theirs = MLPClassifier(**settings, learning_rate_init=0.01, alpha=0, warm_start=True).fit(images, labels)
    network = dense_network()
    step = step_of(network, SGD(network.parameters()), IMAGES)
    compare(
        "784-200-10, 20 steps of 128; MLPClassifier",
        lambda: [step() for _ in range(20)],
        lambda: theirs.fit(images, labels),
        1,
        "1.3",
    )


def by_the_book() -> object:
    """Our writing of the book's program: one line of text at a time, in float64, with matrices of one column."""
    into, out = RNG.normal(0, 200**-0.5, (200, 784)), RNG.normal(0, 10**-0.5, (10, 200))
    lines = [",".join(map(str, [label, *image])) for label, image in zip(LABELS, BYTES)]

    def epoch() -> None:
        for line in lines:
            values = line.split(",")
            x = (np.asarray(values[1:], float) / 255 * 0.99 + 0.01)[:, None]
            target = np.full((10, 1), 0.01)
            target[int(values[0])] = 0.99
            hidden = 1 / (1 + np.exp(-np.dot(into, x)))
            outputs = 1 / (1 + np.exp(-np.dot(out, hidden)))
            error = target - outputs
            hidden_error = np.dot(out.T, error)
            out[...] += 0.1 * np.dot(error * outputs * (1 - outputs), hidden.T)
            into[...] += 0.1 * np.dot(hidden_error * hidden * (1 - hidden), x.T)

    return epoch


def beside_the_book() -> None:
    """An epoch of 784-200-10 over 128 records: the book's loop, one mini-batch, and the book's updates one by one."""
    loop, targets = by_the_book(), (0.01 + 0.98 * np.eye(10, dtype=np.float32))[LABELS]
    examples = Examples(BYTES, targets, LABELS)
    system = book_200.system(epochs=100_000)
    for name, size, wanted in (("in batches of 128", BATCH, "35"), ("record by record", 1, "-")):
        descent = Descent(system.network(RNG), replace(system.plan, batch_size=size))
        job = partial(descent.run_epoch, examples)
        compare(f"784-200-10, an epoch {name}; the book's loop", job, loop, 1, wanted)


def augmentation() -> None:
    """Distorting a batch beside a training step of the shipped network."""
    network, images = shipped.network(RNG), IMAGES.reshape(-1, 28, 28)
    step, distortion = step_of(network, shipped.optimizer(network), images), Recipe(1, lambda progress: 0.1).distortion
    step()
    shares = [seconds(lambda: distort(images, RNG, distortion), 2) / seconds(step, 2) for _ in range(9)]
    print(f"augmentation costs {np.median(shares):.2f} of a step of the shipped network  wanted 0.5", flush=True)


def memory(data: str | None) -> None:
    """Peak memory of whole processes that train on 60,000 images for one epoch."""
    with tempfile.TemporaryDirectory() as folder:
        if data is None:
            write_made_up(Path(folder))
        for recipe in ("pi-zero", "book-200"):
            command = [sys.executable, "-c", MEASURED, recipe, "--epochs", "1", "--data", data or folder]
            run = subprocess.run([*command, "--out", f"{folder}/m.npz"], stdout=subprocess.PIPE, text=True, check=True)
            print(f"training {recipe}: peak memory {int(run.stdout) / 1024:.0f} MB  wanted at most 220", flush=True)


MEASURED = """import resource, sys
from pi_nn.commands import main
code = main(["train", *sys.argv[1:]])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
sys.exit(code)"""


def write_made_up(folder: Path) -> None:
    """Files of MNIST's sizes."""
    for part, count in (("train", 60000), ("t10k", 10000)):
        images = (RNG.integers(0, 256, (count, 784), np.uint8) * (RNG.random((1, 784)) < 0.2)).astype(np.uint8)
        labels = RNG.integers(0, 10, count).astype(np.uint8)
        for kind, head, array in (("images-idx3", (count, 28, 28), images), ("labels-idx1", (count,), labels)):
            header = struct.pack(f">HBB{len(head)}I", 0, 8, len(head), *head)
            (folder / f"{part}-{kind}-ubyte.gz").write_bytes(gzip.compress(header + array.tobytes(), 1))


def main(data: str | None = None) -> None:
    """Everything, a line each."""
    keep_freed_memory()
    print(f"{THREADS} thread(s), NumPy {np.__version__}, Python {sys.version.split()[0]}")
    for library, measure in (("torch", beside_torch), ("sklearn", beside_sklearn)):
        measure() if find_spec(library) else print(f"{library} is not importable: not compared")
    beside_the_book()
    augmentation()
    memory(data)
    print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at its peak")


if __name__ == "__main__":
    main(*sys.argv[1:])
