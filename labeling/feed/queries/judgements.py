"""Submissions and what reviewers said of them."""

from labeling.feed.queries.entries import Entry, FeedWish, Kind, Place, name_person, name_video, until
from labeling.masklets.models import MaskletEdit, Operation
from labeling.review.models import Review

Decision = Review.Decision


def list_submissions(wish: FeedWish, before: Place | None, limit: int) -> list[Entry]:
    rows = MaskletEdit.objects.select_related("operation__author", "operation__video", "masklet").filter(
        until(before, field="operation__created_at"),
        operation__video__in=wish.videos,
        operation__kind__in=(Operation.Kind.SUBMIT, Operation.Kind.REOPEN),
    )
    if wish.person is not None:
        rows = rows.filter(operation__author=wish.person)
    return [
        Entry(
            place=Place(at=row.operation.created_at, source="submission", number=row.pk),
            kind=Kind.SUBMISSIONS,
            actor=name_person(row.operation.author),
            sentence=f"{_say_gesture(row.operation)} object {row.masklet.number}",
            video=name_video(row.operation.video),
            masklet=row.masklet_id,
        )
        for row in rows.order_by("-operation__created_at", "-pk")[:limit]
    ]


def list_reviews(wish: FeedWish, before: Place | None, limit: int) -> list[Entry]:
    rows = Review.objects.select_related("reviewer", "masklet__video").filter(
        until(before, field="at"), masklet__video__in=wish.videos
    )
    if wish.person is not None:
        rows = rows.filter(reviewer=wish.person)
    return [
        Entry(
            place=Place(at=row.at, source="review", number=row.pk),
            kind=Kind.REVIEWS,
            actor=name_person(row.reviewer),
            sentence=_say_decision(row),
            video=name_video(row.masklet.video),
            masklet=row.masklet_id,
            quote=row.comment,
        )
        for row in rows.order_by("-at", "-pk")[:limit]
    ]


def _say_gesture(operation: Operation) -> str:
    return "submitted" if operation.kind == Operation.Kind.SUBMIT else "reopened"


def _say_decision(review: Review) -> str:
    name = f"object {review.masklet.number}"
    is_part = review.start > 0 or review.stop < review.masklet.video.num_frames
    what = f"frames {review.start}–{review.stop - 1} of {name}" if is_part else name
    if review.decision == Decision.SATISFACTORY:
        return f"approved {what}"
    return f"sent {name} back" if review.decision == Decision.UNSATISFACTORY else f"found {name} not well defined"
