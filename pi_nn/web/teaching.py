"""What was read lately, what was taught, how far retraining is, which models there are: told, and changed as wished."""

import os
import time
from collections import Counter
from pathlib import Path
from typing import Any

from pi_nn import model_file, progress, recent, runtime, samples, wishes
from pi_nn.errors import DataError, ModelError, PiNNError, ServiceError
from pi_nn.model_store import PACKAGED, ModelStore
from pi_nn.places import Places
from pi_nn.web import pictures

SHOWN = 24
"""Samples of which pictures are sent: the newest."""
_FIGURES = {"validation_error": "held-out writers", "test_error": "test images"}
_COUNTS = {"samples": "your samples", "digits": "drawn digits", "others": "drawn marks"}


class Teaching:
    """The appliance's samples, wishes and models in these places. most_bytes: of all samples."""

    def __init__(self, places: Places, most_bytes: int) -> None:
        self._places = places
        self._samples = samples.SampleStore(places.samples, most_bytes)
        self._models = ModelStore(places.models)
        self._records: dict[tuple[str, int], dict[str, Any]] = {}

    def recent(self) -> dict[str, Any]:
        """The readings that can be taught, newest first; where there are none, the reader's fault, if it has one."""
        readings = [_reading(kept) for kept in recent.kept(self._places.runtime)]
        return {"recent": readings, "fault": "" if readings else self._fault()}

    def _fault(self) -> str:
        try:
            return str(runtime.seen(self._places.runtime).record.get("fault") or "")
        except ServiceError as error:
            return str(error)

    def teach(self, number: int, label: str) -> dict[str, Any]:
        """That reading was this; ServiceError if it is gone by now, DataError if it cannot be kept."""
        kept = recent.find(self._places.runtime, number)
        sample = self._samples.add(label, samples.shown(kept))
        return {"label": sample.label, "name": sample.name}

    def taught(self) -> dict[str, Any]:
        """How many samples there are of each label, and the newest with their pictures."""
        names = self._samples.names()
        counts = Counter(label for label, _ in names)
        newest = [sample for label, name in names[::-1][:SHOWN] if (sample := self._sample(label, name))]
        return {"counts": {label: counts[label] for label in samples.LABELS}, "newest": newest}

    def forget(self, label: str, name: str) -> dict[str, Any]:
        """Remove a sample; DataError if there is none."""
        self._samples.remove(label, name)
        return {}

    def retraining(self) -> dict[str, Any]:
        """How far it is, or how the last one ended; waiting: it is wished and has not begun, for `waited` seconds."""
        found, wished = progress.read(self._places.retraining), self._wished()
        waited = {"waited": 0.0 if wished is None else round(time.time() - wished, 1)}
        if not found:
            return {**waited, "waiting": wished is not None, "state": ""}
        told = {name: value for name, value in vars(found).items() if name != "time"}
        waiting = wished is not None and found.state != progress.RUNNING and wished > found.time
        return {**told, **waited, "waiting": waiting}

    def _wished(self) -> float | None:
        """When it was wished for; the wish stays until the retraining has ended."""
        try:
            return os.lstat(self._places.requests / "retrain").st_mtime
        except OSError:
            return None

    def retrain(self) -> dict[str, Any]:
        """Wish for it, unless it is wished already or under way."""
        now = self.retraining()
        if now["state"] == progress.RUNNING or self._wished() is not None:
            raise DataError("it is learning already")
        if not self._samples.names():
            raise DataError("nothing has been taught yet")
        wishes.wish(self._places.requests, "retrain")
        return {}

    def models(self) -> dict[str, Any]:
        """All models with the figures in their records, the newest first; wished: another one is on its way."""
        try:
            history = self._models.history()
        except ModelError:
            history = [PACKAGED]
        listed = [self._model(number, history[0]) for number in [*self._models.numbers()[::-1], PACKAGED]]
        wished = [word for word in ("use", "rollback") if os.path.lexists(self._places.requests / word)]
        before = next((number for number in history[1:]), None)
        return {"models": listed, "before": before, "wished": bool(wished)}

    def use(self, number: int) -> dict[str, Any]:
        """Wish for another model; ModelError if there is none of that number."""
        if number != PACKAGED and number not in self._models.numbers():
            raise ModelError(f"there is no model {number}")
        wishes.wish(self._places.requests, "use", str(number))
        return {}

    def rollback(self) -> dict[str, Any]:
        """Wish for the model before."""
        wishes.wish(self._places.requests, "rollback")
        return {}

    def _sample(self, label: str, name: str) -> dict[str, Any] | None:
        """None for a sample that is no good: `pi-nn samples` says why."""
        try:
            sample = self._samples.load(label, name)
        except PiNNError:
            return None
        return {"label": label, "name": name, "glyph": pictures.png(255 - sample.glyph)}

    def _model(self, number: int, current: int) -> dict[str, Any]:
        told: dict[str, Any] = {"number": number, "current": number == current}
        try:
            record = self._record(self._models.path(number))
        except (ModelError, OSError) as error:
            return {**told, "fault": str(error)}
        about = [str(record[name]) for name in ("recipe", "learnt", "date") if name in record]
        return {**told, "about": ", ".join(about), "misread": _misread(record)}

    def _record(self, path: Path) -> dict[str, Any]:
        """A model's record; read once as long as its file is the same."""
        key = str(path), path.stat().st_mtime_ns
        if key not in self._records:
            self._records[key] = model_file.read_arrays(path)[1]
        return self._records[key]


def _misread(record: dict[str, Any]) -> list[str]:
    """What a model's record says of its errors, for people."""
    shares = [f"{record[name]:.2%} of {what}" for name, what in _FIGURES.items() if isinstance(record.get(name), float)]
    after = record.get("after")
    counts = after if isinstance(after, dict) else {}
    own = [f"{what}: {counts[name]}".removesuffix(" misread") for name, what in _COUNTS.items() if name in counts]
    return shares + own


def _reading(kept: recent.Kept) -> dict[str, Any]:
    return {
        "number": kept.number,
        "ago": round(time.time() - kept.time),
        "digit": kept.digit,
        "unsure": kept.unsure,
        "confidence": round(kept.confidence, 4),
        "scores": [round(score, 4) for score in kept.scores.tolist()],
        "crop": pictures.png(kept.crop),
        "glyph": pictures.png(255 - kept.glyph),
    }
