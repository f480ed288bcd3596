"""Shows and commits what tracks make, in order, on a thread of its own, so that the device goes on meanwhile."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from django.db import connections

from labeling.tracing import Trace, current_trace, resumed

T = TypeVar("T")


class Writer:
    """Runs one piece of work after another. Before `start` and after `stop` it does so on the caller's thread."""

    def __init__(self) -> None:
        self._work: queue.Queue[Callable[[], bool] | None] = queue.Queue()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends after what was submitted before."""
        if self._thread is None:
            return
        thread, self._thread = self._thread, None
        self._work.put(None)
        thread.join()

    def submit(self, work: Callable[[], T]) -> "Future[T]":
        future: Future[T] = Future()
        if self._thread is None:
            _fulfil(future, work, current_trace())
        else:
            trace = current_trace()
            self._work.put(lambda: _fulfil(future, work, trace))
        return future

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            if not work():
                connections.close_all()  # Postgres may have gone, and this thread's connection with it
        connections.close_all()


def _fulfil(future: "Future[Any]", work: Callable[[], Any], trace: Trace | None) -> bool:
    try:
        with resumed(trace):
            future.set_result(work())
    except Exception as error:  # noqa: BLE001 - raised where the result is asked for
        future.set_exception(error)
        return False
    return True
