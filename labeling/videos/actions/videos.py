"""Videos: made of whole uploads, renamed, deleted."""

import uuid
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from labeling.accounts.models import User
from labeling.events.publish import enqueue_task, record_event
from labeling.events.schema import VideoChanged
from labeling.projects.models import Project
from labeling.rooms import name_video_room, recheck_access
from labeling.videos import storage
from labeling.videos.models import Ingest, Upload, Video
from labeling.videos.queries import describe_video, find_upload
from labeling.videos.rules import clean_filename, require_whole


@transaction.atomic
def create_video(*, actor: User, project: Project, upload_id: uuid.UUID, name: str = "") -> Video:
    """Make a video of the actor's own whole upload and start its ingest.

    Locks the upload's row, so an upload becomes one video. Its bytes move into the media storage under a name made of
    the upload's id: a repeat after a crash between the move and the commit finds them there. Raises NotFound, Invalid
    when bytes are missing, Conflict when it is a video already.
    """
    find_upload(user=actor, upload_id=upload_id)
    upload = Upload.objects.select_for_update().get(pk=upload_id)
    require_whole(upload)
    original = storage.original_name(upload.pk)
    part = storage.upload_path(upload.pk)
    if part.exists():
        storage.drop(original)
        original = storage.take_over(part, original)
    upload.consumed_at = timezone.now()
    upload.save(update_fields=["consumed_at"])
    return _start_video(actor=actor, project=project, name=name or upload.filename, original=original)


@transaction.atomic
def create_video_from_path(*, project: Project, path: Path, name: str, actor: User) -> Video:
    """Make a video of a local file, which stays where it is, and start its ingest."""
    original = storage.copy_in(path, storage.original_name(uuid.uuid4()))
    return _start_video(actor=actor, project=project, name=name, original=original)


@transaction.atomic
def rename_video(*, video: Video, name: str, actor: User) -> Video:
    """Locks the video's row, then its event counter.

    Without locking its key: others' rows that refer to the video are checked when they commit, while they hold the
    counter, and would wait for this lock as it waits for the counter.
    """
    locked = Video.objects.select_for_update(no_key=True).get(pk=video.pk)
    locked.name = clean_filename(name)
    locked.save(update_fields=["name"])
    record_event(video_id=locked.pk, actor=actor, payload=VideoChanged(video=describe_video(locked)))
    return locked


@transaction.atomic
def delete_video(*, video: Video) -> None:
    """Hide a video and what is in it; rows and files stay. A running ingest is told to stop, open editors are closed.

    Locks job, then video.
    """
    now = timezone.now()
    jobs = Ingest.objects.filter(video=video)
    jobs.filter(status=Ingest.Status.QUEUED).update(status=Ingest.Status.CANCELLED, finished_at=now)
    jobs.filter(status=Ingest.Status.RUNNING).update(cancel_requested_at=now)
    Video.objects.filter(pk=video.pk, deleted_at=None).update(deleted_at=now)
    recheck_access(name_video_room(video.pk))


def _start_video(*, actor: User, project: Project, name: str, original: str) -> Video:
    video = Video.objects.create(project=project, name=clean_filename(name), original=original, created_by=actor)
    Ingest.objects.create(video=video, created_by=actor)
    enqueue_task(name="videos.ingest", args=[video.pk], queue="media")
    record_event(video_id=video.pk, actor=actor, payload=VideoChanged(video=describe_video(video)))
    return video
