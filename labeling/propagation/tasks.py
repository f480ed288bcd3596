import logging

from celery import shared_task

from labeling.propagation.actions import reap_jobs

logger = logging.getLogger(__name__)


@shared_task(name="propagation.reap")
def reap() -> None:
    """Take back the jobs of gpu workers that stopped."""
    num_jobs = reap_jobs()
    if num_jobs:
        logger.info("took back or ended %d jobs of stopped workers", num_jobs)
