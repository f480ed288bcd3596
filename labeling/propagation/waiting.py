"""How long a propagation waits and takes, as far as that can be told."""

from datetime import timedelta

from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from labeling.propagation.models import GpuWorker, Propagation

Status = Propagation.Status
# A worker whose last heartbeat is older will hardly share the work.
WORKER_ALIVE = timedelta(seconds=20)


def count_before(propagation: Propagation) -> int | None:
    """How many wait before it; None once it no longer waits."""
    if propagation.status != Status.QUEUED:
        return None
    return Propagation.objects.filter(status=Status.QUEUED, pk__lt=propagation.pk).count()


def estimate_remaining_s(propagation: Propagation) -> float | None:
    """Seconds until it is done, by what frames have taken lately; None when it is over or nothing can be told yet.

    One that runs goes on as it has gone so far, sharing included. One that waits comes after everything before it, at
    the pace of the newest that has made frames, on all workers that are there.
    """
    left = propagation.frames_total - propagation.frames_done
    if propagation.status == Status.RUNNING:
        frame_s = _measure_frame_s(propagation)
        return None if frame_s is None else round(left * frame_s, 1)
    if propagation.status != Status.QUEUED:
        return None
    begun = Propagation.objects.filter(started_at__isnull=False, frames_done__gt=0)
    newest = begun.order_by("-pk").first()
    frame_s = None if newest is None else _measure_frame_s(newest)
    if frame_s is None:
        return None
    before = Q(status=Status.RUNNING) | Q(status=Status.QUEUED, pk__lt=propagation.pk)
    ahead = Propagation.objects.filter(before).aggregate(frames=Sum(F("frames_total") - F("frames_done")))["frames"]
    since = timezone.now() - WORKER_ALIVE
    workers = GpuWorker.objects.filter(seen_at__gt=since).aggregate(number=Count("pk"))["number"]
    return round(((ahead or 0) / max(1, workers) + left) * frame_s, 1)


def _measure_frame_s(propagation: Propagation) -> float | None:
    if propagation.started_at is None or not propagation.frames_done:
        return None
    until = propagation.finished_at or timezone.now()
    return (until - propagation.started_at).total_seconds() / propagation.frames_done
