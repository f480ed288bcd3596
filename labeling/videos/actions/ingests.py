"""The steps of an ingest, each fenced by its lease."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from labeling.accounts.models import User
from labeling.events.publish import enqueue_task, record_event
from labeling.events.schema import VideoChanged
from labeling.jobs.leases import LeaseLost, finish_job, give_back, lock_leased, postpone, reap_expired
from labeling.videos import storage
from labeling.videos.ingest.report import POSTER_NAME, PROXY_NAME
from labeling.videos.ingest.supervise import IngestOutput
from labeling.videos.models import FrameTable, Ingest, Video
from labeling.videos.queries import describe_video, list_wanted_ingests
from labeling.videos.rules import require_can_retry

FORGOTTEN_AFTER_S = 30
"""A queued ingest that old may have lost its message with Redis; a new one does no harm, for the row decides."""

POSTPONED_S = 10


@transaction.atomic
def start_ingest(*, job_id: int, token: int) -> Video:
    """Mark the video as being ingested. Locks job, video, counter; raises LeaseLost."""
    video = _lock_video(job_id, token)
    video.status = Video.Status.INGESTING
    video.progress, video.eta_s, video.problem = 0, None, ""
    _save(video, "status", "progress", "eta_s", "problem")
    return video


@transaction.atomic
def note_progress(*, job_id: int, token: int, fraction: float, eta_s: float | None) -> None:
    """Tell everyone how far the ingest is. Locks job, video, counter; raises LeaseLost."""
    video = _lock_video(job_id, token)
    video.progress = round(min(max(fraction, 0.0), 0.99), 3)
    video.eta_s = eta_s
    _save(video, "progress", "eta_s")


def finish_ingest(*, job_id: int, token: int, output: IngestOutput, original_sha256: str) -> None:
    """Store proxy, poster and frame table and mark the video ready.

    The files are stored first, under names of this attempt alone; then one transaction locks job, video and counter
    and names them. Where the lease is lost they are deleted again and LeaseLost goes on to the caller.
    """
    video_id = Ingest.objects.values_list("video_id", flat=True).get(pk=job_id)
    digest = storage.digest_file(output.proxy)
    proxy = storage.bring_in(output.proxy, storage.made_name(video_id, token, PROXY_NAME), sha256=digest)
    poster = storage.bring_in(output.poster, storage.made_name(video_id, token, POSTER_NAME))
    try:
        _name_result(
            job_id,
            token,
            output,
            proxy=proxy,
            digest=digest,
            poster=poster,
            sha256=original_sha256,
        )
    except LeaseLost:
        storage.drop(proxy)
        storage.drop(poster)
        raise
    storage.drop_made(video_id, keep=frozenset({proxy, poster}))


@transaction.atomic
def refuse_ingest(*, job_id: int, token: int, problem: str, can_retry: bool) -> None:
    """End an ingest that failed. The file goes, unless another try may help. Locks job, video, counter; raises
    LeaseLost."""
    video = _lock_video(job_id, token)
    finish_job(_lock_job(job_id, token), status=Ingest.Status.FAILED, problem=problem)
    dropped = "" if can_retry else video.original
    if not can_retry:
        video.original = ""
    video.status, video.problem, video.progress, video.eta_s = Video.Status.FAILED, problem, 0, None
    _save(video, "status", "problem", "original", "progress", "eta_s")
    transaction.on_commit(lambda: _clean_up(video.pk, dropped))


@transaction.atomic
def retry_ingest(*, video: Video, actor: User) -> Video:
    """Queue a failed ingest once more, with all its attempts. Locks job, video, counter; raises Conflict."""
    job, _ = Ingest.objects.select_for_update(of=("self",)).get_or_create(video=video, defaults={"created_by": actor})
    locked = Video.objects.select_for_update(no_key=True).get(pk=video.pk)
    require_can_retry(locked)
    job.status, job.attempts, job.problem = Ingest.Status.QUEUED, 0, ""
    job.started_at = job.finished_at = job.cancel_requested_at = None
    job.save()
    _queue_again(locked, actor=actor)
    return locked


@transaction.atomic
def give_back_ingest(*, job_id: int, token: int) -> None:
    """Queue a running ingest again, as a worker does that is told to stop. Locks job, video, counter; raises
    LeaseLost."""
    video = _lock_video(job_id, token)
    give_back(_lock_job(job_id, token))
    transaction.on_commit(lambda: _clean_up(video.pk, ""))
    _queue_again(video, actor=None)


@transaction.atomic
def postpone_ingest(*, job_id: int, token: int, problem: str) -> None:
    """Have an ingest tried again in a while, as often as it takes, for nothing is wrong with the file. Locks job,
    video, counter; raises LeaseLost."""
    job = _lock_job(job_id, token)
    postpone(job, seconds=POSTPONED_S)
    video = Video.objects.select_for_update(no_key=True).get(pk=job.video_id)
    if video.problem != problem:
        video.problem = problem
        _save(video, "problem")


@transaction.atomic
def cancel_ingest(*, job_id: int, token: int) -> None:
    """End the ingest of a video that was deleted or archived. Locks the job; raises LeaseLost."""
    job = _lock_job(job_id, token)
    finish_job(job, status=Ingest.Status.CANCELLED)
    transaction.on_commit(lambda: _clean_up(job.video_id, ""))


def cut_off(video: Video) -> None:
    """Cancel a video's ingest, if one waits or runs. Locks the job."""
    jobs = Ingest.objects.filter(video=video)
    now = timezone.now()
    jobs.filter(status=Ingest.Status.QUEUED).update(status=Ingest.Status.CANCELLED, finished_at=now)
    jobs.filter(status=Ingest.Status.RUNNING).update(cancel_requested_at=now)


def begin_again(video: Video) -> None:
    """Queue an ingest again that was cut off, from its start. Locks the job, then the video.

    Its token moves on, so that a worker which has not heard of the cancel yet writes nothing more.
    """
    job = Ingest.objects.select_for_update(of=("self",)).filter(video=video).first()
    if job is None or job.status in {Ingest.Status.DONE, Ingest.Status.FAILED}:
        return
    if job.status != Ingest.Status.CANCELLED and job.cancel_requested_at is None:
        return
    job.status, job.lease_token, job.attempts = Ingest.Status.QUEUED, job.lease_token + 1, 0
    job.cancel_requested_at = job.finished_at = job.lease_expires_at = None
    job.lease_owner = ""
    job.save()
    Video.objects.filter(pk=video.pk).update(status=Video.Status.UPLOADED, progress=0, eta_s=None)
    enqueue_task(name="videos.ingest", args=[video.pk], queue="media")


def is_cancelled(job_id: int) -> bool:
    return Ingest.objects.filter(pk=job_id, cancel_requested_at__isnull=False).exists()


_asked_at: dict[int, datetime] = {}


@transaction.atomic
def reap_ingests() -> None:
    """Queue ingests again whose worker died, fail those that had their attempts, and repeat forgotten messages."""
    for job in reap_expired(Ingest):
        if job.status == Ingest.Status.FAILED:
            _fail_video(job)
    long_ago = timezone.now() - timedelta(seconds=FORGOTTEN_AFTER_S)
    queued = list_wanted_ingests().filter(status=Ingest.Status.QUEUED)
    # While all workers are busy, messages would gather in the queue.
    recent = [pk for pk, asked_at in _asked_at.items() if asked_at > long_ago]
    forgotten = queued.filter(Q(attempts__gt=0) | Q(created_at__lt=long_ago)).exclude(pk__in=recent)
    waiting = forgotten.order_by("id").first()
    if waiting is not None:
        _asked_at[waiting.pk] = timezone.now()
        enqueue_task(name="videos.ingest", args=[waiting.video_id], queue="media", expires_s=FORGOTTEN_AFTER_S)


def _name_result(
    job_id: int, token: int, output: IngestOutput, *, proxy: str, digest: str, poster: str, sha256: str
) -> None:
    said = output.finished
    with transaction.atomic():
        video = _lock_video(job_id, token)
        finish_job(_lock_job(job_id, token), status=Ingest.Status.DONE)
        FrameTable.objects.create(
            video=video, time_base_num=said.time_base_num, time_base_den=said.time_base_den, pts=output.pts
        )
        video.status, video.progress, video.problem, video.warning = Video.Status.READY, 1.0, "", said.warning
        video.eta_s = None
        video.num_frames, video.duration_s = said.num_frames, said.duration_s
        video.width, video.height = said.width, said.height
        video.proxy, video.proxy_digest, video.poster = proxy, digest, poster
        video.original_sha256 = sha256
        video.save()
        record_event(video_id=video.pk, actor=None, payload=VideoChanged(video=describe_video(video)))


def _fail_video(job: Ingest) -> None:
    video = Video.objects.select_for_update(no_key=True).get(pk=job.video_id)
    video.status, video.problem, video.progress, video.eta_s = Video.Status.FAILED, job.problem, 0, None
    _save(video, "status", "problem", "progress", "eta_s")
    transaction.on_commit(lambda: _clean_up(video.pk, ""))


def _lock_job(job_id: int, token: int) -> Ingest:
    return lock_leased(Ingest, job_id, token)


def _lock_video(job_id: int, token: int) -> Video:
    return Video.objects.select_for_update(no_key=True).get(pk=_lock_job(job_id, token).video_id)


def _queue_again(video: Video, *, actor: User | None) -> None:
    video.status, video.problem, video.progress, video.eta_s = Video.Status.UPLOADED, "", 0, None
    enqueue_task(name="videos.ingest", args=[video.pk], queue="media")
    _save(video, "status", "problem", "progress", "eta_s", actor=actor)


def _save(video: Video, *fields: str, actor: User | None = None) -> None:
    video.save(update_fields=fields)
    record_event(video_id=video.pk, actor=actor, payload=VideoChanged(video=describe_video(video)))


def _clean_up(video_id: int, original: str) -> None:
    storage.drop_scratch(video_id)
    storage.drop_made(video_id, keep=frozenset())
    storage.drop(original)
