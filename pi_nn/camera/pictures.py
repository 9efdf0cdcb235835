"""The one reader of pictures: any common file becomes a grey array, upright as its camera was held."""

import warnings
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from pi_nn import files
from pi_nn.errors import DataError

MOST_PIXELS = 50_000_000
"""Larger pictures are refused before a pixel is decoded: 8000 x 6000 and a little."""

LONGEST_SIDE = 30_000
"""Pixels; a strip of few rows and a million columns is no photograph, and takes the finder a hundred times its size."""

_MOST_TEXT = 2**20  # characters beside a PNG's pixels; Pillow alone would take 64 times that from a small file
_SCAN = b"\xff\xda"  # begins each scan of a JPEG
_MOST_SCANS = 100  # a progressive one has ten; with a hundred thousand, in a small file, it takes a Pi days

_FORMATS = ("JPEG", "PNG", "BMP", "GIF", "PPM", "TIFF", "WEBP")
_PNG = b"\x89PNG\r\n\x1a\n"
_ORIENTATION = 0x0112  # EXIF's tag
_IN_OUR_WORDS = {
    "UnidentifiedImageError": f"it is none of {', '.join(_FORMATS)}",
    "DecompressionBombError": "it has far too many pixels",
}
"""Pillow's errors by their names, as Pillow itself is imported only when there is a picture."""


def load_grey(path: str | Path) -> np.ndarray:
    """A picture as uint8 (height, width), 0 black, turned upright by its EXIF orientation.

    Transparent parts are white paper. Raises DataError for what is missing, no picture, damaged or too large.
    """
    # A new Path of an old one interns the name anew: a folder read for days would fill Python's table of such names.
    return _careful(path if isinstance(path, Path) else Path(path), str(path), MOST_PIXELS)


def grey_of(content: bytes, name: str, most_pixels: int) -> np.ndarray:
    """The same of what a file holds, where memory is short: a JPEG of up to four times the pixels comes out halved."""
    if (scans := content.count(_SCAN)) > _MOST_SCANS:
        raise DataError(f"{name}: a JPEG of {scans} scans takes too long: at most {_MOST_SCANS}")
    return _careful(BytesIO(content), name, most_pixels, halve=True)


def _careful(file: Path | BytesIO, name: str, most: int, halve: bool = False) -> np.ndarray:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's warnings of large pictures: the limit is ours
            if isinstance(file, Path):
                files.require_file(file)
            return _decoded(file, name, most, halve)
    except FileNotFoundError as error:
        raise DataError(f"{name}: no such file") from error
    except DataError:
        raise
    except Exception as error:  # on hostile bytes Pillow's decoders raise nearly anything
        raise DataError(f"{name}: cannot be read as a picture: {_one_line(error)}") from error


def load_png(content: bytes, longest: int) -> np.ndarray:
    """A PNG picture of at most `longest` pixels a side as uint8 (height, width), 0 black; DataError for anything else.

    Its size stands in its first bytes: it is looked at before memory is taken for it.
    """
    if not content.startswith(_PNG) or len(content) <= 24:
        raise DataError("is no PNG picture")
    width, height = (int.from_bytes(content[at : at + 4]) for at in (16, 20))
    if not 0 < max(width, height) <= longest:
        raise DataError(f"is a picture of {width}x{height}, larger than any sample")
    try:
        from PIL import Image

        with Image.open(BytesIO(content), formats=("PNG",)) as image:
            image.load()
            return np.array(_grey(image), dtype=np.uint8)
    except Exception as error:  # as above
        raise DataError(f"cannot be read as a picture: {_one_line(error)}") from error


def _decoded(file: Path | BytesIO, name: str, most: int, halve: bool) -> np.ndarray:
    from PIL import Image, PngImagePlugin

    PngImagePlugin.MAX_TEXT_MEMORY = _MOST_TEXT
    with Image.open(file, formats=_FORMATS) as image:
        width, height = image.size
        if max(width, height) > LONGEST_SIDE:
            raise DataError(f"{name}: {width} x {height} pixels are too long: at most {LONGEST_SIDE} a side")
        if halve and most < width * height <= 4 * most:
            image.draft("L", (width // 2, height // 2))  # of JPEG alone: the decoder itself gives fewer pixels
        if image.size[0] * image.size[1] > most:
            raise DataError(f"{name}: {width} x {height} pixels are too many: at most {most // 10**6} million")
        image.load()
        return np.array(_upright(_grey(image), _orientation(image)), dtype=np.uint8)


def _grey(image: Any) -> Any:
    from PIL import Image

    if image.mode.startswith("I") or image.mode == "F":  # 16 bits and more: by its own range, not cut off at 255
        return Image.fromarray(_scaled(np.array(image, dtype=np.float64)))
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("L")


def _scaled(values: np.ndarray) -> np.ndarray:
    """Values of any size, which are lost, as uint8: 65535 is white for more than 8 bits, 255 for what needs no more."""
    values = np.nan_to_num(values, copy=False, nan=0.0, posinf=65535.0, neginf=0.0)  # in place: it may be large
    values *= 255.0 / (65535.0 if values.max(initial=0.0) > 255 else 255.0)
    grey: np.ndarray = np.clip(values, 0, 255, out=values).astype(np.uint8)
    return grey


def _orientation(image: Any) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # damaged EXIF spoils no pixel: take the picture as it lies
        return 1


def _upright(image: Any, orientation: int) -> Any:
    """EXIF 2.32, tag 274: how the stored rows and columns are to be turned."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(turns[orientation]) if orientation in turns else image


def _one_line(error: Exception) -> str:
    return _IN_OUR_WORDS.get(type(error).__name__) or " ".join(files.reason(error).split()) or type(error).__name__
