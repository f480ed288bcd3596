"""Keeping the edit that lost a conflict, and deciding what becomes of it."""

from typing import Literal

from django.db import transaction
from django.utils import timezone

from inference import rle as rle_codec
from inference.types import Rle
from labeling.accounts.models import User
from labeling.events.publish import record_event
from labeling.events.schema import SideEditClosed, SideEditOpened
from labeling.masklets.actions.frames import FrameDrawn, replace_frame
from labeling.masklets.actions.opening import lock_masklet, lock_masklet_for_edit
from labeling.masklets.models import FrameHead, Masklet, Operation, RleBytes, SideEdit
from labeling.masklets.queries.states import describe_side_edit, read_rle
from labeling.masklets.rules import is_conflict, require_base_version, require_open
from labeling.problems import Conflict, Invalid

How = Literal["replace", "union"]


def keep_beside(
    masklet: Masklet, *, actor: User, frame: int, rle: Rle | None, state: str, base_version: int
) -> SideEdit:
    """Store an edit that came second, and tell. The caller holds the masklet's lock; this locks the video's counter."""
    stored = None
    if rle is not None:
        stored = RleBytes.objects.create(height=rle.size[0], width=rle.size[1], counts=rle.counts)
    side_edit = SideEdit.objects.create(
        masklet=masklet, author=actor, frame=frame, base_version=base_version, state=state, rle=stored
    )
    payload = SideEditOpened(side_edit=describe_side_edit(side_edit))
    record_event(video_id=masklet.video_id, actor=actor, payload=payload)
    return side_edit


def apply_side_edit(*, side_edit_id: int, actor: User, how: How, base_version: int | None = None) -> FrameDrawn:
    """Put a kept edit on its frame as a new version: in place of what stands there, or together with it.

    Locks the masklet, then the video's counter. Raises Conflict where the edit was applied or dismissed before, where
    masklet or frame is closed, and where another person changed the frame after `base_version` (absent: the head);
    Invalid for a union with an edit that has no mask.
    """
    with transaction.atomic():
        found = SideEdit.objects.only("masklet_id", "frame").get(pk=side_edit_id)
        masklet = lock_masklet_for_edit(found.masklet_id, frame=found.frame)
        side_edit = SideEdit.objects.select_related("rle").get(pk=side_edit_id)
        require_open(side_edit)
        base = require_base_version(masklet, base_version)
        head = FrameHead.objects.select_related("author", "rle").filter(masklet=masklet, frame=side_edit.frame).first()
        if head is not None and is_conflict(head, actor=actor, base_version=base):
            raise Conflict(
                f"{head.author.shown_name} changed frame {head.frame} of object {masklet.number} meanwhile: "
                "look at the newer mask, then decide again."
            )
        rle = _combine(side_edit, head) if how == "union" else read_rle(side_edit.rle)
        operation = Operation.objects.create(video=masklet.video, author=actor, kind=Operation.Kind.APPLY)
        drawn = replace_frame(masklet, operation, frame=side_edit.frame, rle=rle, state=side_edit.state)
        _close(side_edit, masklet, actor=actor, operation=operation)
        return drawn


def dismiss_side_edit(*, side_edit_id: int, actor: User) -> None:
    """Leave the frame as it is; the edit stays in the history. Locks the masklet, then the video's counter.

    Raises Conflict where the edit was applied or dismissed before.
    """
    with transaction.atomic():
        masklet = lock_masklet(SideEdit.objects.only("masklet_id").get(pk=side_edit_id).masklet_id)
        side_edit = SideEdit.objects.get(pk=side_edit_id)
        require_open(side_edit)
        _close(side_edit, masklet, actor=actor, operation=None)


def _combine(side_edit: SideEdit, head: FrameHead | None) -> Rle:
    mine = read_rle(side_edit.rle)
    theirs = None if head is None else read_rle(head.rle)
    if mine is None:
        raise Invalid("This edit says that there is no mask, so there is nothing to combine: apply or dismiss it.")
    return mine if theirs is None else rle_codec.union(mine, theirs)


def _close(side_edit: SideEdit, masklet: Masklet, *, actor: User, operation: Operation | None) -> None:
    side_edit.applied_by = operation
    side_edit.closed_by = actor
    side_edit.closed_at = timezone.now()
    side_edit.save(update_fields=["applied_by", "closed_by", "closed_at"])
    record_event(video_id=masklet.video_id, actor=actor, payload=SideEditClosed(side_edit=side_edit.pk))
