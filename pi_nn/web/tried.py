"""A picture that somebody drew or photographed, read by the same finder and network, with every step."""

from typing import Any

import numpy as np

from pi_nn.camera.pictures import grey_of
from pi_nn.looked import Line, Looked, look_at
from pi_nn.network import Network
from pi_nn.settings import Settings
from pi_nn.web import pictures

WIDTH = 640  # pixels of the picture that is sent back, at most


def tried(content: bytes, network: Network, settings: Settings) -> dict[str, Any]:
    """What comes of an uploaded file; DataError, in a line, for what is no picture or too large."""
    frame = grey_of(content, "the picture", round(settings.web.upload_megapixels * 1e6))
    return steps(look_at(frame, network, settings))


def steps(looked: Looked) -> dict[str, Any]:
    """Frame, contrast, ink, every shape with its fate, glyph, scores and reading, to be sent."""
    height, width = looked.frame.shape
    strongest = float(looked.contrast.max(initial=0)) or 1.0
    return {
        "reading": looked.reading,
        "digit": looked.digit,
        "scores": _rounded(looked.scores),
        "threshold": looked.settings.decision.threshold,
        "size": [width, height],
        "picture": pictures.jpeg(looked.frame, WIDTH),
        "contrast": pictures.ink(looked.contrast / strongest),
        "ink": pictures.png(~looked.ink),
        "dark_ink": looked.dark_ink,
        "ink_share": looked.settings.finder.ink_share,
        "shapes": [_shape(line) for line in looked.lines],
        "more": looked.more,
    }


def _shape(line: Line) -> dict[str, Any]:
    shape, candidate = line.shape, line.shape.candidate
    return {
        "number": line.number,
        "dark": candidate.dark_ink,
        "box": [int(side) for side in candidate.box],
        "evidence": round(float(shape.evidence), 2),
        "came_to": line.came_to,
        "words": line.words,
        "glyph": None if shape.glyph is None else pictures.ink(shape.glyph.image),
        "scores": None if line.scores is None else _rounded(line.scores),
    }


def _rounded(scores: np.ndarray) -> list[float]:
    return [round(score, 4) for score in scores.tolist()]
