"""`pi-nn backquery DIGIT`: what a trained network thinks a digit is; its weights and hidden values as pictures."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pi_nn.commands.common import require_apart, require_writable

if TYPE_CHECKING:
    import numpy as np

    from pi_nn.descent import Descent

EXAMPLES = """examples:
  pi-nn train book-100 --data DIR --out book.npz      first, a network of sigmoids
  pi-nn backquery 3 --model book.npz                  writes backquery-3.png
  pi-nn backquery all --model book.npz                the ten digits in one picture
  pi-nn backquery weights --model book.npz            the first layer's weights, a picture for each unit
  pi-nn backquery photo.png --model book.npz          what each layer makes of a picture, and the answer"""

DIGITS = "0123456789"
FEW, MANY = (5, 224), (10, 84)  # pictures in a row, and pixels across each


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe its arguments to argparse."""
    parser.add_argument("what", metavar="DIGIT", help="0 to 9, all, weights, or a picture file")
    parser.add_argument("--model", metavar="FILE", default="book-200.npz", help="by pi-nn train (default: %(default)s)")
    parser.add_argument("--out", metavar="FILE.png", help="the picture (default: backquery-DIGIT.png)")


def run(args: argparse.Namespace) -> int:
    """Draw it and say where."""
    from pi_nn import plots
    from pi_nn.commands import train_recipe

    out = Path(args.out or f"backquery-{Path(args.what).stem}.png")
    require_writable(out, ".png")
    require_apart(args.what, args.model, str(out))
    _, descent, record = train_recipe.load(args.model)
    images, texts, said = _images(args.what, descent)
    columns, across = FEW if len(images) < 20 else MANY
    plots.save(plots.grid(images, columns, plots.scale_to(across, images), texts), out)
    print(f"wrote {out}: {args.what}, by {record['recipe']}{said}")
    return 0


def _images(what: str, descent: "Descent") -> tuple["np.ndarray", list[str], str]:
    """Pictures, what stands under each, and what else there is to say."""
    from pi_nn import inside

    if what == "weights":
        return inside.first_weights(descent.network), [], ""
    if what not in {*DIGITS, "all"}:
        return _hidden(what, descent)
    digits = DIGITS if what == "all" else what
    return _squares([inside.backquery(descent.network, int(digit)) for digit in digits]), [*digits], ""


def _squares(rows: list["np.ndarray"]) -> "np.ndarray":
    """(N, side, side); ModelError where the inputs make none."""
    import numpy as np

    from pi_nn.errors import ModelError

    side = round(rows[0].size ** 0.5)
    if side * side != rows[0].size:
        raise ModelError(f"the network has {rows[0].size} inputs, which are no picture: train book-200 or book-100")
    return np.stack(rows).reshape(-1, side, side)


def _hidden(path: str, descent: "Descent") -> tuple["np.ndarray", list[str], str]:
    """The picture and, layer by layer, what becomes of it, all in squares of one size; the answer."""
    import numpy as np

    from pi_nn import inside
    from pi_nn.commands.sources import glyph
    from pi_nn.errors import DataError, ModelError
    from pi_nn.losses import cross_entropy, softmax

    if not Path(path).exists():
        raise DataError(f"{path}: is missing; what can be asked for is 0 to 9, all, weights, or a picture file")
    picture = glyph(Path(path))
    pictures, names = [picture], ["input, 28x28"]
    try:
        layers = inside.hidden_values(descent.network, descent.plan.prepare(picture.reshape(1, -1)))
    except ValueError as error:
        raise ModelError(f"the network takes no pictures of 28x28 ({error}); train book-200 or pi-zero") from error
    for layer, values in zip(descent.network.layers, layers, strict=True):
        for values_of_one in values:
            pictures.append(_in_a_square(values_of_one, picture.shape[0]))
            height, width = values_of_one.shape
            names.append(f"{type(layer).__name__}, {width if height == 1 else f'{height}x{width}'}")
    outputs = layers[-1].reshape(1, -1)
    outputs = softmax(outputs) if descent.plan.loss is cross_entropy else outputs
    return np.stack(pictures), names, f"; the answer is {_answer(outputs[0])}"


def _answer(outputs: "np.ndarray") -> str:
    """The class of the highest output and that of the next, which often says more."""
    return ", then ".join(f"{i} ({outputs[i]:.2f})" for i in outputs.argsort()[:-3:-1])


def _in_a_square(values: "np.ndarray", side: int) -> "np.ndarray":
    """Values (h, w), one pixel each, or more where there is room; those of a row go on in the next one."""
    import numpy as np

    flat = values.ravel()
    width = int(np.ceil(flat.size**0.5))
    square = np.full(width * width, flat.min())
    square[: flat.size] = flat
    places = np.arange(side) * width // side
    return square.reshape(width, width)[np.ix_(places, places)]
