"""A person's own statement about one frame: a drawn mask, "not there", or nothing."""

from django.db import transaction

from inference.types import Rle
from labeling.accounts.models import User
from labeling.masklets.actions.conflicts import FrameConflict, describe_conflict
from labeling.masklets.actions.frames import FrameDrawn, replace_frame
from labeling.masklets.actions.opening import lock_masklet_for_edit
from labeling.masklets.actions.side_edits import keep_beside
from labeling.masklets.models import FrameHead, Masklet, MaskState, Operation
from labeling.masklets.rules import is_conflict, require_base_version, require_mask_of
from labeling.problems import Invalid


def draw_frame(
    *,
    masklet_id: int,
    actor: User,
    frame: int,
    rle: Rle | None = None,
    state: str = MaskState.PRESENT,
    base_version: int | None = None,
) -> FrameDrawn | FrameConflict:
    """Write a person's mask (`rle`) or statement (`state` absent or cleared) on a frame; it replaces its prompts.

    Locks the masklet, then the video's counter. Raises Invalid for a mask that is not the video's size, Conflict where
    the masklet or the frame is closed. Where another person changed the frame after `base_version` (absent: the head),
    the edit is stored as a side edit and a FrameConflict returned; the caller lets the transaction commit.
    """
    with transaction.atomic():
        masklet = lock_masklet_for_edit(masklet_id, frame=frame)
        _require_statement(masklet, rle, state)
        base = require_base_version(masklet, base_version)
        head = FrameHead.objects.select_related("author").filter(masklet=masklet, frame=frame).first()
        if head is not None and is_conflict(head, actor=actor, base_version=base):
            side_edit = keep_beside(masklet, actor=actor, frame=frame, rle=rle, state=state, base_version=base)
            return describe_conflict(masklet, head, side_edit=side_edit)
        kind = Operation.Kind.MARK if rle is None else Operation.Kind.DRAW
        operation = Operation.objects.create(video=masklet.video, author=actor, kind=kind)
        return replace_frame(masklet, operation, frame=frame, rle=rle, state=state)


def _require_statement(masklet: Masklet, rle: Rle | None, state: str) -> None:
    if rle is not None:
        require_mask_of(masklet.video, rle)
    elif state == MaskState.PRESENT:
        raise Invalid("Send a mask as `rle`, or the state “absent” or “cleared”.")
