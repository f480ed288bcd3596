"""The gpu worker's side of Celery: messages only wake the device thread, which takes its work from Postgres."""

import logging
from typing import Any

from celery import shared_task, signals
from django.conf import settings

from labeling.propagation.device.worker import DeviceWorker

logger = logging.getLogger(__name__)

_workers: list[DeviceWorker] = []


@shared_task(name="propagation.wake")
def wake() -> None:
    """Look for jobs now instead of within the next poll."""
    for worker in _workers:
        worker.wake()


@signals.worker_ready.connect
def start_device(**_kwargs: Any) -> None:
    worker = DeviceWorker(name=settings.MASKLOOP_WORKER)
    _workers.append(worker)
    worker.start()


@signals.worker_shutdown.connect
def stop_device(**_kwargs: Any) -> None:
    while _workers:
        _workers.pop().stop()
