"""Whether a worker was asked to end, known also to the processes that it forks for its tasks."""

import contextlib
import mmap
import os
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType

from celery.signals import worker_shutting_down

# Shared with every process forked later: Celery tells only the worker's first process.
_asked = mmap.mmap(-1, 1)


@worker_shutting_down.connect
def _note(**_: object) -> None:
    _asked[0] = 1


@contextlib.contextmanager
def heed_shutdown() -> Iterator[Callable[[], bool]]:
    """Yield a question: was the worker, or this process itself, asked to end? Then stop and give the job back.

    A SIGTERM to this process, which would end it at once, ends it when the block is left instead.
    """
    received: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        received.append(number)

    if threading.current_thread() is not threading.main_thread():
        yield lambda: bool(_asked[0])
        return
    before = signal.signal(signal.SIGTERM, note)
    try:
        yield lambda: bool(received or _asked[0])
    finally:
        signal.signal(signal.SIGTERM, before)
        if received:
            os.kill(os.getpid(), signal.SIGTERM)
