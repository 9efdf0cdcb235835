"""A camera that needs no camera: the program draws handwritten digits on paper, as a hand would hold them up."""

from collections.abc import Iterator

import numpy as np

from pi_nn.scenes.demo import demo_scenes
from pi_nn.settings import Camera


class Demo:
    """Endless frames uint8 (height, width), upright, the same for the same seed; a context manager.

    What would turn a wrongly mounted camera's frames upright (flips, rotation, zoom) does not concern it.
    """

    def __init__(self, settings: Camera) -> None:
        self._settings = settings

    def __enter__(self) -> "Demo":
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Nothing is held open."""

    def __iter__(self) -> Iterator[np.ndarray]:
        size = (self._settings.width, self._settings.height)
        for frame, _ in demo_scenes(self._settings.seed, size):
            yield frame
