"""Putting a video away, deleting it, and the ways back; rows and files stay for good.

What runs for it ends with the first two, and an ingest that was cut off begins again with the ways back.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from labeling.accounts.models import User
from labeling.events.publish import record_event
from labeling.events.schema import VideoChanged
from labeling.problems import Conflict
from labeling.projects.models import Project
from labeling.projects.queries import Shelf, on_shelf
from labeling.rooms import name_video_room, recheck_access
from labeling.videos.actions.ingests import begin_again, cut_off
from labeling.videos.models import Video
from labeling.videos.queries import describe_video
from labeling.videos.signals import video_closed


@transaction.atomic
def archive_video(*, video: Video, actor: User) -> Video:
    """Make a video read-only and take it out of lists and inboxes.

    Locks the ingest, the video, what runs for it, then the video's counter.
    """
    cut_off(video)
    locked = _lock(video)
    if locked.archived_at is not None:
        raise Conflict(f"The video “{locked.name}” is archived already.")
    return _keep(locked, actor=actor, archived_at=timezone.now(), deleted_at=locked.deleted_at)


@transaction.atomic
def unarchive_video(*, video: Video, actor: User) -> Video:
    """Let a video be worked on again. Locks the ingest, the video, then the video's counter."""
    begin_again(video)
    locked = _lock(video)
    if locked.archived_at is None:
        raise Conflict(f"The video “{locked.name}” is not archived.")
    return _keep(locked, actor=actor, archived_at=None, deleted_at=locked.deleted_at)


@transaction.atomic
def delete_video(*, video: Video, actor: User) -> None:
    """Hide a video and what is in it. Open editors are closed.

    Locks the ingest, the video, what runs for it, then the video's counter.
    """
    cut_off(video)
    locked = _lock(video)
    _keep(locked, actor=actor, archived_at=locked.archived_at, deleted_at=timezone.now())
    recheck_access(name_video_room(video.pk))


@transaction.atomic
def restore_video(*, video: Video, actor: User) -> Video:
    """Show a deleted video again, as it was: archived if it was. Locks the ingest, the video, then its counter."""
    if video.archived_at is None:
        begin_again(video)
    locked = _lock(video)
    if locked.deleted_at is None:
        raise Conflict(f"The video “{locked.name}” is not deleted.")
    return _keep(locked, actor=actor, archived_at=locked.archived_at, deleted_at=None)


def close_videos(*, project: Project, actor: User, **_: object) -> None:
    """Stop what runs for the videos of a project that was archived or deleted."""
    for video in project.videos.filter(on_shelf(Shelf.ACTIVE)).order_by("pk"):
        cut_off(video)
        video_closed.send(sender=Video, video=video, actor=actor)


def open_videos(*, project: Project, **_: object) -> None:
    """Begin the ingests again that were cut off with the project."""
    for video in project.videos.filter(on_shelf(Shelf.ACTIVE)).order_by("pk"):
        begin_again(video)


def _lock(video: Video) -> Video:
    """Not the row's key: see `rename_video`."""
    return Video.objects.select_for_update(no_key=True).get(pk=video.pk)


def _keep(video: Video, *, actor: User, archived_at: datetime | None, deleted_at: datetime | None) -> Video:
    was_open = video.is_open
    video.archived_at, video.deleted_at = archived_at, deleted_at
    video.save(update_fields=["archived_at", "deleted_at"])
    if was_open and not video.is_open:
        video_closed.send(sender=Video, video=video, actor=actor)
    record_event(video_id=video.pk, actor=actor, payload=VideoChanged(video=describe_video(video)))
    return video
