"""What a person is told whose edit came second."""

from dataclasses import dataclass

from labeling.masklets.models import FrameHead, Masklet, SideEdit


@dataclass(frozen=True)
class FrameConflict:
    """Another person changed the frame first. `side_edit` is where the edit that lost is kept, if it can be."""

    detail: str
    head: int
    author: int
    frames: list[int]
    side_edit: int | None


def describe_conflict(masklet: Masklet, head: FrameHead, *, side_edit: SideEdit | None) -> FrameConflict:
    """`head` has its author loaded."""
    kept = " Yours is kept beside it." if side_edit else ""
    return FrameConflict(
        detail=f"{head.author.shown_name} changed frame {head.frame} of object {masklet.number} before you.{kept} "
        "Look at the newer mask, then do it again if you still want to.",
        head=masklet.head,
        author=head.author_id,
        frames=[head.frame],
        side_edit=None if side_edit is None else side_edit.pk,
    )
