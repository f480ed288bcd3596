import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from labeling.accounts.models import User
from labeling.events.schema import VideoState
from labeling.problems import NotFound
from labeling.projects.models import Membership, Project
from labeling.projects.queries import Access, Shelf, find_access, on_shelf
from labeling.videos.models import FrameTable, Ingest, Upload, Video
from labeling.videos.rules import require_open, require_ready

NO_VIDEO = "There is no such video, or you are not a member of its project."

MAX_DUPLICATES = 20
SURE = ("same", "likely", "other")
"""How sure it is that a video was made of the same file: by SHA-256, by fingerprint, not at all."""


@dataclass(frozen=True)
class Usage:
    """Bytes that count against the quotas."""

    person_bytes: int
    project_bytes: int


@dataclass(frozen=True)
class Duplicate:
    """A video that may be of a file that somebody is about to upload; `content` is one of SURE."""

    video: int
    name: str
    project: int
    project_name: str
    status: str
    content: str
    same_name: bool


@dataclass(frozen=True)
class FrameTimes:
    """`pts[n]` is when frame n begins, in units of time_base[0] / time_base[1] seconds; strictly increasing from 0.

    `width` × `height`: the video's display size in proxy pixels, in which masks and prompts are measured; the proxy
    itself is padded right and below to even.
    """

    num_frames: int
    time_base: tuple[int, int]
    pts: list[int]
    width: int
    height: int


def find_video(*, user: User, video_id: int, to_change: bool = False) -> tuple[Video, Access]:
    """The video and the user's access to its project; to an outsider it does not exist.

    `to_change`: as every call asks that changes something. Raises Archived where video or project is read-only.
    """
    video = Video.objects.filter(pk=video_id, deleted_at=None).first()
    if video is None:
        raise NotFound(NO_VIDEO)
    return video, find_access_to(video, user=user, refusal=NO_VIDEO, to_change=to_change)


def find_deleted_video(*, user: User, video_id: int) -> tuple[Video, Access]:
    """A deleted video, for the admins of its project; to all others it does not exist."""
    video = Video.objects.filter(on_shelf(Shelf.DELETED), pk=video_id).first()
    if video is None:
        raise NotFound(NO_VIDEO)
    access = find_access_to(video, user=user, refusal=NO_VIDEO)
    if access.role != Membership.Role.ADMIN:
        raise NotFound(NO_VIDEO)
    access.require_open()
    return video, access


def find_access_to(video: Video, *, user: User, refusal: str, to_change: bool = False) -> Access:
    """The access to the video's project; outsiders read `refusal`, the sentence for what does not exist.

    Raises Archived where something is to be changed and the video or its project is read-only.
    """
    try:
        access = find_access(user=user, project_id=video.project_id, to_change=to_change)
    except NotFound:
        raise NotFound(refusal) from None
    if to_change:
        require_open(video)
    return access


def describe_video(video: Video) -> VideoState:
    """The video as events carry it."""
    return VideoState(
        id=video.pk,
        project=video.project_id,
        name=video.name,
        status=cast(Any, video.status),
        problem=video.problem,
        warning=video.warning,
        progress=video.progress,
        eta_s=video.eta_s,
        can_retry=video.can_retry,
        num_frames=video.num_frames,
        width=video.width,
        height=video.height,
        duration_s=video.duration_s,
        created_by=video.created_by_id,
        created_at=video.created_at,
        archived=video.archived_at is not None,
        deleted=video.deleted_at is not None,
    )


def show_video(video: Video) -> dict[str, Any]:
    """The video as the REST API shows it: its state and how many masklets it has."""
    num_masklets = video.masklets.filter(deleted_at=None).count()
    return {**describe_video(video).model_dump(), "num_masklets": num_masklets}


def read_frame_times(video: Video) -> FrameTimes:
    """The video's frozen frame table; Conflict where it is not ready."""
    require_ready(video)
    table = FrameTable.objects.get(pk=video.pk)
    return FrameTimes(
        num_frames=len(table.pts),
        time_base=(table.time_base_num, table.time_base_den),
        pts=table.pts,
        width=video.width,
        height=video.height,
    )


def find_upload(*, user: User, upload_id: uuid.UUID) -> Upload:
    """The user's own upload; nobody else's exists for them."""
    upload = _live_uploads().filter(pk=upload_id, owner=user).first()
    if upload is None:
        raise NotFound("There is no such upload, or it has expired. Begin a new one.")
    return upload


def count_open_uploads(user: User) -> int:
    return _live_uploads().filter(owner=user, consumed_at=None).count()


def list_open_uploads(user: User) -> QuerySet[Upload]:
    """The user's unfinished uploads and those that have not become a video, newest first."""
    return _live_uploads().filter(owner=user, consumed_at=None).order_by("-created_at")


def count_awaited_bytes() -> int:
    """What all unfinished uploads have yet to bring."""
    waiting = _live_uploads().filter(consumed_at=None)
    return int(waiting.aggregate(sum=Sum(F("length") - F("offset")))["sum"] or 0)


def read_usage(*, user: User, project: Project | None) -> Usage:
    """What a person and a project hold: originals of videos that are not deleted, and unfinished uploads whole."""
    videos = Video.objects.filter(deleted_at=None).exclude(original="")
    uploads = _live_uploads().filter(consumed_at=None)

    def weigh(whose_videos: Q, whose_uploads: Q) -> int:
        return _sum(videos.filter(whose_videos), "original_bytes") + _sum(uploads.filter(whose_uploads), "length")

    return Usage(
        person_bytes=weigh(Q(created_by=user), Q(owner=user)),
        project_bytes=weigh(Q(project=project), Q(project=project)) if project else 0,
    )


def find_duplicates(*, access: Access, sha256: str, fingerprint: str, name: str) -> list[Duplicate]:
    """Videos of the same content in every project that the person may see, and of the same name in this one.

    A fingerprint alone makes it likely. Newest first, those of the same content before all others.
    """
    mine = Membership.objects.filter(user=access.user, deleted_at=None, project__deleted_at=None)
    same_content = (Q(original_sha256=sha256) if sha256 else Q(pk=None)) | (
        Q(original_fingerprint=fingerprint) if fingerprint else Q(pk=None)
    )
    same_name = Q(name=name, project=access.project) if name else Q(pk=None)
    found = (
        Video.objects.filter(same_content | same_name, deleted_at=None, project__in=mine.values("project"))
        .exclude(status=Video.Status.FAILED)
        .select_related("project")
        .order_by("-id")[:MAX_DUPLICATES]
    )
    shown = [_describe_duplicate(video, access.project, sha256, fingerprint, name) for video in found]
    meant = [duplicate for duplicate in shown if duplicate.content != "other" or duplicate.same_name]
    return sorted(meant, key=lambda duplicate: SURE.index(duplicate.content))


def _describe_duplicate(video: Video, here: Project, sha256: str, fingerprint: str, name: str) -> Duplicate:
    if sha256 and video.original_sha256:
        content = "same" if video.original_sha256 == sha256 else "other"
    else:
        content = "likely" if fingerprint and video.original_fingerprint == fingerprint else "other"
    return Duplicate(
        video=video.pk,
        name=video.name,
        project=video.project_id,
        project_name=video.project.name,
        status=video.status,
        content=content,
        same_name=video.project_id == here.pk and video.name == name,
    )


def _sum(rows: QuerySet[Any], column: str) -> int:
    return int(rows.aggregate(sum=Sum(column))["sum"] or 0)


def list_expired_uploads(now: datetime) -> QuerySet[Upload]:
    return Upload.objects.filter(consumed_at=None, expires_at__lt=now)


def list_wanted_ingests() -> QuerySet[Ingest]:
    """The ingests of videos that are neither put away nor deleted, nor is their project."""
    return Ingest.objects.filter(on_shelf(Shelf.ACTIVE, "video__"), on_shelf(Shelf.ACTIVE, "video__project__"))


def _live_uploads() -> QuerySet[Upload]:
    return Upload.objects.filter(Q(consumed_at__isnull=False) | Q(expires_at__gte=timezone.now()))
