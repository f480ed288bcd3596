"""Videos: made of whole uploads, renamed."""

import uuid
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from labeling.accounts.models import User
from labeling.events.publish import enqueue_task, record_event
from labeling.events.schema import VideoChanged
from labeling.problems import Unavailable
from labeling.projects.models import Project
from labeling.videos import storage
from labeling.videos.actions.uploads import require_bytes, require_quota
from labeling.videos.fingerprints import fingerprint, growing_digests
from labeling.videos.models import Ingest, Upload, Video
from labeling.videos.queries import describe_video, find_upload
from labeling.videos.rules import clean_filename, require_digest, require_whole

DIGEST_WAIT_S = 10.0
"""Well below what browsers and proxies wait for an answer; a gigabyte takes about a second."""

DIGEST_WAIT_UNASKED_S = 1.0
HASHING = "The server is still checking a large file: it has all of it. Ask for the video again in a few seconds."


@dataclass(frozen=True)
class _Original:
    """A file in the storage that becomes a video; the digest is empty where it is not known yet."""

    name: str
    num_bytes: int
    fingerprint: str
    sha256: str = ""


@transaction.atomic
def create_video(*, actor: User, project: Project, upload_id: uuid.UUID, name: str = "", sha256: str = "") -> Video:
    """Make a video of the actor's own whole upload and start its ingest.

    Where the client said which SHA-256 the file has, here or when it began, the bytes are verified first; then file and
    folder are on the disk; then the row. Locks the upload's row, so an upload becomes one video; then, where the
    project's quota does not count it yet, person and project. The bytes move into the media storage under a name made
    of the upload's id: a repeat after a crash between the move and the commit finds them there. Raises NotFound;
    Invalid when bytes are missing or are others; Conflict when it is a video already; QuotaExceeded; Unavailable while
    a large file is still being hashed.
    """
    find_upload(user=actor, upload_id=upload_id)
    upload = Upload.objects.select_for_update().get(pk=upload_id)
    require_whole(upload)
    if upload.project_id != project.pk:
        require_quota(actor=actor, project=project, length=upload.length, counted=upload)
    original = _take_over(upload, sha256 or upload.sha256)
    upload.consumed_at = timezone.now()
    upload.save(update_fields=["consumed_at"])
    transaction.on_commit(lambda: growing_digests.forget(upload_id))
    return _start_video(actor=actor, project=project, name=name or upload.filename, original=original)


@transaction.atomic
def create_video_from_path(*, project: Project, path: Path, name: str, actor: User) -> Video:
    """Make a video of a local file, which stays where it is, and start its ingest."""
    original = _Original(
        name=storage.copy_in(path, storage.original_name(uuid.uuid4())),
        num_bytes=path.stat().st_size,
        fingerprint=fingerprint(path),
    )
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


def _take_over(upload: Upload, declared: str) -> _Original:
    name = storage.original_name(upload.pk)
    part = storage.upload_path(upload.pk)
    is_moved = not part.exists() and storage.is_stored(name)
    path = storage.local_path(name) if is_moved else require_bytes(upload)
    sha256 = _hash(upload, path, DIGEST_WAIT_S if declared else DIGEST_WAIT_UNASKED_S)
    if declared:
        if not sha256:
            raise Unavailable(HASHING)
        require_digest(declared=declared, found=sha256)
    ends = fingerprint(path)
    if not is_moved:
        storage.drop(name)
        name = storage.take_over(part, name, sha256=sha256)
    return _Original(name=name, num_bytes=upload.length, fingerprint=ends, sha256=sha256)


def _hash(upload: Upload, path: Path, wait_s: float) -> str:
    """The file's SHA-256, mostly known with its last byte; empty where that takes longer, and a repeat finds it."""
    try:
        return growing_digests.follow(upload.pk, path, until=upload.length).result(wait_s)
    except TimeoutError:
        return ""


def _start_video(*, actor: User, project: Project, name: str, original: _Original) -> Video:
    video = Video.objects.create(
        project=project,
        name=clean_filename(name),
        original=original.name,
        original_bytes=original.num_bytes,
        original_fingerprint=original.fingerprint,
        original_sha256=original.sha256,
        created_by=actor,
    )
    Ingest.objects.create(video=video, created_by=actor)
    enqueue_task(name="videos.ingest", args=[video.pk], queue="media")
    record_event(video_id=video.pk, actor=actor, payload=VideoChanged(video=describe_video(video)))
    return video
