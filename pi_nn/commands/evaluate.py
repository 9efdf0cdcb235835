"""`pi-nn evaluate WHAT`: how well a model reads labelled pictures or a data set: what is right, wrong and refused."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pi_nn.commands.common import add_model_options, complain, settings_and_network, with_progress
from pi_nn.places import places

if TYPE_CHECKING:
    import numpy as np

    from pi_nn.judging import Judged
    from pi_nn.mistakes import Mistakes
    from pi_nn.network import Network
    from pi_nn.settings import Settings

EXAMPLES = """WHAT is
  a folder of pictures, each read as the appliance reads a frame: labels from its labels.csv (columns file,label;
    "none" is right when refused; several digits are left out) or from the first character of the sub-folder;
  an IDX file, with --labels; or an .npz with `images` (ink high) and `labels`: each image holds one digit, which
    is framed as the finder frames what it finds, unless --glyphs says that the images are framed already.

examples:
  pi-nn evaluate photos/
  pi-nn evaluate t10k-images-idx3-ubyte.gz --labels t10k-labels-idx1-ubyte.gz --glyphs
  pi-nn evaluate others.npz --json
  sudo pi-nn evaluate photos/ --keep       on the Pi: the page shows the worst mistakes, under Inside"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe its arguments to argparse."""
    parser.add_argument("what", metavar="WHAT", help="a folder, an IDX file or an .npz")
    parser.add_argument("--labels", metavar="IDX", help="the labels of an IDX file of images")
    parser.add_argument("--glyphs", action="store_true", help="the images are 28x28 glyphs already: frame nothing")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--keep", action="store_true", help="keep the worst mistakes, for the page to show")
    add_model_options(parser)


def run(args: argparse.Namespace) -> int:
    """Judge and report; 1 if some pictures of a folder could not be read."""
    from pi_nn import mistakes
    from pi_nn.judging import judge

    settings, network = settings_and_network(args)
    failures: list[str] = []
    found = mistakes.Mistakes(os.path.basename(os.path.abspath(args.what)))
    report = judge(results(args, network, settings, failures, found), settings.decision.threshold)
    print(json.dumps(report) if args.json else as_table(report), flush=True)
    if args.keep:
        mistakes.save(places(settings.service).evaluation, found)
    return 1 if failures else 0


def results(
    args: argparse.Namespace, network: "Network", settings: "Settings", failures: list[str], found: "Mistakes"
) -> "Iterator[Judged]":
    """Scores and label of everything in WHAT; `found` takes note of it."""
    what = Path(args.what)
    if what.is_dir():
        return of_folder(what, network, settings, failures, found)
    images, labels = load_images(what, args.labels)
    return of_images(images, labels, network, args.glyphs, found)


def of_folder(
    folder: Path, network: "Network", settings: "Settings", failures: list[str], found: "Mistakes"
) -> "Iterator[Judged]":
    """Each picture through the finder; what cannot be read is named on stderr and counts as failed."""
    from pi_nn.camera.pictures import load_grey
    from pi_nn.datasets.labelled import read_folder
    from pi_nn.errors import DataError
    from pi_nn.reader import first_digit
    from pi_nn.vision import likely_glyphs

    labelled = read_folder(folder)
    for line in labelled.left_out:
        print(line, file=sys.stderr)
    for path, label in with_progress(labelled.pictures):
        try:
            likely = likely_glyphs(load_grey(path), settings.finder, network.chance)
            glyph, scores = first_digit(likely, network, settings.decision.certain)
        except DataError as error:
            failures.append(str(error))
            complain(error)
            continue
        if glyph:
            found.note(glyph.image, scores, label)
        yield (scores if glyph else None), label
    if len(failures) == len(labelled.pictures):
        raise DataError(f"{folder}: none of its {len(failures)} labelled pictures could be read")


def load_images(what: Path, labels: str | None) -> "tuple[np.ndarray, np.ndarray]":
    """Images and labels of an .npz or a pair of IDX files."""
    from pi_nn.datasets.arrays import check, read_npz
    from pi_nn.datasets.idx import read_idx
    from pi_nn.errors import DataError

    if what.suffix == ".npz":
        return read_npz(what)
    images = read_idx(what)
    if labels is None:
        raise DataError(f"{what}: an IDX file of images needs its labels: --labels IDX")
    digits = read_idx(labels)
    check(images, digits, f"{what} and {labels}")
    return images, digits.astype(int)


def of_images(
    images: "np.ndarray", labels: "np.ndarray", network: "Network", glyphs: bool, found: "Mistakes"
) -> "Iterator[Judged]":
    """Each image, scaled by its data set's maximum, framed unless they are glyphs already."""
    import numpy as np

    from pi_nn.errors import DataError
    from pi_nn.judging import in_slices
    from pi_nn.vision import frame_glyph

    if glyphs and images.shape[1:] != (28, 28):
        raise DataError(f"--glyphs: images are {images.shape[1]}x{images.shape[2]}, glyphs are 28x28")
    white = np.float64(images.max(where=np.isfinite(images), initial=0) or 1)
    for part in with_progress(list(in_slices(len(images)))):
        inks = (np.clip(np.nan_to_num(each / white), 0, 1).astype(np.float32) for each in images[part])
        framed = np.stack([ink if glyphs else frame_glyph(ink) for ink in inks])
        for glyph, scores, label in zip(framed, network.predict_many(framed), labels[part], strict=True):
            found.note(glyph, scores, int(label))
            yield (scores if glyph.any() else None), int(label)


def as_table(report: dict[str, Any]) -> str:
    """The counts and, row by row, what each digit was read as."""
    shares = [f"{name.replace('_', ' ')} {report[name]}" for name in ("read_right", "read_wrong", "refused")]
    lines = [f"{report['count']} images, accuracy {report['accuracy']:.2%}", ", ".join(shares), "", "    read as"]
    names = [*range(10), "none"]
    lines.append("    " + "".join(f"{name:>6}" for name in names))
    rows = [(name, row) for name, row in zip(names, report["confusion"], strict=True) if name != "none" or any(row)]
    lines += [f"{name:>4}" + "".join(f"{n or '.':>6}" for n in row) for name, row in rows]
    return "\n".join(lines)
