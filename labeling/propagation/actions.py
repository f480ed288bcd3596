from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from inference.legs import Direction, count_frames, pick_start
from inference.types import MaskResult
from labeling.accounts.models import User
from labeling.events.publish import record_event
from labeling.events.schema import PropagationChanged
from labeling.jobs.leases import LEASE_S, MAX_ATTEMPTS, finish_job, lock_leased, postpone, reap_expired
from labeling.jobs.wake import wake_gpu_workers
from labeling.masklets.actions import FrameWrite, commit_masks, end_predictions, lock_masklets, reap_predictions
from labeling.masklets.models import Operation, Origin
from labeling.masklets.rules import is_editable, require_ready
from labeling.propagation.models import GpuWorker, Propagation, PropagationMemory, SessionLease
from labeling.propagation.queries import count_unfinished, describe_propagation, list_barrier_frames, plan_propagation
from labeling.propagation.rules import (
    require_anchor,
    require_barriers,
    require_masklets,
    require_quota,
    require_range,
)
from labeling.videos.models import Video

Status = Propagation.Status
SESSION_LEASE = timedelta(seconds=60)
# A worker that stopped without a word is listed for so long, that somebody looking for it sees when it was there last.
WORKER_LISTED = timedelta(hours=1)
POSTPONED_S = 10
ALL_CLOSED = "All objects of this propagation were submitted, approved or deleted meanwhile, so it stopped."


@dataclass(frozen=True)
class Chunk:
    """What a worker made since its last commit: masks by masklet id, and where another worker would go on.

    `leg` and `position` (in that leg's frames) name the next frame; `memory` is the tracker's, None where the next
    frame needs none. `stopped` are the masklets that a scene cut stopped in that leg, `stopped_at` the frames beyond
    the cuts met so far.
    """

    masks: Mapping[int, Sequence[MaskResult]]
    frames_done: int
    leg: int
    position: int
    memory: bytes | None
    is_last: bool
    stopped: Sequence[int] = ()
    stopped_at: Sequence[int] = ()


@dataclass(frozen=True)
class ChunkCommitted:
    """`closed`: masklets that may not be changed any more, which need not be followed further."""

    status: str
    closed: frozenset[int]


def request_propagation(
    *,
    video_id: int,
    actor: User,
    masklet_ids: Sequence[int],
    direction: Direction,
    start: int,
    stop: int,
    anchor: int | None = None,
) -> Propagation:
    """Queue the tracking of masklets over frames [start, stop) and wake the workers.

    `anchor` is where it starts, by default the earliest frame of the range on which a person said what one of them is.
    Locks the person, the masklets by id, then the video's counter. Raises Invalid for a range, anchor or masklet that
    does not fit, Conflict for a closed masklet, a video that is not ready, or a person who has too many already.
    """
    with transaction.atomic():
        video = Video.objects.get(pk=video_id)
        require_ready(video)
        # So that many at once are counted one after another.
        User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        require_quota(count_unfinished(actor), settings.PROPAGATIONS_A_PERSON)
        require_range(video, start, stop)
        asked = list(dict.fromkeys(masklet_ids))
        masklets = require_masklets(video, asked, lock_masklets(asked).values())
        barriers = list_barrier_frames(asked, start=start, stop=stop)
        require_barriers(masklets, barriers, start, stop)
        chosen = min(frames[0] for frames in barriers.values()) if anchor is None else anchor
        require_anchor(chosen, start, stop)
        starts = {
            str(masklet_id): pick_start(barriers[masklet_id], direction=direction, anchor=chosen)
            for masklet_id in asked
        }
        propagation = Propagation(
            video=video,
            operation=Operation.objects.create(video=video, author=actor, kind=Operation.Kind.PROPAGATE),
            direction=direction,
            start=start,
            stop=stop,
            anchor=chosen,
            created_by=actor,
            resume={"starts": starts, "leg": 0, "position": 0},
        )
        propagation.frames_total = count_frames(plan_propagation(propagation))
        propagation.save()
        propagation.masklets.set(masklets)
        wake_gpu_workers()
        _announce(propagation, actor)
        return propagation


def cancel_propagation(*, propagation_id: int, actor: User) -> Propagation:
    """Stop a propagation and keep what it has committed; one that is over stays as it is.

    A waiting one ends at once; a running one ends with its worker's next step. Locks the job, then the video's counter.
    """
    with transaction.atomic():
        propagation = Propagation.objects.select_for_update(of=("self",)).get(pk=propagation_id)
        if propagation.is_over or propagation.cancel_requested_at is not None:
            return propagation
        propagation.cancel_requested_at = timezone.now()
        if propagation.status == Status.QUEUED:
            _end(propagation, Status.CANCELLED)
        else:
            propagation.save(update_fields=["cancel_requested_at"])
            wake_gpu_workers()
        _announce(propagation, actor)
        return propagation


def announce_start(propagation: Propagation) -> None:
    """Tell everyone on the video that a worker has begun."""
    with transaction.atomic():
        if propagation.problem:
            propagation.problem = ""
            propagation.save(update_fields=["problem"])
        _announce(propagation, propagation.created_by)


def commit_chunk(*, propagation_id: int, token: int, chunk: Chunk) -> ChunkCommitted:
    """Write a chunk's masks, how far the job is and how to go on, in one transaction.

    Locks the job, the masklets by id and the video's counter. Raises LeaseLost when `token` is not the job's any more:
    nothing is written then. Ends the job when the chunk is the last, when a cancel was asked for, or when none of its
    masklets may be changed any more.
    """
    with transaction.atomic():
        job = lock_leased(Propagation, propagation_id, token)
        masklets = lock_masklets(job.masklets.values_list("pk", flat=True))
        closed = frozenset(pk for pk, masklet in masklets.items() if not is_editable(masklet))
        writes = {
            masklet_id: [_write(mask) for mask in masks]
            for masklet_id, masks in chunk.masks.items()
            if masks and masklet_id not in closed
        }
        if writes:
            operation = Operation.objects.select_related("author").get(pk=job.operation_id)
            commit_masks(operation=operation, writes=writes)
        job.frames_done = chunk.frames_done
        job.resume = {**job.resume, "leg": chunk.leg, "position": chunk.position, "stopped": list(chunk.stopped)}
        job.stopped_at = list(chunk.stopped_at)
        job.lease_expires_at = timezone.now() + timedelta(seconds=LEASE_S)
        if len(closed) == len(masklets):
            _end(job, Status.FAILED, ALL_CLOSED)
        elif chunk.is_last:
            _end(job, Status.DONE)
        elif job.cancel_requested_at is not None:
            _end(job, Status.CANCELLED)
        else:
            job.save()
            _keep_memory(job, chunk.memory)
        _announce(job, job.created_by)
        return ChunkCommitted(status=job.status, closed=closed)


def fail_propagation(*, propagation_id: int, token: int, problem: str, is_final: bool) -> str:
    """End a propagation with a sentence, or queue it again where another attempt may help; the status it then has.

    What was committed stays. Locks the job, then the video's counter. Raises LeaseLost.
    """
    with transaction.atomic():
        job = lock_leased(Propagation, propagation_id, token)
        if is_final or job.attempts >= MAX_ATTEMPTS:
            _end(job, Status.FAILED, problem)
        else:
            job.status = Status.QUEUED
            job.lease_owner = ""
            job.lease_expires_at = None
            job.save()
            wake_gpu_workers()
        _announce(job, job.created_by)
        return job.status


def postpone_propagation(*, propagation_id: int, token: int, problem: str) -> None:
    """Have a propagation tried again in a while, as often as it takes, for nothing is wrong with it itself.

    Locks the job, then the video's counter. Raises LeaseLost.
    """
    with transaction.atomic():
        job = lock_leased(Propagation, propagation_id, token)
        is_news = job.problem != problem
        job.problem = problem
        postpone(job, seconds=POSTPONED_S)
        if is_news:
            _announce(job, job.created_by)


def reap_jobs(*, gone: str | None = None) -> int:
    """Queue again what stopped workers held, and end what failed too often or was to be cancelled; how many.

    `gone` is a worker known to have stopped: a worker that starts knows it of the one that had its name before. Where
    two share a name against the rules, the fencing token keeps the older from writing.
    """
    touched = reap_predictions(gone=gone)
    with transaction.atomic():
        jobs = reap_expired(Propagation, gone=gone)
        orphans = Propagation.objects.filter(status=Status.QUEUED, cancel_requested_at__isnull=False)
        cancelled = list(orphans.select_for_update(skip_locked=True, of=("self",)))
        for job in cancelled:
            _end(job, Status.CANCELLED)
        for job in {job.pk: job for job in [*jobs, *cancelled]}.values():
            if job.status == Status.QUEUED:
                wake_gpu_workers()
            else:
                PropagationMemory.objects.filter(pk=job.pk).delete()
            _announce(job, job.created_by)
    GpuWorker.objects.filter(seen_at__lt=timezone.now() - WORKER_LISTED).delete()
    return touched + len(jobs) + len(cancelled)


def end_jobs_of(*, video: Video, actor: User, **_: object) -> None:
    """End at once what waits or runs for a video that was archived or deleted.

    A worker that still tracks finds its lease lost and writes nothing more: what is closed does not change. Locks the
    propagations and the predictions, then the video's counter.
    """
    with transaction.atomic():
        open_jobs = video.propagations.filter(status__in=[Status.QUEUED, Status.RUNNING])
        jobs = list(open_jobs.select_for_update(of=("self",)).order_by("pk"))
        end_predictions(video)
        for job in jobs:
            _end(job, Status.CANCELLED)
            _announce(job, actor)
        wake_gpu_workers()


def announce_worker(*, name: str, model: str, device: str) -> None:
    """Say that a gpu worker is alive."""
    now = timezone.now()
    GpuWorker.objects.update_or_create(name=name, defaults={"model": model, "device": device, "seen_at": now})


def dismiss_worker(*, name: str) -> None:
    """Say that a gpu worker stops: others may take its videos at once."""
    SessionLease.objects.filter(worker=name).delete()
    GpuWorker.objects.filter(name=name).delete()


def hold_session(*, video_id: int, worker: str) -> None:
    """Say that a worker has a video open, so that its clicks go there for the next minute."""
    expires_at = timezone.now() + SESSION_LEASE
    SessionLease.objects.update_or_create(video_id=video_id, defaults={"worker": worker, "expires_at": expires_at})


def _write(mask: MaskResult) -> FrameWrite:
    return FrameWrite(frame=mask.frame, rle=mask.rle, origin=Origin.PROPAGATED, state=mask.state, score=mask.score)


def _keep_memory(job: Propagation, packed: bytes | None) -> None:
    if packed is None:
        PropagationMemory.objects.filter(pk=job.pk).delete()
    else:
        PropagationMemory.objects.update_or_create(propagation=job, defaults={"packed": packed})


def _end(job: Propagation, status: str, problem: str = "") -> None:
    finish_job(job, status=status, problem=problem)
    PropagationMemory.objects.filter(pk=job.pk).delete()


def _announce(propagation: Propagation, actor: Any) -> None:
    state = describe_propagation(propagation)
    record_event(video_id=propagation.video_id, actor=actor, payload=PropagationChanged(propagation=state))
