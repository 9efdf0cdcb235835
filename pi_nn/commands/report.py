"""The report after training: one HTML file with the cost curve, the confusion matrix and the worst mistakes."""

import base64
import html
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from pi_nn import files, plots

WORST, WORST_ACROSS = 40, 84  # how many, and pixels each
STYLE = "body{font:16px sans-serif;margin:2em}td,th{padding:4px 8px;text-align:right}.right{background:#cfe8cf}"


@dataclass(frozen=True)
class Judged:
    """Test images (N, ...), their labels (N,), and the scores (N, K) that the network gives them."""

    images: np.ndarray
    labels: np.ndarray
    scores: np.ndarray


def write_report(path: Path, title: str, costs: np.ndarray, judged: Judged | None) -> None:
    """What a training came to; confusion and mistakes only where there are classes."""
    parts = [f"<h1>{html.escape(title)}</h1>", "<h2>Cost</h2>", cost_shown(costs)]
    if judged is not None:
        table = confusion(judged.scores, judged.labels)
        parts += ["<h2>Confusion: rows are the labels, columns what was read</h2>", confusion_table(table)]
        parts += [f"<h2>The worst mistakes of {len(judged.scores)}: label &rarr; what was read</h2>"]
        parts += [worst_mistakes(judged)]
    head = f'<!doctype html><meta charset="utf-8"><title>{html.escape(title)}</title><style>{STYLE}</style>'
    files.replace(path, "\n".join([head, *parts, ""]).encode())


def cost_shown(costs: np.ndarray) -> str:
    """The mean loss of each epoch as a curve; in words where one or none makes no curve."""
    if len(costs) < 2:
        return f"<p>{costs[0]:.5g}, the mean of the one epoch</p>" if len(costs) else "<p>no epoch was done</p>"
    return as_html(plots.curves("", "epoch", "cost", {"": (np.arange(1, len(costs) + 1), costs)}))


def confusion(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Counts (K, K): how often each label (row) was read as each class (column)."""
    table = np.zeros((scores.shape[1], scores.shape[1]), int)
    np.add.at(table, (labels, scores.argmax(axis=1)), 1)
    return table


def confusion_table(table: np.ndarray) -> str:
    """As HTML."""
    head = "".join(f"<th>{digit}</th>" for digit in range(len(table)))
    rows = [f"<tr><th></th>{head}</tr>"]
    for digit, counts in enumerate(table):
        cells = (f"<td{' class=right' if i == digit else ''}>{count}</td>" for i, count in enumerate(counts))
        rows.append(f"<tr><th>{digit}</th>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"


def worst_mistakes(judged: Judged) -> str:
    """Pictures of those that were read wrongly, the surest first."""
    labels, scores = judged.labels, judged.scores
    read = scores.argmax(axis=1)
    surety = scores.max(axis=1) - scores[np.arange(len(labels)), labels]
    wrong = np.flatnonzero(read != labels)
    worst = wrong[np.argsort(-surety[wrong], kind="stable")][:WORST]
    if not len(worst):
        return "<p>none</p>"
    pictures = as_pictures(judged.images[worst])
    if pictures is None:
        return f"<p>{len(wrong)}; their inputs are no pictures</p>"
    texts = [f"{labels[i]} > {read[i]}" for i in worst]
    return as_html(plots.grid(pictures, texts=texts, scale=plots.scale_to(WORST_ACROSS, pictures)))


def as_pictures(inputs: np.ndarray) -> np.ndarray | None:
    """(N, h, w) of images as they are, or of rows (N, h h) that are squares; None of others."""
    side = round(inputs[0].size ** 0.5)
    if inputs.ndim == 3:
        return inputs
    return inputs.reshape(len(inputs), side, side) if inputs[0].size == side * side else None


def as_html(image: Image.Image) -> str:
    """An image within the file itself."""
    file = BytesIO()
    image.save(file, format="PNG")
    return f'<img src="data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}">'
