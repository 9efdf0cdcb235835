"""The model that the page itself reads with: the current one, taken up anew when another becomes current."""

from threading import Lock

from pi_nn import model_file
from pi_nn.model_store import Loaded, ModelStore, Stamp
from pi_nn.network import Network

NAMED = -1
"""The number of a model that the settings name as a file."""


class CurrentModel:
    """Of a store, or of the file that the settings name; loaded when it is first asked for. Safe in threads."""

    def __init__(self, store: ModelStore, path: str = "") -> None:
        self._store = store
        self._path = path
        self._stamp: Stamp | None = None
        self._loaded: Loaded | None = None
        self._lock = Lock()

    def loaded(self) -> Loaded:
        """Network, record and number; ModelError if there is none that is whole."""
        with self._lock:
            stamp = self._store.stamp()
            if self._loaded is None or stamp != self._stamp:
                self._loaded = Loaded(*model_file.load(self._path), NAMED, []) if self._path else self._store.load()
                self._stamp = stamp
            return self._loaded

    @property
    def network(self) -> Network:
        """To read with."""
        return self.loaded().network
