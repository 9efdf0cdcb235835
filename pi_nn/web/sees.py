"""What the page shows of seeing: live, of a picture that somebody gives, and inside the network."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np

from pi_nn import mistakes, recent, runtime, self_test
from pi_nn.errors import DataError, ServiceError
from pi_nn.places import Places
from pi_nn.settings import Settings
from pi_nn.web import pictures, within
from pi_nn.web.access import Refused
from pi_nn.web.live import Live
from pi_nn.web.model import CurrentModel
from pi_nn.web.tried import tried
from pi_nn.web.viewers import Viewers


@dataclass(frozen=True)
class LiveAnswer:
    """A JSON object, when to ask again (seconds), and whether this viewer sees every frame."""

    content: bytes
    again: float
    is_live: bool


class Sees:
    """In these places, with this model; what takes long is done for one viewer at a time."""

    def __init__(self, places: Places, settings: Settings, model: CurrentModel) -> None:
        self._places = places
        self._settings = settings
        self._model = model
        self._live = Live(places.runtime, settings.finder, _as_shown(settings))
        self._viewers = Viewers(settings.web.live_viewers, settings.web.slow_seconds)
        self._alone = Lock()
        self._digits: tuple[object, dict[str, Any]] = (None, {})

    def live(self, viewer: str, after: str) -> LiveAnswer:
        """What is seen now, unless it is the frame `after`, or this viewer has to wait."""
        wait = self._viewers.wait(viewer)
        if wait > 0:
            return LiveAnswer(b"{}", wait, False)
        content, again = self._live.latest(after)
        is_live = self._viewers.is_live(viewer)
        return LiveAnswer(content, again if is_live else self._settings.web.slow_seconds, is_live)

    def tried(self, content: bytes) -> dict[str, Any]:
        """Every step of reading an uploaded picture."""
        with self._one_at_a_time():
            return tried(content, self._model.network, self._settings)

    def inside(self, of: str) -> dict[str, Any]:
        """What each layer makes of a glyph: the one that was read last, or a plain digit of our own drawing."""
        network, glyph = self._model.network, self._glyph(of)
        return {
            "glyph": pictures.ink(glyph),
            "scores": [round(score, 4) for score in network.predict(glyph).tolist()],
            "layers": within.seen_by_layers(network, glyph),
            "weights": within.first_weights(network),
        }

    def digits(self) -> dict[str, Any]:
        """The ten digits as the network would have them; found once for each model."""
        network = self._model.network
        with self._one_at_a_time():
            if self._digits[0] is not network:
                self._digits = (network, within.digits(network))
            return self._digits[1]

    def mistakes(self) -> dict[str, Any]:
        """The worst of the last evaluation that was kept, or why there are none to be shown."""
        try:
            kept = mistakes.load(self._places.evaluation)
        except DataError as error:
            return {"none": str(error)}
        worst = [
            {"label": each.label, "read": each.read, "sure": each.sure, "glyph": pictures.png(255 - each.glyph)}
            for each in kept.worst
        ]
        return {"what": kept.what, "date": kept.date, "count": kept.count, "wrong": kept.wrong, "worst": worst}

    def health(self) -> dict[str, Any]:
        """Whether page and reader are well; nothing that is seen."""
        try:
            seen = runtime.seen(self._places.runtime)
        except ServiceError:
            return {"page": "ok", "reader": "absent"}
        stale = seen.age > runtime.STALE_SECONDS
        return {"page": "ok", "reader": "fault" if seen.record.get("fault") else "stale" if stale else "ok"}

    def _glyph(self, of: str) -> np.ndarray:
        if of in [*"0123456789"]:
            return self_test.glyphs()[int(of)]
        kept = recent.kept(self._places.runtime)
        if not kept:
            raise ServiceError("nothing has been read yet: choose a drawn digit")
        return np.asarray(kept[0].glyph, np.float32) / 255

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        """Waited for a little and not for ever, so that one slow answer does not hold up all others."""
        if not self._alone.acquire(timeout=5):
            raise Refused(503, "somebody else is being served: try again", 2)
        try:
            yield
        finally:
            self._alone.release()


def _as_shown(settings: Settings) -> dict[str, Any]:
    """How the page shows a reading: with the displays that there are, and the line that a score must reach."""
    displays = [name for name in settings.display.show if name != "text"] or ["segments"]
    return {"displays": displays, "threshold": settings.decision.steady_threshold}
