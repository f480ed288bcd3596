import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.utils import timezone

from labeling.accounts.models import User
from labeling.events.schema import VideoState
from labeling.problems import NotFound
from labeling.projects.queries import Access, find_access
from labeling.videos.models import FrameTable, Upload, Video
from labeling.videos.rules import require_ready


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


def find_video(*, user: User, video_id: int) -> tuple[Video, Access]:
    """The video and the user's access to its project; to an outsider it does not exist."""
    video = Video.objects.filter(pk=video_id, deleted_at=None).first()
    if video is None:
        raise NotFound("There is no such video, or you are not a member of its project.")
    try:
        return video, find_access(user=user, project_id=video.project_id)
    except NotFound:
        raise NotFound("There is no such video, or you are not a member of its project.") from None


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


def list_expired_uploads(now: datetime) -> QuerySet[Upload]:
    return Upload.objects.filter(consumed_at=None, expires_at__lt=now)


def _live_uploads() -> QuerySet[Upload]:
    return Upload.objects.filter(Q(consumed_at__isnull=False) | Q(expires_at__gte=timezone.now()))
