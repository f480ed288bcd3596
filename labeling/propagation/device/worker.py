"""The threads of a gpu worker, from its start to its end."""

import logging
import threading

from inference.device import keep_freed_memory, limit_threads
from labeling.propagation.actions import dismiss_worker
from labeling.propagation.device.heartbeat import Heartbeat, Watchdog
from labeling.propagation.device.listener import WakeListener
from labeling.propagation.device.loop import DeviceLoop
from labeling.propagation.device.opening import make_sessions
from labeling.propagation.device.outgoing import Outgoing
from labeling.propagation.device.writer import Writer

logger = logging.getLogger(__name__)

# A step on a slow machine; after that the process ends anyway and the leases run out.
STOP_S = 15.0


class DeviceWorker:
    """One device thread with its listener, heartbeat, watchdog and sender."""

    def __init__(self, *, name: str) -> None:
        self._stop = threading.Event()
        self._outgoing = Outgoing()
        self._writer = Writer()
        self._loop = DeviceLoop(worker=name, sessions=make_sessions(), outgoing=self._outgoing, writer=self._writer)
        self._thread = threading.Thread(target=self._loop.run, args=(self._stop,), name="device", daemon=True)

    def start(self) -> None:
        limit_threads()
        keep_freed_memory()
        self._outgoing.start()
        self._writer.start()
        self._thread.start()
        WakeListener(self._loop.wake, self._stop, worker=self._loop.worker, previews=self._loop.previews).start()
        Heartbeat(self._loop, self._stop).start()
        Watchdog(self._loop, self._stop).start()
        logger.info("device thread of %s on %s", self._loop.worker, self._loop.sessions.device)

    def stop(self) -> None:
        """Ends after the present step, gives every job back and says goodbye."""
        self._stop.set()
        self._loop.wake.set()
        self._thread.join(STOP_S)
        self._writer.stop()
        self._outgoing.stop()
        dismiss_worker(name=self._loop.worker)
