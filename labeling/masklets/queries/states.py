"""What clients see of masklets and prompts, the same in REST answers, events and snapshots."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, cast

from inference.types import Rle
from labeling.events.schema import MaskletState, PromptState, ReviewSummary, RleState, SideEditState
from labeling.masklets.models import ApprovedRange, Masklet, Prompt, RleBytes, SideEdit
from labeling.videos.models import Video


def describe_masklet(masklet: Masklet) -> MaskletState:
    return describe_masklets([masklet])[0]


def describe_masklets(masklets: Sequence[Masklet]) -> list[MaskletState]:
    """The states of many masklets in two queries, however many there are."""
    ids = [masklet.pk for masklet in masklets]
    approved = _list_approved(ids)
    reviews = _list_last_reviews(ids)
    return [
        MaskletState(
            id=masklet.pk,
            video=masklet.video_id,
            label=masklet.label_id,
            number=masklet.number,
            status=cast(Any, masklet.status),
            head=masklet.head,
            author=masklet.author_id,
            submitted_version=masklet.submitted_version,
            approved=approved[masklet.pk],
            last_review=reviews.get(masklet.pk),
            created_at=masklet.created_at,
            attributes=masklet.attributes,
        )
        for masklet in masklets
    ]


def describe_prompt(prompt: Prompt) -> PromptState:
    rle = read_rle(prompt.rle)
    return PromptState(
        id=prompt.pk,
        masklet=prompt.masklet_id,
        frame=prompt.frame,
        kind=cast(Any, prompt.kind),
        points=prompt.points,
        labels=prompt.labels,
        box=prompt.box,
        rle=None if rle is None else RleState(size=rle.size, counts=rle.counts),
        author=prompt.operation.author_id,
        created_at=prompt.operation.created_at,
    )


def describe_side_edit(side_edit: SideEdit) -> SideEditState:
    return SideEditState(
        id=side_edit.pk,
        masklet=side_edit.masklet_id,
        frame=side_edit.frame,
        state=cast(Any, side_edit.state),
        base_version=side_edit.base_version,
        author=side_edit.author_id,
        created_at=side_edit.created_at,
    )


def list_live_prompts(video: Video) -> list[Prompt]:
    """The prompts that stand on the video's masklets, in the order given."""
    return list(
        Prompt.objects.select_related("operation", "rle")
        .filter(masklet__video=video, masklet__deleted_at=None, removed_by=None)
        .order_by("pk")
    )


def read_rle(row: RleBytes | None) -> Rle | None:
    return None if row is None else Rle(size=(row.height, row.width), counts=row.counts)


def _list_approved(ids: Iterable[int]) -> dict[int, list[tuple[int, int, int]]]:
    found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    rows = ApprovedRange.objects.filter(masklet_id__in=ids, reopened_at=None).order_by("start")
    for masklet_id, start, stop, version in rows.values_list("masklet_id", "start", "stop", "version"):
        found[masklet_id].append((start, stop, version))
    return found


def _list_last_reviews(ids: Iterable[int]) -> dict[int, ReviewSummary]:
    # The model of a review lives in the app above, which may not be imported here; the relation may be followed.
    rows = (
        Masklet.objects.filter(pk__in=ids, reviews__isnull=False)
        .order_by("pk", "-reviews__pk")
        .distinct("pk")
        .values_list("pk", "reviews__decision", "reviews__comment", "reviews__reviewer_id", "reviews__at")
    )
    return {
        masklet_id: ReviewSummary(decision=cast(Any, decision), comment=comment, reviewer=reviewer, at=at)
        for masklet_id, decision, comment, reviewer, at in rows
    }
