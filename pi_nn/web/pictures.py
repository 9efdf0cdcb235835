"""Arrays as pictures that stand in an answer itself (data URLs), so that a frame and what it gave come together."""

import base64
from io import BytesIO

import numpy as np
from PIL import Image

QUALITY = 70  # of a frame's JPEG: some 8 kB at 320x240


def jpeg(frame: np.ndarray, width: int) -> str:
    """A frame uint8 (height, width), at most so many pixels wide."""
    image = Image.fromarray(frame)
    if image.width > width:
        image = image.resize((width, max(1, image.height * width // image.width)), Image.Resampling.BOX)
    return _url(image, "jpeg", quality=QUALITY)


def png(picture: np.ndarray) -> str:
    """Grey uint8 (height, width), 0 black; or bool, True white."""
    return _url(Image.fromarray(picture), "png")


def ink(values: np.ndarray) -> str:
    """What is 0 for paper and 1 for ink, as dark ink on white paper."""
    return png((255 - np.clip(values, 0, 1) * 255).astype(np.uint8))


def signed(values: np.ndarray, largest: float) -> str:
    """Numbers (height, width) in colours: 0 white, positive towards orange, negative towards blue."""
    share = np.clip(values / (largest or 1), -1, 1)[..., None]
    ends = np.where(share > 0, np.array(POSITIVE, float), np.array(NEGATIVE, float))
    return png(np.round(255 + (ends - 255) * np.abs(share)).astype(np.uint8))


POSITIVE, NEGATIVE = (214, 90, 0), (20, 82, 184)
"""Red, green, blue of the ends of `signed`: told apart by the colour-blind, too."""


def _url(image: Image.Image, kind: str, **options: int) -> str:
    if 0 in image.size:
        raise ValueError("a picture without pixels")  # of which old versions of Pillow say what is no error of ours
    file = BytesIO()
    image.save(file, kind, **options)
    return f"data:image/{kind};base64,{base64.b64encode(file.getvalue()).decode()}"
