import logging
import math
import os
import socket
import time
from collections.abc import Callable

from celery import shared_task
from django.conf import settings

from labeling.jobs.heartbeat import Heartbeat
from labeling.jobs.leases import LeaseLost, claim_next
from labeling.jobs.stopping import heed_shutdown
from labeling.media.problems import MediaMissing, MediaUnavailable
from labeling.metrics import FRAMES_INGESTED, INGEST_SECONDS
from labeling.tracing import traced
from labeling.videos import actions, disk, storage
from labeling.videos.ingest.pace import Pace
from labeling.videos.ingest.report import Progress
from labeling.videos.ingest.supervise import STOPPED, Caps, IngestOutput, IngestRefused, IngestStopped, run_child
from labeling.videos.models import Ingest, Video
from labeling.videos.queries import list_wanted_ingests

logger = logging.getLogger(__name__)

DISK_FULL = "The server's disk is full. Ask whoever runs this installation to make room, then try again."
TELL_EVERY_S = 1.0
TELL_STEP = 0.01
"""Progress events are kept for good, so a video makes at most a hundred."""

STORE_AGAIN_S = 5.0
STORE_FOR_S = 15 * 60.0
"""What took an hour to make is not thrown away because the media storage is being restarted."""


@shared_task(name="videos.ingest")
def ingest(video_id: int) -> None:
    """Ingest a video whose job is free; otherwise another worker does it, or it is over."""
    free = list_wanted_ingests().filter(video_id=video_id)
    job = claim_next(free, owner=f"{socket.gethostname()}:{os.getpid()}")
    if job is None:
        logger.info("video %s: no ingest to do", video_id)
        return
    traces = traced(job.request_id, user_id=job.created_by_id)
    with traces, heed_shutdown() as is_shutting_down, Heartbeat(job) as heartbeat:
        began = time.monotonic()
        try:
            _run(job, heartbeat, is_shutting_down)
            INGEST_SECONDS.observe(time.monotonic() - began)
            logger.info("video %s: ingest over after %.1f s", video_id, time.monotonic() - began)
        except LeaseLost as lost:
            logger.warning("video %s: %s", video_id, lost)


@shared_task(name="videos.reap_ingests")
def reap_ingests() -> None:
    actions.reap_ingests()


@shared_task(name="videos.purge_uploads")
def purge_uploads() -> None:
    actions.purge_uploads()


@shared_task(name="videos.ask_for_garbage")
def ask_for_garbage() -> None:
    actions.ask_for_garbage()


@shared_task(name="videos.collect_garbage")
def collect_garbage() -> None:
    """What crashes left in the storage; where it does not answer, tomorrow."""
    try:
        garbage = actions.collect_garbage()
    except MediaUnavailable as problem:
        logger.warning("no garbage collected: %s", problem)
        return
    for stored in garbage:
        logger.info("deleted %s, %d bytes, which nothing refers to", stored.name, stored.num_bytes)


class _Teller:
    """Tells progress at most once a second and once a hundredth; remembers why the work is to stop."""

    def __init__(self, job: Ingest, heartbeat: Heartbeat, is_shutting_down: Callable[[], bool]) -> None:
        self._job = job
        self._heartbeat = heartbeat
        self._is_shutting_down = is_shutting_down
        self._pace = Pace()
        self._told_at = time.monotonic()
        self._told = 0.0
        self._asked_at = -math.inf
        self.is_cancelled = False
        self.is_given_back = False
        self.is_out_of_room = False

    def tell(self, progress: Progress) -> None:
        now = time.monotonic()
        self._pace.note(progress.fraction, now)
        if now - self._told_at < TELL_EVERY_S or progress.fraction - self._told < TELL_STEP:
            return
        self._told_at, self._told = now, progress.fraction
        eta_s = self._pace.remaining_s
        actions.note_progress(
            job_id=self._job.pk,
            token=self._job.lease_token,
            fraction=progress.fraction,
            eta_s=None if eta_s is None else round(eta_s, 1),
        )

    def should_stop(self) -> bool:
        if time.monotonic() - self._asked_at > TELL_EVERY_S:
            self._asked_at = time.monotonic()
            self.is_cancelled = actions.is_cancelled(self._job.pk)
            self.is_out_of_room = disk.is_full()
        self.is_given_back = self._is_shutting_down()
        return self.is_cancelled or self.is_given_back or self.is_out_of_room or self._heartbeat.is_lost


def _run(job: Ingest, heartbeat: Heartbeat, is_shutting_down: Callable[[], bool]) -> None:
    token = job.lease_token
    teller = _Teller(job, heartbeat, is_shutting_down)
    video = Video.objects.get(pk=job.video_id)
    place = {"name": video.original, "sha256": video.original_sha256}
    try:
        original = storage.local_path(**place)
        sha256 = storage.digest_file(original)
        actions.start_ingest(job_id=job.pk, token=token)
        storage.drop_made(video.pk, keep=frozenset())
        with storage.scratch_folder(video.pk, token) as scratch:
            output = run_child(
                original=original,
                scratch=scratch,
                caps=_read_caps(),
                on_progress=teller.tell,
                should_stop=teller.should_stop,
            )
            _finish(job, teller, output, sha256)
        FRAMES_INGESTED.inc(output.finished.num_frames)
    except MediaUnavailable as problem:
        actions.postpone_ingest(job_id=job.pk, token=token, problem=problem.detail)
        return
    except MediaMissing as problem:
        actions.refuse_ingest(job_id=job.pk, token=token, problem=problem.detail, can_retry=True)
    except IngestRefused as refusal:
        actions.refuse_ingest(job_id=job.pk, token=token, problem=str(refusal), can_retry=refusal.can_retry)
    except IngestStopped:
        if teller.is_cancelled:
            actions.cancel_ingest(job_id=job.pk, token=token)
        elif teller.is_given_back:
            actions.give_back_ingest(job_id=job.pk, token=token)
        elif teller.is_out_of_room:
            actions.refuse_ingest(job_id=job.pk, token=token, problem=DISK_FULL, can_retry=True)
    storage.forget_copy(**place)


def _finish(job: Ingest, teller: _Teller, output: IngestOutput, sha256: str) -> None:
    """Store what was made, with patience: raises MediaUnavailable only after STORE_FOR_S, IngestStopped when told."""
    give_up_at = time.monotonic() + STORE_FOR_S
    while True:
        try:
            actions.finish_ingest(job_id=job.pk, token=job.lease_token, output=output, original_sha256=sha256)
            return
        except MediaUnavailable:
            if time.monotonic() > give_up_at:
                raise
            if teller.should_stop():
                raise IngestStopped(STOPPED) from None
            logger.warning("video %s: what was made of it waits for the media storage", job.video_id)
            time.sleep(STORE_AGAIN_S)


def _read_caps() -> Caps:
    return Caps(
        max_frames=settings.INGEST_MAX_FRAMES,
        max_pixels=settings.INGEST_MAX_PIXELS,
        cpu_s=settings.INGEST_CPU_S,
        memory_bytes=settings.INGEST_MEMORY_BYTES,
    )
