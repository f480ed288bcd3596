"""Asking the model for one mask, and taking its answer."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from inference.types import MaskResult
from labeling.events.publish import record_event
from labeling.events.schema import PredictionFailed
from labeling.jobs.leases import finish_job, lock_leased, reap_expired
from labeling.jobs.wake import wake_gpu_workers
from labeling.masklets.actions.commits import CommitResult, FrameWrite, commit_masks, lock_masklets, show_head
from labeling.masklets.models import (
    ApprovedRange,
    FrameHead,
    Masklet,
    Operation,
    Origin,
    Prediction,
    Prompt,
    Version,
)
from labeling.masklets.rules import MACHINE_ORIGINS, is_editable, is_frame_approved
from labeling.videos.models import Video

CLOSED = "The video was archived or deleted before the mask was ready, so nothing was changed."


@dataclass(frozen=True)
class _Refusal:
    """Why a prediction's mask is not wanted any more; `sentence` is empty where nobody waits for it."""

    sentence: str


def request_prediction(*, masklet: Masklet, operation: Operation, frame: int) -> Prediction:
    """Queue the question what the mask on `frame` is, from all prompts that stand there, and wake the workers.

    The caller holds the masklet's lock.
    """
    job = Prediction.objects.create(
        masklet=masklet, operation=operation, frame=frame, created_by_id=operation.author_id
    )
    wake_gpu_workers()
    return job


def cancel_queued_predictions(*, masklet: Masklet, frame: int | None = None) -> None:
    """Cancel what no worker has begun. Running ones are left alone: their rows are locked before the masklet's, and
    `complete_prediction` finds out for itself that its answer is late."""
    queued = Prediction.objects.filter(masklet=masklet, status=Prediction.Status.QUEUED)
    if frame is not None:
        queued = queued.filter(frame=frame)
    queued.update(status=Prediction.Status.CANCELLED, finished_at=timezone.now())


def complete_prediction(*, prediction_id: int, token: int, result: MaskResult) -> CommitResult | None:
    """Commit the model's answer as a prompted mask; None where it came too late to be wanted.

    Locks the job, the masklet and the video's counter, in this order. Raises LeaseLost when `token` is not the job's
    any more. An answer is late when the prompts are gone, the masklet or the frame was closed, or a person changed
    the frame after the prompt: the job then ends as cancelled, with a `prediction.failed` event where somebody waits,
    and what stands on the frame is shown in place of the answer, which pages may have seen already.
    """
    with transaction.atomic():
        job = lock_leased(Prediction, prediction_id, token)
        if result.frame != job.frame:
            raise ValueError(f"prediction {job.pk} is about frame {job.frame}, not {result.frame}")
        masklet = lock_masklets([job.masklet_id])[job.masklet_id]
        operation = Operation.objects.select_related("author").get(pk=job.operation_id)
        refusal = _find_refusal(job, masklet)
        if refusal is not None:
            finish_job(job, status=Prediction.Status.CANCELLED, problem=refusal.sentence)
            superseded = _finish_superseded(job, status=Prediction.Status.CANCELLED, problem=refusal.sentence)
            show_head(masklet=masklet, frame=job.frame)
            if refusal.sentence:
                for answered in [*superseded, job]:
                    _announce_failure(answered)
            return None
        finish_job(job, status=Prediction.Status.DONE)
        _finish_superseded(job, status=Prediction.Status.DONE)
        write = FrameWrite(
            frame=job.frame, rle=result.rle, origin=Origin.PROMPTED, state=result.state, score=result.score
        )
        return commit_masks(operation=operation, writes={masklet.pk: [write]})


def fail_prediction(*, prediction_id: int, token: int, problem: str) -> None:
    """End a prediction without a mask; `problem` is a sentence for the person who prompted.

    Locks the job, then the video's counter. Raises LeaseLost when `token` is not the job's any more.
    """
    with transaction.atomic():
        job = lock_leased(Prediction, prediction_id, token)
        finish_job(job, status=Prediction.Status.FAILED, problem=problem)
        for answered in [*_finish_superseded(job, status=Prediction.Status.FAILED, problem=problem), job]:
            _announce_failure(answered)


def reap_predictions(*, gone: str | None = None) -> int:
    """Queue predictions again whose worker stopped, and say so where it stopped too often; how many were touched.

    `gone` is a worker known to have stopped."""
    with transaction.atomic():
        jobs = reap_expired(Prediction, gone=gone)
        for job in jobs:
            if job.status == Prediction.Status.QUEUED:
                wake_gpu_workers()
                continue
            for answered in [*_finish_superseded(job, status=job.status, problem=job.problem), job]:
                _announce_failure(answered)
        return len(jobs)


def end_predictions(video: Video) -> None:
    """End what waits for an answer, or is being answered, in a video that was archived or deleted, and tell.

    Locks the jobs, then the video's counter; a worker that comes with its answer finds its lease lost.
    """
    open_jobs = Prediction.objects.filter(masklet__video=video, status__in=["queued", "running"])
    jobs = list(open_jobs.select_for_update(of=("self",)).order_by("pk"))
    for job in jobs:
        finish_job(job, status=Prediction.Status.CANCELLED, problem=CLOSED)
    for job in jobs:
        _announce_failure(job)


def _find_refusal(job: Prediction, masklet: Masklet) -> _Refusal | None:
    if masklet.deleted_at is not None or Operation.objects.filter(undoes=job.operation_id).exists():
        return _Refusal("")
    if not Prompt.objects.filter(masklet=masklet, frame=job.frame, removed_by=None).exists():
        return _Refusal("")
    approved = ApprovedRange.objects.filter(masklet=masklet, reopened_at=None)
    if not is_editable(masklet) or is_frame_approved(job.frame, approved):
        return _Refusal("The object was submitted or approved before its mask was ready: reopen it and prompt again.")
    if _was_changed_since(job):
        return _Refusal("Somebody changed this frame while the mask was being made; the newer mask was kept.")
    return None


def _was_changed_since(job: Prediction) -> bool:
    head = FrameHead.objects.filter(masklet_id=job.masklet_id, frame=job.frame).first()
    if head is None or head.origin in MACHINE_ORIGINS:
        return False
    return Version.objects.filter(
        masklet_id=job.masklet_id, number=head.version, operation_id__gt=job.operation_id
    ).exists()


def _finish_superseded(job: Prediction, *, status: str, problem: str = "") -> list[Prediction]:
    """End the older predictions that wait for the same frame with `job`, whose answer counts their prompts in."""
    waiting = Prediction.objects.filter(
        masklet_id=job.masklet_id, frame=job.frame, status=Prediction.Status.QUEUED, pk__lt=job.pk
    )
    superseded = list(waiting.select_for_update(skip_locked=True, of=("self",)).order_by("pk"))
    for older in superseded:
        finish_job(older, status=status, problem=problem)
    return superseded


def _announce_failure(job: Prediction) -> None:
    operation = Operation.objects.select_related("author").get(pk=job.operation_id)
    record_event(
        video_id=operation.video_id,
        actor=operation.author,
        payload=PredictionFailed(masklet=job.masklet_id, frame=job.frame, operation=operation.pk, problem=job.problem),
    )
