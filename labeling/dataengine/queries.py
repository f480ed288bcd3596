"""What each person did in a project, in numbers, from masklets, reviews and activity alone."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from labeling.accounts.models import User
from labeling.dataengine.models import Activity
from labeling.events.project_schema import PersonState
from labeling.masklets.models import Masklet
from labeling.projects.models import Membership, Project
from labeling.projects.queries import describe_person
from labeling.review.models import Review

MS_A_MINUTE = 60_000


@dataclass(frozen=True)
class Effort:
    """`objects` and `approved` of those a person began; `reviews` they decided; minutes in which they were active."""

    user: PersonState
    objects: int
    approved: int
    reviews: int
    clicks: int
    strokes: int
    annotate_minutes: float
    review_minutes: float


def list_efforts(project: Project) -> list[Effort]:
    """One row for each member and everybody else who has worked there, the most active first; in five queries."""
    masklets = _sum_masklets(project)
    reviews = dict(
        Review.objects.filter(masklet__video__project=project)
        .values_list("reviewer")
        .annotate(count=Count("pk"))
        .order_by()
    )
    activities = _sum_activities(project)
    members = Membership.objects.filter(project=project, deleted_at=None).values_list("user", flat=True)
    people = User.objects.in_bulk({*members, *masklets, *reviews, *activities})
    efforts = [
        _describe(user, masklets.get(pk, (0, 0)), reviews.get(pk, 0), activities.get(pk, {}))
        for pk, user in people.items()
    ]
    return sorted(efforts, key=lambda effort: (-effort.annotate_minutes - effort.review_minutes, effort.user.id))


def _sum_masklets(project: Project) -> dict[int, tuple[int, int]]:
    rows = Masklet.objects.filter(video__project=project, video__deleted_at=None, deleted_at=None)
    approved = Count("pk", filter=Q(status=Masklet.Status.APPROVED))
    counted = rows.values_list("author").annotate(num_objects=Count("pk"), num_approved=approved).order_by()
    return {author: (objects, done) for author, objects, done in counted}


def _sum_activities(project: Project) -> dict[int, dict[str, Any]]:
    is_review = Q(mode=Activity.Mode.REVIEW)
    rows = Activity.objects.filter(video__project=project).values("person")
    summed = rows.annotate(
        num_clicks=Sum("clicks"),
        num_strokes=Sum("strokes"),
        review_ms=Sum("active_ms", filter=is_review, default=0),
        annotate_ms=Sum("active_ms", filter=~is_review, default=0),
    )
    return {row["person"]: dict(row) for row in summed.order_by()}


def _describe(user: User, masklets: tuple[int, int], reviews: int, activity: dict[str, Any]) -> Effort:
    return Effort(
        user=describe_person(user),
        objects=masklets[0],
        approved=masklets[1],
        reviews=reviews,
        clicks=activity.get("num_clicks", 0),
        strokes=activity.get("num_strokes", 0),
        annotate_minutes=round(activity.get("annotate_ms", 0) / MS_A_MINUTE, 1),
        review_minutes=round(activity.get("review_ms", 0) / MS_A_MINUTE, 1),
    )
