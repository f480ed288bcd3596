"""Hears from Postgres that there is something to do, on a connection and a thread of its own."""

import logging
import select
import threading
from typing import Any

from django.db import DatabaseError, InterfaceError, connection

from labeling.jobs.wake import GPU_CHANNEL
from labeling.propagation.device.hovering import WaitingPreviews
from labeling.propagation.previews import PREVIEW_CHANNEL, read_preview

logger = logging.getLogger(__name__)

# A connection that died without a word is noticed by the question asked this often.
ASK_EVERY_S = 5.0
AGAIN_AFTER_S = 1.0


class WakeListener(threading.Thread):
    """Sets `wake` at every notification, and whenever some may have been missed; listens again when cut off."""

    def __init__(
        self, wake: threading.Event, stop: threading.Event, *, worker: str = "", previews: WaitingPreviews | None = None
    ) -> None:
        super().__init__(name="wake-listener", daemon=True)
        self._wake = wake
        self._worker = worker
        self._previews = previews or WaitingPreviews()
        self._stop_event = stop
        self.is_listening = threading.Event()

    def run(self) -> None:
        while not self._stop_event.is_set():
            try:
                self._listen()
            except (DatabaseError, InterfaceError, OSError, ValueError) as error:
                logger.warning("not woken by Postgres for now, only by polls: %s", error)
            self.is_listening.clear()
            connection.close()
            self._stop_event.wait(AGAIN_AFTER_S)
        connection.close()

    def _listen(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {GPU_CHANNEL}; LISTEN {PREVIEW_CHANNEL}")
            self.is_listening.set()
            self._wake.set()  # what was queued before is nobody's news any more
            raw = connection.connection
            while not self._stop_event.is_set():
                if select.select([raw], [], [], ASK_EVERY_S)[0]:
                    with connection.wrap_database_errors:
                        raw.poll()
                else:
                    cursor.execute("SELECT 1")
                while raw.notifies:
                    self._take(raw.notifies.pop(0))

    def _take(self, notification: Any) -> None:
        if notification.channel == PREVIEW_CHANNEL:
            preview = read_preview(notification.payload, worker=self._worker)
            if preview is None:
                return
            self._previews.put(preview)
        self._wake.set()
