"""The jobs that this worker holds, shared by the device thread and the heartbeat."""

import threading

from labeling.jobs.models import LeasedJob


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
