from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from labeling.accounts.models import User
from labeling.assignments.models import Assignment
from labeling.assignments.queries import count_held, list_to_annotate, list_to_review
from labeling.assignments.rules import require_few_held, require_may
from labeling.problems import NotFound
from labeling.projects.models import Membership, Project
from labeling.videos.models import Video
from labeling.videos.rules import require_open

Kind, Reason = Assignment.Kind, Assignment.Reason


@transaction.atomic
def assign_videos(
    *, project: Project, video_ids: Sequence[int], user_id: int, kind: str, actor: User, replace: bool = False
) -> list[Assignment]:
    """Ask a member for work on videos; with `replace`, in place of whoever has them. Returns what is new.

    Locks the videos by id, as the queue does, so that nobody is given one of them meanwhile. Raises NotFound where a
    video is not in the project or the person no member, Invalid where their role does not allow it.
    """
    member = _find_member(project, user_id)
    require_may(member, kind)
    videos = _lock_videos(project, video_ids)
    now = timezone.now()
    live = Assignment.objects.filter(video__in=videos, kind=kind, ended_at=None)
    if replace:
        _end(live.exclude(user=member.user), actor=actor, reason=Reason.REPLACED, at=now)
    has = set(live.filter(user=member.user).values_list("video_id", flat=True))
    return Assignment.objects.bulk_create(
        Assignment(video=video, user=member.user, kind=kind, assigned_by=actor, at=now)
        for video in videos
        if video.pk not in has
    )


@transaction.atomic
def unassign_videos(*, project: Project, video_ids: Sequence[int], kind: str | None, actor: User) -> int:
    """End what anybody has of the videos, of one kind or both; how many that was. Locks the videos by id."""
    videos = _lock_videos(project, video_ids)
    live = Assignment.objects.filter(video__in=videos, ended_at=None)
    if kind is not None:
        live = live.filter(kind=kind)
    return _end(live, actor=actor, reason=Reason.UNASSIGNED, at=timezone.now())


def end_assignment(*, assignment: Assignment, actor: User) -> None:
    """Give a video back, or take it from somebody; a second time changes nothing."""
    reason = Reason.RETURNED if assignment.user_id == actor.pk else Reason.UNASSIGNED
    live = Assignment.objects.filter(pk=assignment.pk, ended_at=None)
    _end(live, actor=actor, reason=reason, at=timezone.now())


@transaction.atomic
def take_next(*, actor: User, kind: str, project_id: int | None = None) -> Assignment | None:
    """Give the actor the queue's next video, which nobody else is given; None where the queue is empty.

    Locks the video's row; others' locked videos are skipped. Between choosing and locking, another person's choice may
    have been committed, which only a statement begun under the lock sees: the queue is asked again.
    """
    if kind == Kind.ANNOTATE:
        require_few_held(count_held(actor))
    queue = list_to_annotate(actor) if kind == Kind.ANNOTATE else list_to_review(actor)
    if project_id is not None:
        queue = queue.filter(project_id=project_id)
    for video_id in queue.values_list("pk", flat=True)[:200]:
        if _lock_free(video_id) and queue.filter(pk=video_id).exists():
            return Assignment.objects.create(
                video_id=video_id, user=actor, kind=kind, assigned_by=actor, at=timezone.now()
            )
    return None


def _lock_free(video_id: int) -> bool:
    rows = Video.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=video_id)
    return rows.first() is not None


def _lock_videos(project: Project, video_ids: Sequence[int]) -> list[Video]:
    wished = set(video_ids)
    rows = Video.objects.select_for_update(no_key=True).filter(project=project, pk__in=wished, deleted_at=None)
    videos = list(rows.order_by("pk"))
    missing = sorted(wished - {video.pk for video in videos})
    if missing:
        raise NotFound(f"Video {missing[0]} is not in this project, or was deleted: look at the list again.")
    for video in videos:
        require_open(video)
    return videos


def _find_member(project: Project, user_id: int) -> Membership:
    members = Membership.objects.select_related("user").filter(project=project, deleted_at=None)
    member = members.filter(user_id=user_id, user__is_active=True).first()
    if member is None:
        raise NotFound("This person is not a member of the project: add them first, then assign.")
    return member


def _end(live: QuerySet[Assignment], *, actor: User, reason: str, at: datetime) -> int:
    return live.update(ended_at=at, ended_by=actor, reason=reason)
