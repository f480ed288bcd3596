"""What may be given to a person next, and what they hold."""

from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet

from labeling.accounts.models import User
from labeling.assignments.models import Assignment
from labeling.masklets.models import Masklet
from labeling.masklets.rules import REVIEWERS
from labeling.projects.models import Membership
from labeling.projects.queries import Shelf, on_shelf
from labeling.videos.models import Video

Kind = Assignment.Kind
Status = Masklet.Status


def list_to_annotate(user: User) -> QuerySet[Video]:
    """Ready videos of the user's projects that nobody has and on which nothing is begun or something is open."""
    taken = Assignment.objects.filter(video=OuterRef("pk"), kind=Kind.ANNOTATE, ended_at=None)
    return _ready(user).filter(_has_open_work(), ~Exists(taken)).order_by("pk")


def list_to_review(user: User) -> QuerySet[Video, Any]:
    """Videos with masklets that the user may decide on and no other reviewer has, the longest waiting first."""
    mine = submitted_for(user).filter(video=OuterRef("pk"))
    others = Assignment.objects.filter(video=OuterRef("pk"), kind=Kind.REVIEW, ended_at=None)
    waits = Masklet.objects.filter(video=OuterRef("video"), status=Status.SUBMITTED, deleted_at=None)
    # A reviewer who has nothing left to decide there holds nobody up.
    busy = others.exclude(user=user).filter(Exists(waits.exclude(author=OuterRef("user"))))
    already = others.filter(user=user)
    first = Min("masklets__submitted_at", filter=Q(masklets__status=Status.SUBMITTED, masklets__deleted_at=None))
    videos = _ready(user, roles=REVIEWERS).filter(Exists(mine), ~Exists(busy), ~Exists(already))
    return videos.annotate(waits_since=first).order_by("waits_since", "pk")


def submitted_for(user: User) -> QuerySet[Masklet]:
    """Submitted masklets that the user may decide on: never their own where the project has another reviewer."""
    roles = [str(role) for role in REVIEWERS]
    reviewers = Membership.objects.filter(
        project=OuterRef("video__project"), role__in=roles, deleted_at=None, user__is_active=True
    )
    standing = Masklet.objects.filter(on_shelf(Shelf.ACTIVE, "video__"), status=Status.SUBMITTED, deleted_at=None)
    mine = standing.filter(video__project__in=_list_projects(user, roles=REVIEWERS))
    return mine.filter(~Q(author=user) | ~Exists(reviewers.exclude(user=user)))


def find_first_to_review(*, user: User, video_id: int) -> int | None:
    """The masklet of a video that has waited longest for a decision of the user's."""
    waiting = submitted_for(user).filter(video_id=video_id).order_by("submitted_at", "pk")
    return waiting.values_list("pk", flat=True).first()


def list_assigned(user: User, kind: str) -> QuerySet[Assignment]:
    """What the user has and on which there is something to do, the oldest assignment first."""
    rows = Assignment.objects.filter(user=user, kind=kind, ended_at=None, video__in=_ready(user))
    if kind == Kind.ANNOTATE:
        rows = rows.filter(video__in=Video.objects.filter(_has_open_work(with_rejected=True)))
    else:
        rows = rows.filter(Exists(submitted_for(user).filter(video=OuterRef("video"))))
    return rows.select_related("video", "user").order_by("at", "pk")


def count_held(user: User) -> int:
    """How many unfinished videos the user took from the queue."""
    return list_assigned(user, Kind.ANNOTATE).filter(assigned_by=F("user")).count()


def _ready(user: User, *, roles: frozenset[Membership.Role] | None = None) -> QuerySet[Video]:
    projects = _list_projects(user, roles=roles)
    return Video.objects.filter(on_shelf(Shelf.ACTIVE), project__in=projects, status=Video.Status.READY)


def _has_open_work(*, with_rejected: bool = False) -> Q:
    """Nothing is begun, or something waits for an annotator.

    What was sent back waits for its author, who finds it in the inbox; it is open to all where the author has left.
    """
    masklets = Masklet.objects.filter(video=OuterRef("pk"), deleted_at=None)
    rejected = masklets.filter(status=Status.REJECTED)
    if not with_rejected:
        author = Membership.objects.filter(
            user=OuterRef("author"), project=OuterRef("video__project"), deleted_at=None, user__is_active=True
        )
        rejected = rejected.filter(~Exists(author))
    return Q(~Exists(masklets)) | Q(Exists(masklets.filter(status=Status.DRAFT))) | Q(Exists(rejected))


def _list_projects(user: User, *, roles: frozenset[Membership.Role] | None) -> QuerySet[Membership, Any]:
    memberships = Membership.objects.filter(on_shelf(Shelf.ACTIVE, "project__"), user=user, deleted_at=None)
    if roles is not None:
        memberships = memberships.filter(role__in=[str(role) for role in roles])
    return memberships.values("project")
