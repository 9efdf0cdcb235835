"""Speed and memory of the network beside others, measured in turn in one run; needs nothing but what is installed.

Beside scikit-learn and the book's loop; beside PyTorch and ONNX Runtime if torch and onnxruntime are importable.
"""

import resource
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from itertools import product
from pathlib import Path

import numpy as np
from made_up import write_made_up
from side_by_side import THREADS, compare, seconds

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
BATCHES = 20  # of an epoch: of what it does but once, little falls on a batch, as in one of 469
RNG = np.random.default_rng(1)
IMAGES = RNG.random((BATCH, 784), dtype=np.float32) * (RNG.random((BATCH, 784)) < 0.2)
BYTES = np.round(IMAGES * 255).astype(np.uint8)
LABELS = RNG.integers(10, size=BATCH)


def step_of(network: Network, optimizer: object, images: np.ndarray) -> Callable[[], None]:
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
    """A step of 784-200-10 and of the shipped network, and one glyph through it as it is shipped."""
    import torch
    from torch_network import as_torch

    torch.set_num_threads(THREADS)

    def theirs(model: torch.nn.Module, optimizer: torch.optim.Optimizer, images: np.ndarray) -> Callable[[], None]:
        x, labels = torch.from_numpy(images), torch.from_numpy(LABELS)

        def step() -> None:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(x), labels).backward()
            optimizer.step()

        return step

    network = dense_network()
    model = as_torch(network)
    step = theirs(model, torch.optim.SGD(model.parameters(), 0.01), IMAGES)
    ours = step_of(network, SGD(network.parameters()), IMAGES)
    compare("784-200-10, a step of 128, SGD; PyTorch", ours, step, 20, "1.2")

    network, images = shipped.network(RNG), IMAGES.reshape(-1, 28, 28)
    model = as_torch(network)
    step = theirs(model, torch.optim.AdamW(model.parameters(), 1e-3), images)
    ours = step_of(network, shipped.optimizer(network), images)
    compare("shipped, a step of 128, AdamW; PyTorch", ours, step, 3, "0.75")

    folded = network.folded()
    model, glyph = as_torch(folded).eval(), torch.from_numpy(images[:1])
    with torch.inference_mode():
        scores = lambda: torch.softmax(model(glyph), 1)  # noqa: E731
        compare("shipped, one glyph; PyTorch", lambda: folded.predict(images[0]), scores, 50, "1.0")


def beside_onnx() -> None:
    """One glyph through the shipped network, written as an ONNX model."""
    import onnxruntime
    from onnx_graph import as_onnx

    network, one = shipped.network(RNG).folded(), IMAGES[0].reshape(28, 28)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    session = onnxruntime.InferenceSession(as_onnx(network), options, providers=["CPUExecutionProvider"])

    def theirs() -> np.ndarray:
        return session.run(None, {"x": one[None]})[0][0]

    if not np.allclose(theirs(), network.predict(one), atol=1e-5):
        sys.exit("the ONNX model gives other scores than the network")
    compare("shipped, one glyph; ONNX Runtime", lambda: network.predict(one), theirs, 50, "-")


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


def by_the_book(hidden: int, from_text: bool) -> Callable[[], None]:
    """Our writing of the book's program: one record at a time, in float64, with matrices of one column.

    The book reads each record from its line of text within the loop, in every epoch; without that, as a second figure.
    """
    into, out = RNG.normal(0, hidden**-0.5, (hidden, 784)), RNG.normal(0, 10**-0.5, (10, hidden))
    lines = [",".join(map(str, [label, *image])) for label, image in zip(LABELS, BYTES)] * BATCHES
    numbers = [np.asarray(line.split(","), float) for line in lines]

    def epoch() -> None:
        for record in lines if from_text else numbers:
            values = record.split(",") if from_text else record
            x = (np.asarray(values[1:], float) / 255 * 0.99 + 0.01)[:, None]
            target = np.full((10, 1), 0.01)
            target[int(values[0])] = 0.99
            hidden_outputs = 1 / (1 + np.exp(-np.dot(into, x)))
            outputs = 1 / (1 + np.exp(-np.dot(out, hidden_outputs)))
            error = target - outputs
            hidden_error = np.dot(out.T, error)
            out[...] += 0.1 * np.dot(error * outputs * (1 - outputs), hidden_outputs.T)
            into[...] += 0.1 * np.dot(hidden_error * hidden_outputs * (1 - hidden_outputs), x.T)

    return epoch


def beside_the_book() -> None:
    """A small epoch: the book's loop beside mini-batches, and beside the book's updates one by one.

    Four fifths of a step are matrix products, which BLAS does the better the larger a batch is.
    """
    labels = np.tile(LABELS, BATCHES)
    targets = (0.01 + 0.98 * np.eye(10, dtype=np.float32))[labels]
    examples = Examples(np.tile(BYTES, (BATCHES, 1)), targets, labels)
    for hidden, size in product((10, 100, 200), (BATCH, 2 * BATCH, 1)):
        system = book_200.system(hidden, epochs=100_000)
        descent = Descent(system.network(RNG), replace(system.plan, batch_size=size))
        what, job = f"784-{hidden}-10, an epoch, batches of {size}; book's loop", partial(descent.run_epoch, examples)
        compare(f"{what} with text", job, by_the_book(hidden, True), 1, "35" if size > 1 else "-")
        if size == BATCH:
            compare(what, job, by_the_book(hidden, False), 1, "-")


def augmentation() -> None:
    """Distorting a batch beside a training step of the shipped network."""
    network, images = shipped.network(RNG), IMAGES.reshape(-1, 28, 28)
    step, distortion = step_of(network, shipped.optimizer(network), images), Recipe(1, lambda progress: 0.1).distortion
    step()
    shares = [seconds(lambda: distort(images, RNG, distortion), 2) / seconds(step, 2) for _ in range(9)]
    print(f"augmentation costs {np.median(shares):.2f} of a step of the shipped network  wanted 0.5", flush=True)


def memory(data: str | None) -> None:
    """Peak memory of whole processes that train on 60,000 images for one epoch.

    As the kernel counts it for the program alone: what `resource` says of a child begins with its parent's memory.
    """
    with tempfile.TemporaryDirectory() as folder:
        if data is None:
            write_made_up(Path(folder))
        for recipe in ("pi-zero", "book-200"):
            command = [sys.executable, "-c", MEASURED, recipe, "--epochs", "1", "--data", data or folder]
            run = subprocess.run([*command, "--out", f"{folder}/m.npz"], stdout=subprocess.PIPE, text=True, check=True)
            print(f"training {recipe}: peak memory {int(run.stdout) / 1024:.0f} MB  wanted at most 220", flush=True)


MEASURED = """import sys
from pi_nn.commands import main
code = main(["train", *sys.argv[1:]])
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM:")))
sys.exit(code)"""


def if_installed(libraries: list[str], measure: Callable[[], None]) -> None:
    """Measure beside libraries that pi_nn itself does without."""
    missing = [library for library in libraries if not find_spec(library)]
    print(f"{' and '.join(missing)} not installed: not compared") if missing else measure()


def main(data: str | None = None) -> None:
    """Everything, a line each."""
    keep_freed_memory()
    print(f"{THREADS} thread(s), NumPy {np.__version__}, Python {sys.version.split()[0]}")
    if_installed(["torch"], beside_torch)
    if_installed(["onnx", "onnxruntime"], beside_onnx)
    if_installed(["sklearn"], beside_sklearn)
    beside_the_book()
    augmentation()
    memory(data)
    print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at its peak")


if __name__ == "__main__":
    main(*sys.argv[1:])
