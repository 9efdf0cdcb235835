"""Batches made by a second thread, so that the next one is there when the network has learnt from the one before."""

from collections.abc import Iterator
from queue import Queue
from threading import Event, Thread
from typing import Any

from pi_nn.training import Batch

WAITING = 4  # batches, at most


def made_ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same batches, made by a second thread while the network is busy with those before."""
    made: Queue[Any] = Queue(WAITING)
    left = Event()

    def make() -> None:
        try:
            for batch in batches:
                made.put(batch)
                if left.is_set():
                    return
            made.put(None)
        except Exception as error:  # whatever it is, it is raised where the batches are used
            made.put(error)

    Thread(target=make, daemon=True).start()
    try:
        while (item := made.get()) is not None:
            if isinstance(item, Exception):
                raise item
            yield item
    finally:
        left.set()
        while not made.empty():
            made.get()
