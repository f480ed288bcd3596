"""Claims, heartbeats and ends of leased jobs. The row decides: a message that names a job is only a hint."""

from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from labeling.jobs.models import LeasedJob
from labeling.metrics import JOBS_OVER

LEASE_S = 20
HEARTBEAT_S = 5
MAX_ATTEMPTS = 3

J = TypeVar("J", bound=LeasedJob)
Status = LeasedJob.Status


class LeaseLost(Exception):
    """Another worker holds the job now, or it is over; whoever gets this must stop writing."""


def claim_next(queryset: QuerySet[J], *, owner: str) -> J | None:
    """Take the oldest queued job of `queryset` for LEASE_S seconds, or None where none is free.

    Skips rows that others hold locked. The claim increments the fencing token, which every later write carries.
    """
    with transaction.atomic():
        job = (
            queryset.filter(status=Status.QUEUED)
            .select_for_update(skip_locked=True, of=("self",))
            .order_by("id")
            .first()
        )
        if job is None:
            return None
        job.status = Status.RUNNING
        job.attempts += 1
        job.lease_token += 1
        job.lease_owner = owner
        job.lease_expires_at = timezone.now() + timedelta(seconds=LEASE_S)
        job.started_at = job.started_at or timezone.now()
        job.save()
        return job


def renew_lease(job: LeasedJob) -> bool:
    """Extend the lease by LEASE_S seconds; False when the token has moved on or the job is over."""
    renewed = (
        type(job)
        ._default_manager.filter(pk=job.pk, lease_token=job.lease_token, status=Status.RUNNING)
        .update(lease_expires_at=timezone.now() + timedelta(seconds=LEASE_S))
    )
    return renewed == 1


def lock_leased(model: type[J], job_id: int, token: int) -> J:
    """Lock the job's row until the end of the transaction; raises LeaseLost when `token` is not the current one.

    The first lock of every transaction that writes for a job (order: job, masklets by id, the video's counter).
    """
    job = model._default_manager.select_for_update(of=("self",)).get(pk=job_id)
    if job.lease_token != token or job.status != Status.RUNNING:
        raise LeaseLost(f"{model.__name__} {job_id} is {job.status} with token {job.lease_token}, not {token}")
    return job


def finish_job(job: LeasedJob, *, status: str, problem: str = "") -> None:
    """End a locked job."""
    job.status = status
    job.problem = problem
    job.finished_at = timezone.now()
    job.lease_owner = ""
    job.lease_expires_at = None
    job.save()
    ended = JOBS_OVER.labels(kind=job._meta.model_name, status=status)
    transaction.on_commit(ended.inc)


def give_back(job: LeasedJob) -> bool:
    """Queue a running job again without counting the attempt, as a worker does that is told to stop."""
    returned = (
        type(job)
        ._default_manager.filter(pk=job.pk, lease_token=job.lease_token, status=Status.RUNNING)
        .update(status=Status.QUEUED, attempts=F("attempts") - 1, lease_owner="", lease_expires_at=None)
    )
    return returned == 1


def postpone(job: LeasedJob, *, seconds: float) -> None:
    """Leave a locked, running job to the reaper, which queues it again in a while; the attempt does not count."""
    job.attempts -= 1
    job.lease_expires_at = timezone.now() + timedelta(seconds=seconds)
    job.save()


def reap_expired(model: type[J], *, gone: str | None = None) -> list[J]:
    """Queue the jobs again whose lease has run out; those that have had MAX_ATTEMPTS fail with a sentence.

    `gone` is an owner that is known to have stopped, whose leases need not run out first.
    """
    with transaction.atomic():
        stopped = Q(lease_expires_at__lt=timezone.now())
        if gone is not None:
            stopped |= Q(lease_owner=gone)
        jobs = list(
            model._default_manager.filter(stopped, status=Status.RUNNING).select_for_update(
                skip_locked=True, of=("self",)
            )
        )
        for job in jobs:
            if job.attempts >= MAX_ATTEMPTS:
                finish_job(
                    job,
                    status=Status.FAILED,
                    problem=f"The worker stopped {MAX_ATTEMPTS} times while doing this. Try again, or ask an admin "
                    "to look at the worker's log.",
                )
            else:
                job.status = Status.QUEUED
                job.lease_owner = ""
                job.lease_expires_at = None
                job.save()
        return jobs
