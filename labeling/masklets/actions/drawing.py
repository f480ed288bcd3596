"""A person's own statement about one frame: a drawn mask, "not there", or nothing."""

from dataclasses import dataclass

from django.db import transaction

from inference.types import Rle
from labeling.accounts.models import User
from labeling.events.publish import record_event
from labeling.events.schema import PromptsChanged
from labeling.masklets.actions.commits import FrameWrite, commit_masks
from labeling.masklets.actions.conflicts import FrameConflict, describe_conflict
from labeling.masklets.actions.opening import lock_masklet_for_edit
from labeling.masklets.actions.predictions import cancel_queued_predictions
from labeling.masklets.actions.prompts import remove_prompts
from labeling.masklets.models import FrameHead, Masklet, MaskState, Operation, Origin, RleBytes, SideEdit
from labeling.masklets.rules import is_conflict, require_base_version, require_mask_of
from labeling.problems import Invalid


@dataclass(frozen=True)
class FrameDrawn:
    operation: Operation
    version: int


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
            side_edit = _keep_beside(masklet, actor=actor, frame=frame, rle=rle, state=state, base_version=base)
            return describe_conflict(masklet, head, side_edit=side_edit)
        kind = Operation.Kind.MARK if rle is None else Operation.Kind.DRAW
        operation = Operation.objects.create(video=masklet.video, author=actor, kind=kind)
        removed = remove_prompts(masklet=masklet, frame=frame, operation=operation)
        cancel_queued_predictions(masklet=masklet, frame=frame)
        write = FrameWrite(frame=frame, rle=rle, origin=Origin.DRAWN, state=state)
        result = commit_masks(operation=operation, writes={masklet.pk: [write]})
        if removed:
            payload = PromptsChanged(operation=operation.pk, added=[], removed=removed)
            record_event(video_id=masklet.video_id, actor=actor, payload=payload)
        return FrameDrawn(operation=operation, version=result.versions[masklet.pk])


def _require_statement(masklet: Masklet, rle: Rle | None, state: str) -> None:
    if rle is not None:
        require_mask_of(masklet.video, rle)
    elif state == MaskState.PRESENT:
        raise Invalid("Send a mask as `rle`, or the state “absent” or “cleared”.")


def _keep_beside(
    masklet: Masklet, *, actor: User, frame: int, rle: Rle | None, state: str, base_version: int
) -> SideEdit:
    stored = None
    if rle is not None:
        stored = RleBytes.objects.create(height=rle.size[0], width=rle.size[1], counts=rle.counts)
    return SideEdit.objects.create(
        masklet=masklet, author=actor, frame=frame, base_version=base_version, state=state, rle=stored
    )
