"""The jobs that this worker holds, shared by the device thread and the heartbeat."""

import logging
import threading

from django.db import InterfaceError, OperationalError, connections

from labeling.jobs.leases import give_back
from labeling.jobs.models import LeasedJob

logger = logging.getLogger(__name__)


class HeldLeases:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: dict[tuple[type[LeasedJob], int], LeasedJob] = {}

    def add(self, job: LeasedJob) -> None:
        with self._lock:
            self._jobs[type(job), job.pk] = job

    def remove(self, job: LeasedJob) -> None:
        with self._lock:
            self._jobs.pop((type(job), job.pk), None)

    def list(self) -> list[LeasedJob]:
        with self._lock:
            return list(self._jobs.values())


def try_to_give_back(job: LeasedJob) -> None:
    try:
        give_back(job)
    except (OperationalError, InterfaceError):
        logger.warning("%s %d is not given back; its lease runs out", type(job).__name__, job.pk)
        connections.close_all()
