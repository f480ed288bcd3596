"""Objects that were deleted and may come back."""

from dataclasses import dataclass
from datetime import datetime

from labeling.events.schema import MaskletState
from labeling.masklets.models import Masklet, MaskletEdit
from labeling.masklets.queries.states import describe_masklets
from labeling.videos.models import Video


@dataclass(frozen=True)
class DeletedMasklet:
    """`operation` is what deleted it; none for an object deleted before operations named their objects."""

    masklet: MaskletState
    deleted_at: datetime
    deleted_by: int | None
    operation: int | None


def list_deleted(video: Video) -> list[DeletedMasklet]:
    """The newest first; an object whose making was undone is among them."""
    masklets = list(Masklet.objects.filter(video=video, deleted_at__isnull=False).order_by("-deleted_at"))
    last = {
        edit.masklet_id: edit.operation
        for edit in MaskletEdit.objects.select_related("operation")
        .filter(masklet__in=masklets, is_there=False)
        .order_by("masklet_id", "-pk")
        .distinct("masklet_id")
    }
    return [
        DeletedMasklet(
            masklet=state,
            deleted_at=masklet.deleted_at or masklet.created_at,
            deleted_by=last[masklet.pk].author_id if masklet.pk in last else None,
            operation=last[masklet.pk].pk if masklet.pk in last else None,
        )
        for masklet, state in zip(masklets, describe_masklets(masklets), strict=True)
    ]
