"""Keeps a job's lease alive from a thread of its own while the work goes on in another."""

import logging
import threading
import time
from types import TracebackType
from typing import Self

from django.db import DatabaseError, connection

from labeling.jobs.leases import HEARTBEAT_S, LEASE_S, renew_lease
from labeling.jobs.models import LeasedJob

logger = logging.getLogger(__name__)


class Heartbeat:
    """Renews the lease every HEARTBEAT_S seconds inside its `with` block; `is_lost` says when to stop working."""

    def __init__(self, job: LeasedJob) -> None:
        self._job = job
        self._ended = threading.Event()
        self._lost = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat-{job.pk}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    @property
    def is_lost(self) -> bool:
        """Whether another worker may hold the job by now."""
        return self._lost.is_set()

    def _beat(self) -> None:
        renewed_at = time.monotonic()
        try:
            while not self._ended.wait(HEARTBEAT_S):
                if self._renew():
                    renewed_at = time.monotonic()
                elif self._lost.is_set() or time.monotonic() - renewed_at > LEASE_S:
                    self._lost.set()
                    return
        finally:
            connection.close()

    def _renew(self) -> bool:
        try:
            if renew_lease(self._job):
                return True
        except DatabaseError as error:
            # Postgres may be back before the lease runs out.
            logger.warning("lease of %s not renewed: %r", self._job, error)
            connection.close()
            return False
        self._lost.set()
        return False
