"""What is read in a folder's pictures: readings.py OUT.npz FOLDER; `scores` float32 (N, 11), the same anywhere."""

import sys

import numpy as np

from pi_nn import model_file
from pi_nn.camera import open_camera
from pi_nn.reader import first_digit
from pi_nn.settings import Camera
from pi_nn.vision import likely_glyphs


def main(out, folder):
    network = model_file.load(None)[0]
    with open_camera(f"folder:{folder}", Camera()) as camera:
        scores = [first_digit(likely_glyphs(frame, chance=network.chance), network)[1] for frame in camera]
    np.savez(out, scores=scores)


if __name__ == "__main__":
    main(*sys.argv[1:])
