"""Who was asked for what; many videos at once are one entry."""

from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from labeling.accounts.models import User
from labeling.assignments.models import Assignment
from labeling.feed.queries.entries import Entry, FeedWish, Kind, Place, name_person, name_video, until
from labeling.videos.models import Video

Reason = Assignment.Reason
Group = dict[str, Any]


def list_new_assignments(wish: FeedWish, before: Place | None, limit: int) -> list[Entry]:
    rows = Assignment.objects.filter(until(before, field="at"), video__in=wish.videos)
    groups = _gather(_of_person(rows, wish, actor="assigned_by"), ("at", "assigned_by", "user", "kind"), limit)
    return _describe(groups, source="assigned", time="at", actor="assigned_by")


def list_ended_assignments(wish: FeedWish, before: Place | None, limit: int) -> list[Entry]:
    rows = Assignment.objects.filter(until(before, field="ended_at"), video__in=wish.videos, ended_at__isnull=False)
    alike = ("ended_at", "ended_by", "user", "kind", "reason")
    groups = _gather(_of_person(rows, wish, actor="ended_by"), alike, limit)
    return _describe(groups, source="ended", time="ended_at", actor="ended_by")


def _of_person(rows: QuerySet[Assignment], wish: FeedWish, *, actor: str) -> QuerySet[Assignment]:
    """What the person did, or what was done with them."""
    return rows if wish.person is None else rows.filter(Q(**{actor: wish.person}) | Q(user=wish.person))


def _gather(rows: QuerySet[Assignment], alike: tuple[str, ...], limit: int) -> list[Group]:
    """What is alike was done in one call: one group, newest first by the time that `alike` begins with."""
    groups = rows.values(*alike).annotate(count=Count("pk"), newest=Max("pk"), one=Min("video"))
    return list(groups.order_by(f"-{alike[0]}", "-newest")[:limit])


def _describe(groups: list[Group], *, source: str, time: str, actor: str) -> list[Entry]:
    people = User.objects.in_bulk({group[role] for group in groups for role in (actor, "user")} - {None})
    videos = Video.objects.in_bulk({group["one"] for group in groups})
    say = _say_new if source == "assigned" else _say_ended
    return [
        Entry(
            place=Place(at=group[time], source=source, number=group["newest"]),
            kind=Kind.ASSIGNMENTS,
            actor=name_person(people.get(group[actor])),
            sentence=say(group, people[group["user"]], is_own=group[actor] == group["user"]),
            video=name_video(videos[group["one"]]) if group["count"] == 1 else None,
        )
        for group in groups
    ]


def _say_new(group: Group, user: User, *, is_own: bool) -> str:
    if is_own:
        return f"took {_say_videos(group)} to {group['kind']}"
    return f"asked {user.shown_name} to {group['kind']} {_say_videos(group)}"


def _say_ended(group: Group, user: User, *, is_own: bool) -> str:
    what = f"{_say_videos(group)} to {group['kind']}"
    if is_own:
        return f"gave back {what}"
    if group["reason"] == Reason.LEFT:
        return f"freed {what} that {user.shown_name} had, who may not work on them any more"
    return f"took {what} from {user.shown_name}"


def _say_videos(group: Group) -> str:
    return "a video" if group["count"] == 1 else f"{group['count']} videos"
