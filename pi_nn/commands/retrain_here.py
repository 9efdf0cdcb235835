"""The retraining itself: from the owner's samples to a model that is taken or refused."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pi_nn import card, files, service
from pi_nn.acceptance import Report, objection
from pi_nn.commands import runs
from pi_nn.commands.memory import keep_freed_memory
from pi_nn.commands.retrain_fitting import Fitting, digest
from pi_nn.commands.retrain_told import Told
from pi_nn.commands.retrain_with import gathered, taught
from pi_nn.errors import ModelError, PiNNError, SettingsError, TrainingError
from pi_nn.model_store import PACKAGED, Loaded, ModelStore, load_tested
from pi_nn.network import Network
from pi_nn.places import Places
from pi_nn.progress import FAILED, INTERRUPTED, REFUSED, TAKEN
from pi_nn.retraining import Plan
from pi_nn.samples import Sample
from pi_nn.settings import Settings

STOPPED = "it goes on where it was when it is started again"


def run(here: Places, settings: Settings, plan: Plan = Plan()) -> int:
    """Retrain; 0 if the new model was taken, 1 if not."""
    if settings.service.model:
        raise SettingsError(f"service.model = {settings.service.model!r}: this model is used, so none is retrained")
    keep_freed_memory()
    with service.ended_by_signals(), _alone(here.retraining), Told(here.retraining, plan.epochs) as told:
        try:
            return Run(here, settings, plan, told).run()
        except PiNNError as error:
            error = _plain(error, here)
            told.ended(FAILED, str(error))
            raise error from None
        except BaseException:
            told.ended(INTERRUPTED, STOPPED)
            with suppress(OSError):  # nobody may be there to hear it
                told.say(f"stopped: {STOPPED}")
            raise


def _plain(error: PiNNError, here: Places) -> PiNNError:
    """What the card refuses, said so that it helps."""
    if isinstance(error.__cause__, OSError):
        return TrainingError(f"{here.state}: {card.explained(error.__cause__)}; the model before goes on")
    return error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One at a time; the kernel frees the lock whatever ends us."""
    try:
        if reason := card.forgets(folder):
            raise TrainingError(f"{folder}: nothing can be kept there: {reason}")
        files.make_folder(folder, 0o750)
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise TrainingError(f"{folder}: nothing can be kept there: {card.explained(error)}") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise TrainingError(f"{folder}: a retraining is running: `cat {folder}/progress.json`") from error
    finally:
        os.close(handle)


class Run:
    """One retraining."""

    def __init__(self, here: Places, settings: Settings, plan: Plan, told: Told) -> None:
        self._here, self._settings, self._plan, self._told = here, settings, plan, told
        self._store = ModelStore(here.models)
        self._checkpoint = here.retraining / "checkpoint.npz"
        self._every = settings.teaching.checkpoint_seconds

    def run(self) -> int:
        """Gather, learn, judge, take."""
        samples, held = taught(self._here, self._settings, self._plan.most_samples)
        current = self._store.load()
        number, start = self._start(current)
        record = {"start": digest(start), "plan": self._plan.described(), "samples": _names(samples)}
        if record.items() <= current.record.items():
            return self._end(TAKEN, f"model {current.number} has learnt just these samples", current.number)
        material = gathered(samples, held, self._here, self._settings, self._plan, self._told)
        self._told.expect(2 * (len(material.judged) + len(material.reference)))
        network = Fitting(start, material, self._plan, self._told).run(self._checkpoint, record, self._every)
        self._told.doing("judging")
        fair = _is_measure(current, record)
        before, after = (material.report(each, self._told) for each in (current.network if fair else start, network))
        if reason := objection(before, after, self._settings.teaching):
            back = "" if fair else f"; what was taken back is forgotten by `pi-nn models --use {number}`"
            return self._end(REFUSED, f"not taken: {reason}; the model before goes on{back}")
        about = {"retrained_from": number, "learnt": f"from {len(samples) + len(held)} samples"}
        return self._take(network, before, after, {**record, **about}, material.alone)

    def _start(self, current: Loaded) -> tuple[int, Network]:
        """What the current model was retrained from: so that little is forgotten, however often it is retrained."""
        number = current.record.get("retrained_from", current.number)
        try:
            return number, load_tested(None if number == PACKAGED else self._store.path(int(number)))[0]
        except (ModelError, ValueError, TypeError):
            return current.number, current.network

    def _take(self, network: Network, before: Report, after: Report, record: dict[str, Any], alone: bool) -> int:
        own = f"{after.samples.misread} of {after.samples.count} misread instead of {before.samples.misread}"
        judged = {"before": before.described(), "after": after.described()}
        how = {"recipe": "retrained", **runs.circumstances("pi-nn retrain")}
        number = self._store.add(network, {**record, **judged, **how})
        self._store.use(number)
        which = "your samples, distorted (none could be held out yet)" if alone else "your samples held out"
        return self._end(TAKEN, f"model {number} is taken: of {which} {own}", number)

    def _end(self, state: str, reason: str, number: int | None = None) -> int:
        self._checkpoint.unlink(missing_ok=True)
        self._told.ended(state, reason, number)
        self._told.say(reason)
        return 0 if state == TAKEN else 1


def _names(samples: list[Sample]) -> list[str]:
    return [f"{each.label}/{each.name}" for each in samples]


def _is_measure(current: Loaded, record: dict[str, Any]) -> bool:
    """Whether the current model knows no sample by heart that is held out now, and none that was taken back."""
    return set(current.record.get("samples", [])) <= set(record["samples"])
