"""Two threads beside the device: one says that the worker lives, the other ends it when a step hangs."""

import logging
import os
import threading

from django.db import DatabaseError, InterfaceError, connections

from inference.device import measure_memory
from labeling.jobs.leases import HEARTBEAT_S, renew_lease
from labeling.metrics import DEVICE_MEMORY_BYTES, TRACKS_RUNNING
from labeling.propagation.actions import announce_worker
from labeling.propagation.device.loop import DeviceLoop
from labeling.propagation.models import Propagation

logger = logging.getLogger(__name__)

# The slowest step known, a large model on two cores, takes about 30 s.
HANG_S = 120.0
HANG_EXIT_CODE = 70


class Heartbeat(threading.Thread):
    """Renews the leases of what the worker holds, and its row, every 5 s."""

    def __init__(self, loop: DeviceLoop, stop: threading.Event) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self._loop = loop
        self._stop_event = stop

    def run(self) -> None:
        while True:
            try:
                self.beat()
            except (DatabaseError, InterfaceError) as error:
                logger.warning("no heartbeat: %s", error)
                connections.close_all()
            if self._stop_event.wait(HEARTBEAT_S):
                break
        connections.close_all()

    def beat(self) -> None:
        for job in self._loop.held.list():
            if not renew_lease(job):
                # Its next commit finds out by the token and stops; nothing stale is ever written.
                logger.warning("%s %d is not ours any more", type(job).__name__, job.pk)
        sessions = self._loop.sessions
        announce_worker(name=self._loop.worker, model=sessions.model_name, device=sessions.device)
        TRACKS_RUNNING.set(sum(isinstance(job, Propagation) for job in self._loop.held.list()))
        for kind, num_bytes in measure_memory(sessions.device).items():
            DEVICE_MEMORY_BYTES.labels(kind=kind).set(num_bytes)


class Watchdog(threading.Thread):
    """Ends the process when one step takes longer than HANG_S: a hung device answers no signal and frees no lock."""

    def __init__(self, loop: DeviceLoop, stop: threading.Event, *, hang_s: float = HANG_S) -> None:
        super().__init__(name="watchdog", daemon=True)
        self._loop = loop
        self._stop_event = stop
        self._hang_s = hang_s

    def run(self) -> None:
        while not self._stop_event.wait(min(HEARTBEAT_S, self._hang_s / 4)):
            stuck_s = self._loop.stuck_for_s()
            if stuck_s > self._hang_s:
                logger.critical("a step has taken %.0f s: this worker ends and is started again", stuck_s)
                os._exit(HANG_EXIT_CODE)
