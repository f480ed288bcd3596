from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from labeling.accounts.models import User
from labeling.assignments.models import Assignment
from labeling.events.project_schema import PersonState
from labeling.problems import NotFound
from labeling.projects.queries import Access, describe_person
from labeling.videos.queries import find_video


@dataclass(frozen=True)
class Assignee:
    """A person who has a video, for what, since when; `id` is the assignment's."""

    id: int
    video: int
    kind: str
    user: PersonState
    assigned_by: int
    at: datetime


def describe_assignment(row: Assignment) -> Assignee:
    return Assignee(
        id=row.pk,
        video=row.video_id,
        kind=row.kind,
        user=describe_person(row.user),
        assigned_by=row.assigned_by_id,
        at=row.at,
    )


def find_assignment(*, user: User, assignment_id: int, to_change: bool = False) -> tuple[Assignment, Access]:
    """An assignment that has not ended, for a member of its project; raises NotFound for everybody else.

    `to_change`: raises Archived where video or project is read-only.
    """
    gone = "There is no such assignment: it may have ended, or you are not a member of its project."
    row = Assignment.objects.select_related("user").filter(pk=assignment_id, ended_at=None).first()
    if row is None:
        raise NotFound(gone)
    try:
        _, access = find_video(user=user, video_id=row.video_id, to_change=to_change)
    except NotFound as error:
        raise NotFound(gone) from error
    return row, access


def list_assignees(video_ids: Iterable[int]) -> dict[int, list[Assignee]]:
    """Who has each of the videos, annotators first; videos that nobody has are missing."""
    rows = Assignment.objects.select_related("user").filter(video__in=list(video_ids), ended_at=None)
    found: dict[int, list[Assignee]] = defaultdict(list)
    for row in rows.order_by("kind", "pk"):
        found[row.video_id].append(describe_assignment(row))
    return dict(found)
