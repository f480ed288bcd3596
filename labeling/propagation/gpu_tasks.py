"""The gpu worker's side of Celery, which keeps the process; the device thread takes its work from Postgres."""

import logging
from typing import Any

from celery import signals
from django.conf import settings

from labeling.propagation.device.worker import DeviceWorker

logger = logging.getLogger(__name__)

_workers: list[DeviceWorker] = []


# Before Celery looks for its broker: without Redis the device works as well.
@signals.worker_init.connect
def start_device(**_kwargs: Any) -> None:
    worker = DeviceWorker(name=settings.MASKLOOP_WORKER)
    _workers.append(worker)
    worker.start()


@signals.worker_shutdown.connect
def stop_device(**_kwargs: Any) -> None:
    while _workers:
        _workers.pop().stop()
