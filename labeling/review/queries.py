from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from labeling.accounts.models import User
from labeling.assignments.models import Assignment
from labeling.assignments.queries import Assignee, list_assigned, list_assignees, list_to_annotate, submitted_for
from labeling.events.schema import MaskletState
from labeling.masklets.models import Masklet
from labeling.masklets.queries import describe_masklets
from labeling.projects.models import Membership
from labeling.projects.queries import Shelf, on_shelf
from labeling.review.models import Review
from labeling.videos.models import Video
from labeling.videos.queries import describe_video

# More than anyone works through before looking again.
MAX_ITEMS = 200


@dataclass(frozen=True)
class ReviewState:
    id: int
    masklet: int
    decision: str
    version: int
    start: int
    stop: int
    comment: str
    reviewer: int
    at: datetime


@dataclass(frozen=True)
class InboxItem:
    """A masklet that waits for somebody, with what they need to recognise it and who has its video for review."""

    masklet: MaskletState
    video: dict[str, Any]
    label: dict[str, str]
    reviewers: list[Assignee]
    comment: str
    at: datetime

    def as_json(self) -> dict[str, Any]:
        return {
            "masklet": self.masklet.model_dump(mode="json"),
            "video": self.video,
            "label": self.label,
            "reviewers": [reviewer.user.model_dump() for reviewer in self.reviewers],
            "comment": self.comment,
            "at": self.at,
        }


@dataclass(frozen=True)
class InboxCounts:
    assigned: int
    returned: int
    to_review: int


def describe_review(review: Review) -> ReviewState:
    return ReviewState(
        id=review.pk,
        masklet=review.masklet_id,
        decision=review.decision,
        version=review.version,
        start=review.start,
        stop=review.stop,
        comment=review.comment,
        reviewer=review.reviewer_id,
        at=review.at,
    )


def list_reviews(masklet: Masklet) -> list[ReviewState]:
    """The decisions on a masklet, newest first."""
    return [describe_review(review) for review in Review.objects.filter(masklet=masklet).order_by("-pk")]


def list_videos_to_annotate(user: User) -> list[dict[str, Any]]:
    """What the user has been given, the oldest assignment first, then what the queue would give, the oldest first.

    `assignment` is the id of the user's own, None where nobody has the video.
    """
    assigned = {row.video_id: row.pk for row in list_assigned(user, Assignment.Kind.ANNOTATE)[:MAX_ITEMS]}
    # The queue gives from these projects as well, one at a time.
    closed = Membership.objects.filter(
        user=user, deleted_at=None, role=Membership.Role.ANNOTATOR, project__assigned_only=True
    )
    shown = list_to_annotate(user).exclude(project__in=closed.values("project"))
    free = list(shown.values_list("pk", flat=True)[: MAX_ITEMS - len(assigned)])
    counted = Video.objects.annotate(num_masklets=Count("masklets", filter=Q(masklets__deleted_at=None)))
    videos: dict[int, Any] = counted.in_bulk([*assigned, *free])
    return [
        {
            **describe_video(videos[video_id]).model_dump(mode="json"),
            "num_masklets": videos[video_id].num_masklets,
            "assignment": assigned.get(video_id),
        }
        for video_id in [*assigned, *free]
    ]


def count_inbox(user: User) -> InboxCounts:
    """What waits for the user; masklets to review that another reviewer has are not counted."""
    reviews = Assignment.objects.filter(video=OuterRef("video"), kind=Assignment.Kind.REVIEW, ended_at=None)
    free = submitted_for(user).filter(Exists(reviews.filter(user=user)) | ~Exists(reviews))
    return InboxCounts(
        assigned=list_assigned(user, Assignment.Kind.ANNOTATE).count(),
        returned=_list_returned(user).count(),
        to_review=free.count(),
    )


def list_returned(user: User) -> list[InboxItem]:
    """The user's own masklets that were found unsatisfactory, the oldest decision first."""
    items = _describe_items(list(_list_returned(user).order_by("pk")[:MAX_ITEMS]))
    return sorted(items, key=lambda item: item.at)


def list_to_review(user: User) -> list[InboxItem]:
    """Submitted masklets that the user may decide on, never their own where the project has another reviewer.

    Those in videos that the user has come first, then those that nobody has, last those that another reviewer has; in
    each group the one that waits longest comes first.
    """
    waiting = submitted_for(user).select_related("video__project", "label").order_by("submitted_at", "pk")
    items = _describe_items(list(waiting[:MAX_ITEMS]))
    return sorted(items, key=lambda item: _rank_reviewers(item.reviewers, user))


def _rank_reviewers(reviewers: list[Assignee], user: User) -> int:
    if any(reviewer.user.id == user.pk for reviewer in reviewers):
        return 0
    return 2 if reviewers else 1


def _list_projects(user: User) -> QuerySet[Membership, Any]:
    memberships = Membership.objects.filter(on_shelf(Shelf.ACTIVE, "project__"), user=user, deleted_at=None)
    return memberships.values("project")


def _list_returned(user: User) -> QuerySet[Masklet]:
    standing = Masklet.objects.select_related("video__project", "label").filter(
        on_shelf(Shelf.ACTIVE, "video__"), deleted_at=None
    )
    return standing.filter(video__project__in=_list_projects(user), author=user, status=Masklet.Status.REJECTED)


def _describe_items(masklets: list[Masklet]) -> list[InboxItem]:
    assignees = list_assignees({masklet.video_id for masklet in masklets})
    return [
        InboxItem(
            masklet=state,
            video={
                "id": masklet.video_id,
                "name": masklet.video.name,
                "num_frames": masklet.video.num_frames,
                "project": masklet.video.project_id,
                "project_name": masklet.video.project.name,
            },
            label={"name": masklet.label.name, "color": masklet.label.color},
            reviewers=[
                assignee for assignee in assignees.get(masklet.video_id, []) if assignee.kind == Assignment.Kind.REVIEW
            ],
            comment=state.last_review.comment if state.last_review else "",
            at=_waits_since(masklet, state),
        )
        for masklet, state in zip(masklets, describe_masklets(masklets), strict=True)
    ]


def _waits_since(masklet: Masklet, state: MaskletState) -> datetime:
    if masklet.status == Masklet.Status.SUBMITTED and masklet.submitted_at is not None:
        return masklet.submitted_at
    return state.last_review.at if state.last_review else masklet.created_at
