"""Beat, which does the repairs itself instead of asking for them by a message.

So they need neither Redis nor a media worker that is free: while a long video is ingested, or Redis is away, the jobs
of workers that stopped are taken back all the same.
"""

import logging
from typing import Any

from celery.beat import PersistentScheduler, ScheduleEntry
from django.db import connections

logger = logging.getLogger(__name__)


class UpkeepScheduler(PersistentScheduler):
    """Runs what is due here, one after the other; what fails is tried again when it is due next."""

    def apply_async(self, entry: ScheduleEntry, producer: Any = None, advance: bool = True, **_: Any) -> Any:
        del producer
        due = self.reserve(entry) if advance else entry
        try:
            done = self.app.tasks[due.task].apply(args=due.args, kwargs=due.kwargs)
            if done.failed():
                logger.warning("upkeep: %s: %r", due.task, done.result)
            return done
        finally:
            connections.close_all()
            if self.should_sync():
                self.sync()
