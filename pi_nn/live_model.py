"""The current model, taken up anew between two frames when another one becomes current."""

from collections.abc import Callable
from threading import Thread

import numpy as np

from pi_nn.decision import Reading
from pi_nn.errors import ModelError
from pi_nn.model_store import Loaded, ModelStore


class LiveModel:
    """Predicts with the store's current model; a display, too, so that it is asked once a frame.

    Another model is read in a thread of its own and takes over when it is ready: no frame waits for it.
    say: is told, in a line, which model is refused and which one takes over.
    Making one raises ModelError when no model is whole; later on the one in use simply stays.
    """

    def __init__(self, store: ModelStore, say: Callable[[str], None]) -> None:
        self._store = store
        self._say = say
        self._stamp = store.stamp()
        self._next: Loaded | None = None
        self._thread: Thread | None = None
        self._loaded = self._heeded(store.load())

    @property
    def name(self) -> str:
        """Of the model in use, for people."""
        return f"model {self._loaded.number}" if self._loaded.number else "the packaged model"

    @property
    def broken(self) -> bool:
        """Whether a model was refused that should be in use."""
        return bool(self._loaded.refused)

    def predict(self, image: np.ndarray, standing: np.ndarray | None = None) -> np.ndarray:
        """Scores float32 (11,) of a glyph's image float32 (28, 28), weighed with how it stands in the frame."""
        return self._loaded.network.predict(image, standing)

    def chance(self, stance: np.ndarray) -> float:
        """Of being a digit, 0 to 1, what stands so in its frame, float32 (17,), before it is cut out."""
        return self._loaded.network.chance(stance)

    def show(self, reading: Reading) -> None:
        """Between two frames: take up what is ready, and look whether there is something new."""
        if self._next:
            self._take_up(self._next)
            self._next = None
        if not (self._thread and self._thread.is_alive()):
            self._look()

    def _look(self) -> None:
        stamp = self._store.stamp()
        if stamp != self._stamp:
            self._stamp = stamp
            self._thread = Thread(target=self._load, name="model", daemon=True)
            self._thread.start()

    def _load(self) -> None:
        try:
            self._next = self._store.load()
        except ModelError as error:
            self._say(f"{error}; {self.name} goes on")

    def _take_up(self, loaded: Loaded) -> None:
        self._loaded = self._heeded(loaded)
        self._say(f"reading with {self.name}")

    def _heeded(self, loaded: Loaded) -> Loaded:
        for reason in loaded.refused:
            self._say(reason)
        return loaded
