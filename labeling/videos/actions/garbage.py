"""What lies in the storage and is not needed: leavings of crashes, and media of videos deleted long ago."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from inference.feature_store import FeatureStore
from labeling.events.publish import enqueue_task, record_event
from labeling.events.schema import VideoChanged
from labeling.media.store import StoredFile, media
from labeling.videos import storage
from labeling.videos.holdings import References
from labeling.videos.models import Ingest, Video
from labeling.videos.queries import describe_video

LEAST_AGE = timedelta(hours=1)
"""What is being made is written before its row says so; nothing takes that long between the two."""

DEFAULT_AGE = timedelta(days=1)
PURGED = "The files of this video were removed for good on {date}, after it had been deleted. Its history stays."


@dataclass(frozen=True)
class Purged:
    """A video whose media were, or would be, removed."""

    id: int
    name: str
    deleted_at: datetime
    files: tuple[str, ...]


@transaction.atomic
def ask_for_garbage() -> None:
    """Have a media worker collect the garbage: listing a large storage would hold up what else beat does."""
    enqueue_task(name="videos.collect_garbage", args=[], queue="media")


def collect_garbage(*, older_than: timedelta = DEFAULT_AGE, dry_run: bool = False) -> list[StoredFile]:
    """Delete stored files that no row refers to and that are older than `older_than`, at least LEAST_AGE; those files.

    The storage is listed first and the rows are read afterwards, so whatever got its row meanwhile is seen to have it.
    Raises MediaUnavailable.
    """
    before = timezone.now() - max(older_than, LEAST_AGE)
    old = [stored for stored in media().list_files() if stored.stored_at < before]
    references = References()
    garbage = [stored for stored in old if not references.holds(stored.name)]
    if not dry_run:
        for stored in garbage:
            media().drop(stored.name)
        _drop_old_scratch(before)
    return garbage


def list_purgeable(*, older_than: timedelta) -> list[Purged]:
    """Videos whose media `purge_media` would remove now."""
    return [_describe(video) for video in _purgeable(older_than)]


def purge_media(*, older_than: timedelta) -> Iterator[Purged]:
    """Remove original, proxy and poster of videos that were deleted, or whose project was, longer ago than that.

    The rows stay: whoever brings such a video back finds its history, and why it has no frames. Each video in a
    transaction of its own, which locks its row and counter; its files go after the commit.
    """
    for candidate in _purgeable(older_than):
        with transaction.atomic():
            video = _purgeable(older_than).select_for_update(of=("self",), no_key=True).filter(pk=candidate.pk).first()
            if video is None:
                continue
            purged, digest = _describe(video), video.proxy_digest
            video.original = video.proxy = video.poster = ""
            video.status = Video.Status.FAILED
            video.problem = PURGED.format(date=timezone.localdate().isoformat())
            video.save(update_fields=["original", "proxy", "poster", "status", "problem"])
            record_event(video_id=video.pk, actor=None, payload=VideoChanged(video=describe_video(video)))
        for name in purged.files:
            storage.drop(name)
            storage.forget_copy(name, sha256=digest)
        if digest:
            FeatureStore(settings.FEATURE_CACHE, quota_bytes=settings.FEATURE_CACHE_BYTES).forget(digest)
        yield purged


def _purgeable(older_than: timedelta) -> QuerySet[Video]:
    before = timezone.now() - older_than
    has_files = ~Q(original="", proxy="", poster="")
    deleted = Q(deleted_at__lt=before) | Q(project__deleted_at__lt=before)
    return Video.objects.filter(has_files, deleted).select_related("project").order_by("pk")


def _describe(video: Video) -> Purged:
    moments = [moment for moment in (video.deleted_at, video.project.deleted_at) if moment is not None]
    files = tuple(name for name in (video.original, video.proxy, video.poster) if name)
    return Purged(video.pk, video.name, min(moments), files)


def _drop_old_scratch(before: datetime) -> None:
    """Folders of attempts whose process died and that nobody began again."""
    running = Ingest.objects.filter(status=Ingest.Status.RUNNING).values_list("video_id", "lease_token")
    in_use = {f"{video}-{token}" for video, token in running}
    for folder in (Path(settings.MEDIA_ROOT) / "scratch").glob("*"):
        if folder.name not in in_use and folder.stat().st_mtime < before.timestamp():
            shutil.rmtree(folder, ignore_errors=True)
