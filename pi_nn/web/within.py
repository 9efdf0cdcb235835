"""Inside the network, as pictures: what each layer makes of a glyph, its first weights, the digits it imagines."""

from typing import Any

import numpy as np

from pi_nn import inside
from pi_nn.errors import ModelError
from pi_nn.layers import Flatten, Layer, Reshape
from pi_nn.network import Network
from pi_nn.web import pictures

_COLUMNS = 12  # maps beside each other
_UNITS = 32  # values of a row of units beside each other
_WORDS = {
    "Conv2D": "a small pattern is looked for everywhere: {count} of them, so {count} maps of {side}",
    "MaxPool2D": "of every 2x2 the largest stays: {count} maps of {side}",
    "ReLU": "what speaks against it is dropped: only what is above zero goes on",
    "Sigmoid": "everything is squeezed between 0 and 1",
    "Tanh": "everything is squeezed between -1 and 1",
    "Dense": "{units} units, each of which weighs everything before it",
}
_LAST = "the answers: one for each digit from 0 to 9 and, the last, for \"no digit\"; the largest wins"


def seen_by_layers(network: Network, glyph: np.ndarray) -> list[dict[str, Any]]:
    """For each layer that computes something: its name, what it does, and its values for a glyph (28, 28), ink 1."""
    values = inside.hidden_values(network, glyph[None].astype(network.dtype))
    shown = [pair for pair in zip(network.layers, values) if not isinstance(pair[0], Flatten | Reshape)]
    told = [_layer(*pair) for pair in shown]
    told[-1]["words"] = _LAST
    return told


def _layer(layer: Layer, values: np.ndarray) -> dict[str, Any]:
    name, (count, height, width) = type(layer).__name__, values.shape
    words = _WORDS.get(name, "").format(count=count, side=f"{height}x{width}", units=width)
    largest = float(np.abs(values).max(initial=0))
    picture = pictures.signed(_sheet(values), largest)
    return {"name": name, "words": words, "picture": picture, "largest": round(largest, 2), "units": height == 1}


def _sheet(values: np.ndarray) -> np.ndarray:
    """Maps (N, h, w) beside and below each other with a line between them; a row of units in lines below each other."""
    if values.shape[:2] == (1, 1):
        return _in_rows(values[0, 0], min(_UNITS, values.size))
    count, height, width = values.shape
    columns = min(_COLUMNS, count)
    rows = -(-count // columns)
    sheet = np.zeros((rows * (height + 1) - 1, columns * (width + 1) - 1))
    for number, picture in enumerate(values):
        top, left = number // columns * (height + 1), number % columns * (width + 1)
        sheet[top : top + height, left : left + width] = picture
    return sheet


def _in_rows(values: np.ndarray, columns: int) -> np.ndarray:
    rows = -(-values.size // columns)
    sheet = np.zeros(rows * columns)
    sheet[: values.size] = values
    return sheet.reshape(rows, columns)


def first_weights(network: Network) -> list[str]:
    """A picture of each unit's first weights, all in the same colours; none where they make no picture."""
    try:
        weights = inside.first_weights(network)
    except ModelError:
        return []
    largest = float(np.abs(weights).max(initial=0))
    return [pictures.signed(each, largest) for each in weights]


def digits(network: Network) -> dict[str, Any]:
    """The ten digits as the network would have them: asked backwards where it can be, else climbed to."""
    try:
        rows = np.stack([inside.backquery(network, digit) for digit in range(10)])
        side = round(rows[0].size ** 0.5)
        return {"way": "backwards", "pictures": [pictures.ink(row) for row in rows.reshape(10, side, side)]}
    except ModelError:
        return {"way": "uphill", "pictures": [pictures.ink(each / each.max()) for each in inside.imagined(network)]}
