"""Edits that lost a conflict, with what stands in their place."""

from dataclasses import dataclass
from datetime import datetime

from inference.types import Rle
from labeling.masklets.models import FrameHead, SideEdit, Version
from labeling.masklets.queries.states import read_rle
from labeling.videos.models import Video


@dataclass(frozen=True)
class StandingMask:
    """What stands on the frame now, and who put it there when."""

    version: int
    origin: str
    state: str
    rle: Rle | None
    author: int
    created_at: datetime


def list_open_side_edits(video: Video) -> list[SideEdit]:
    """Those of deleted objects too: they count again when the object comes back."""
    return list(SideEdit.objects.filter(masklet__video=video, closed_at=None).order_by("pk"))


def find_standing_mask(side_edit: SideEdit) -> StandingMask | None:
    head = (
        FrameHead.objects.select_related("rle").filter(masklet_id=side_edit.masklet_id, frame=side_edit.frame).first()
    )
    if head is None:
        return None
    made = Version.objects.get(masklet_id=head.masklet_id, number=head.version)
    return StandingMask(
        version=head.version,
        origin=head.origin,
        state=head.state,
        rle=read_rle(head.rle),
        author=head.author_id,
        created_at=made.created_at,
    )
