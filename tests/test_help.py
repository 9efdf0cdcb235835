"""The examples of --help do what they say: they are run as they stand there.

Not run are those that need the Pi or its service, end by Ctrl-C alone, fetch, or train what is shipped for hours. The
others find photographs, a sheet, MNIST in a folder DIR, and what the examples before them wrote.
"""

import gzip
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from handwriting import glyphs
from mnist_files import put_digits
from PIL import Image

pytestmark = pytest.mark.checkout

ON_A_DESK = ("run", "read", "look", "evaluate", "settings", "train", "recipes", "sweep", "backquery")
NOT_RUN = re.compile(
    r"sudo |--camera pi|--save frames|"  # the Pi and its service
    r"pi-nn (run|look|look --save frames)$|"  # until Ctrl-C
    r"pi-nn train( --|$)"  # fetched, or what is shipped
)


def examples(name):
    """A command's examples without what stands beside them."""
    lines = re.findall(r"^  (pi-nn .*)$", import_module(f"pi_nn.commands.{name}").EXAMPLES, re.MULTILINE)
    return [re.split(r"\s{2,}", line)[0] for line in lines]


def photo(digit):
    """A digit of 112 pixels on grey paper."""
    images, labels = glyphs()
    sheet = np.full((240, 320), 210, np.uint8)
    sheet[64:176, 104:216] -= np.kron(images[labels == digit][0] // 2, np.ones((4, 4), np.uint8))
    return Image.fromarray(sheet)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    (folder / "photos").mkdir()
    for name in ("photo.jpg", "sheet.png", "photo.png", "photos/7.jpg"):
        photo(7).save(folder / name)
    (folder / "photos" / "labels.csv").write_text("file,label\n7.jpg,7\n")
    images, labels = glyphs()
    put_digits(folder / "DIR", "train", images[:60], labels[:60], gzip.compress, ".gz")
    for place in (folder / "DIR", folder):
        put_digits(place, "t10k", images[60:90], labels[60:90], gzip.compress, ".gz")
    np.savez(folder / "others.npz", images=images[:9], labels=labels[:9])
    (folder / "settings.toml").write_text("[camera]\nrotate = 90\n")
    (folder / "my.py").write_bytes(Path(__file__).with_name("own_recipe.py").read_bytes())
    return folder


@pytest.mark.parametrize(
    "example", [each for name in ON_A_DESK for each in examples(name) if not NOT_RUN.search(each)]
)
def test_an_example_ends_well(example, desk):
    command = example.replace("pi-nn", f'"{sys.executable}" -m pi_nn', 1)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    run = subprocess.run(command, shell=True, cwd=desk, env=environment, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr


def test_there_are_examples_to_run_of_each_command():
    assert all(any(not NOT_RUN.search(each) for each in examples(name)) for name in ON_A_DESK)
