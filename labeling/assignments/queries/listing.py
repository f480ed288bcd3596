"""A project's videos, a page at a time: searched, filtered, sorted."""

import base64
import binascii
import json
import math
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower

from labeling.assignments.models import Assignment
from labeling.assignments.queries.assignees import Assignee, list_assignees
from labeling.assignments.queries.progress import count_masklets, with_work
from labeling.problems import Malformed
from labeling.projects.models import Membership
from labeling.projects.queries import Access, Shelf, on_shelf
from labeling.videos.models import Video
from labeling.videos.queries import describe_video

NOBODY = "nobody"

# What each order goes by, before the id, and whether downwards.
ORDERS: dict[str, tuple[Any, bool]] = {
    "newest": (Value(0), True),
    "oldest": (Value(0), False),
    "name": (Lower("name"), False),
    "progress": (F("share_approved"), True),
}


@dataclass(frozen=True)
class VideosWish:
    """Which videos, in which order; `after` is the `next` of the page before. Without a limit, all of them."""

    search: str = ""
    stage: str = ""
    assignee: str = ""
    order: str = "newest"
    limit: int | None = None
    after: str = ""
    shelf: str = Shelf.ACTIVE


@dataclass(frozen=True)
class VideosPage:
    """`next` is None on the last page."""

    videos: list[dict[str, Any]]
    next: str | None


def list_videos(access: Access, wish: VideosWish) -> VideosPage:
    """The videos as the API shows them, with their work and who has them, in two queries however many.

    Deleted ones are for the project's admins.
    """
    if wish.shelf == Shelf.DELETED:
        access.require(Membership.Role.ADMIN)
    key, is_down = ORDERS[wish.order]
    videos = _choose(with_work(access.project.videos.filter(on_shelf(wish.shelf))), wish).annotate(key=key)
    if wish.after:
        videos = videos.filter(_comes_after(wish.after, kind=str if wish.order == "name" else float, is_down=is_down))
    sign = "-" if is_down else ""
    videos = videos.order_by(f"{sign}key", f"{sign}id")
    rows: list[Any] = list(videos if wish.limit is None else videos[: wish.limit + 1])
    page = rows if wish.limit is None else rows[: wish.limit]
    assignees = list_assignees([video.pk for video in page])
    return VideosPage(
        videos=[_show(video, assignees.get(video.pk, [])) for video in page],
        next=_write_place(page[-1]) if len(rows) > len(page) else None,
    )


def _choose(videos: QuerySet[Video, Any], wish: VideosWish) -> QuerySet[Video, Any]:
    if wish.search.strip():
        videos = videos.filter(name__icontains=wish.search.strip())
    if wish.stage:
        videos = videos.filter(Q(stage=wish.stage))
    if wish.assignee:
        live = Assignment.objects.filter(video=OuterRef("pk"), ended_at=None)
        is_somebodys = Exists(live if wish.assignee == NOBODY else live.filter(user_id=int(wish.assignee)))
        videos = videos.filter(~is_somebodys if wish.assignee == NOBODY else is_somebodys)
    return videos


def _comes_after(place: str, *, kind: type, is_down: bool) -> Q:
    key, video_id = _read_place(place, kind)
    word = "lt" if is_down else "gt"
    return Q(**{f"key__{word}": key}) | Q(key=key, **{f"id__{word}": video_id})


def _write_place(video: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps([video.key, video.pk]).encode()).decode().rstrip("=")


def _read_place(place: str, kind: type) -> tuple[Any, int]:
    try:
        key, video_id = json.loads(base64.urlsafe_b64decode(place + "=" * (-len(place) % 4)))
        is_right = isinstance(key, str) if kind is str else math.isfinite(key)
        if is_right and isinstance(video_id, int) and 0 < video_id < 2**63:
            return kind(key), video_id
    except (ValueError, TypeError, OverflowError, binascii.Error):
        pass
    raise Malformed("This is no place in the list: send what the page before named, or begin without `after`.")


def _show(video: Any, assignees: list[Assignee]) -> dict[str, Any]:
    return {
        **describe_video(video).model_dump(),
        "num_masklets": video.num_masklets,
        "stage": video.stage,
        "masklets": asdict(count_masklets(video)),
        "assignees": [{**asdict(assignee), "user": assignee.user.model_dump()} for assignee in assignees],
    }
