from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from labeling.accounts.models import User
from labeling.events.schema import MaskletState
from labeling.masklets.models import Masklet
from labeling.masklets.queries import describe_masklets
from labeling.masklets.rules import REVIEWERS
from labeling.projects.models import Membership
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
    """A masklet that waits for somebody, with what they need to recognise it."""

    masklet: MaskletState
    video: dict[str, Any]
    label: dict[str, str]
    comment: str
    at: datetime

    def as_json(self) -> dict[str, Any]:
        return {
            "masklet": self.masklet.model_dump(mode="json"),
            "video": self.video,
            "label": self.label,
            "comment": self.comment,
            "at": self.at,
        }


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
    """Ready videos of the user's projects on which nothing is begun or something is still open, oldest first."""
    masklets = Masklet.objects.filter(video=OuterRef("pk"), deleted_at=None)
    videos = (
        Video.objects.filter(project__in=_list_projects(user), status=Video.Status.READY, deleted_at=None)
        .filter(~Exists(masklets) | Exists(masklets.filter(status=Masklet.Status.DRAFT)))
        .annotate(num_masklets=Count("masklets", filter=Q(masklets__deleted_at=None)))
        .order_by("pk")
    )
    return [
        {**describe_video(video).model_dump(mode="json"), "num_masklets": video.num_masklets}
        for video in videos[:MAX_ITEMS]
    ]


def list_returned(user: User) -> list[InboxItem]:
    """The user's own masklets that were found unsatisfactory, the oldest decision first."""
    masklets = _list_standing(_list_projects(user)).filter(author=user, status=Masklet.Status.REJECTED)
    items = _describe_items(list(masklets.order_by("pk")[:MAX_ITEMS]))
    return sorted(items, key=lambda item: item.at)


def list_to_review(user: User) -> list[InboxItem]:
    """Masklets submitted in projects where the user may decide, the one that waits longest first."""
    masklets = _list_standing(_list_projects(user, roles=REVIEWERS)).filter(status=Masklet.Status.SUBMITTED)
    return _describe_items(list(masklets.order_by("submitted_at", "pk")[:MAX_ITEMS]))


def _list_projects(user: User, *, roles: frozenset[str] | None = None) -> QuerySet[Membership, Any]:
    memberships = Membership.objects.filter(user=user, deleted_at=None, project__deleted_at=None)
    if roles is not None:
        memberships = memberships.filter(role__in=roles)
    return memberships.values("project")


def _list_standing(projects: QuerySet[Membership, Any]) -> QuerySet[Masklet]:
    standing = Masklet.objects.select_related("video__project", "label")
    return standing.filter(video__project__in=projects, deleted_at=None, video__deleted_at=None)


def _describe_items(masklets: list[Masklet]) -> list[InboxItem]:
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
            comment=state.last_review.comment if state.last_review else "",
            at=_waits_since(masklet, state),
        )
        for masklet, state in zip(masklets, describe_masklets(masklets), strict=True)
    ]


def _waits_since(masklet: Masklet, state: MaskletState) -> datetime:
    if masklet.status == Masklet.Status.SUBMITTED and masklet.submitted_at is not None:
        return masklet.submitted_at
    return state.last_review.at if state.last_review else masklet.created_at
