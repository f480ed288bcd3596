"""How videos came, were read, and what was done with them as a whole."""

from typing import Any

from django.db.models import OuterRef, Subquery

from labeling.events.models import Event
from labeling.feed.queries.entries import Entry, FeedWish, Kind, Place, name_person, name_video, until
from labeling.videos.models import Ingest, Video


def list_uploads(wish: FeedWish, before: Place | None, limit: int) -> list[Entry]:
    rows = wish.videos.filter(until(before, field="created_at")).select_related("created_by")
    if wish.person is not None:
        rows = rows.filter(created_by=wish.person)
    return [
        Entry(
            place=Place(at=row.created_at, source="upload", number=row.pk),
            kind=Kind.VIDEOS,
            actor=name_person(row.created_by),
            sentence="uploaded a video",
            video=name_video(row),
        )
        for row in rows.order_by("-created_at", "-pk")[:limit]
    ]


def list_ingests(wish: FeedWish, before: Place | None, limit: int) -> list[Entry]:
    if wish.person is not None:
        return []
    rows = Ingest.objects.select_related("video").filter(
        until(before, field="finished_at"),
        video__in=wish.videos,
        status__in=(Ingest.Status.DONE, Ingest.Status.FAILED),
        finished_at__isnull=False,
    )
    return [
        Entry(
            place=Place(at=row.finished_at, source="ingest", number=row.pk),
            kind=Kind.VIDEOS,
            actor=None,
            sentence=_say_ingest(row),
            video=name_video(row.video),
        )
        for row in rows.order_by("-finished_at", "-pk")[:limit]
        if row.finished_at is not None
    ]


def list_video_changes(wish: FeedWish, before: Place | None, limit: int) -> list[Entry]:
    """Renamed, archived, deleted, and back again, as the video's own events say."""
    earlier = Event.objects.filter(video_id=OuterRef("video_id"), type="video.changed", seq__lt=OuterRef("seq"))
    rows = (
        Event.objects.filter(until(before, field="at"), type="video.changed", actor__isnull=False)
        .filter(video_id__in=wish.videos.values("pk"))
        .annotate(earlier=Subquery(earlier.order_by("-seq").values("payload")[:1]))
        .select_related("actor")
    )
    if wish.person is not None:
        rows = rows.filter(actor=wish.person)
    page: list[Any] = list(rows.order_by("-at", "-pk")[:limit])
    videos = Video.objects.in_bulk({row.video_id for row in page})
    said = [(row, row.earlier and _say_change(row.earlier["video"], row.payload["video"])) for row in page]
    return [
        Entry(
            place=Place(at=row.at, source="video", number=row.pk),
            kind=Kind.VIDEOS,
            actor=name_person(row.actor),
            sentence=sentence,
            video=name_video(videos[row.video_id]),
        )
        for row, sentence in said
        if sentence
    ]


def _say_ingest(row: Ingest) -> str:
    if row.status == Ingest.Status.FAILED:
        return f"could not be read: {row.problem or 'nobody knows why'}"
    return f"was read: {row.video.num_frames} frames"


def _say_change(earlier: dict[str, Any], now: dict[str, Any]) -> str:
    """What was done, from the two states; empty where it was something that the feed does not tell."""
    if earlier["name"] != now["name"]:
        return f"renamed “{earlier['name']}” to “{now['name']}”"
    words = {
        "deleted": ("deleted a video", "restored a video"),
        "archived": ("archived a video", "took a video up again"),
    }
    for field, (done, undone) in words.items():
        if bool(earlier.get(field)) != bool(now.get(field)):
            return done if now.get(field) else undone
    return "had a video read again" if now["status"] == Video.Status.UPLOADED else ""
