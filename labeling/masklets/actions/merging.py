"""Two objects that are really one."""

from typing import Literal

from django.db import transaction

from inference import rle as rle_codec
from labeling.accounts.models import User
from labeling.masklets.actions.commits import FrameWrite, lock_masklets
from labeling.masklets.actions.edits import PromptMove, edit_masklet
from labeling.masklets.actions.opening import lock_pair
from labeling.masklets.actions.structure import (
    Change,
    StructureChanged,
    carry_out,
    finish,
    list_heads,
    list_prompts,
    require_open,
    restate,
    take_prompts_off,
)
from labeling.masklets.models import ApprovedRange, FrameHead, Masklet, MaskState, Operation, Origin
from labeling.masklets.queries.states import read_rle
from labeling.masklets.rules import compress_frames, is_barrier, say_frames
from labeling.problems import Conflict

Keep = Literal["target", "source", "union"]


def merge_masklets(*, target_id: int, source_id: int, actor: User, keep: Keep | None = None) -> StructureChanged:
    """Give all that the source says to the target, and delete the source.

    Where both have a mask, `keep` says which stays, or that both together do; without it such frames are refused. A
    mask wins over “absent”, whoever said it, since the two are one object. Prompts go with the masks they made; those
    of a union go. Locks the masklets by id, then the video's counter. Raises Conflict with the frames (`overlap`) where
    `keep` is missing, and where masklets or frames are closed or the model works on them.
    """
    with transaction.atomic():
        target, source = lock_pair(target_id, source_id)
        require_open(target)
        require_open(source)
        _require_unapproved(source)
        ours, theirs = list_heads(target), list_heads(source)
        both = {
            frame
            for frame, head in theirs.items()
            if head.state == MaskState.PRESENT and frame in ours and ours[frame].state == MaskState.PRESENT
        }
        if both and keep is None:
            ranges = compress_frames(both)
            raise Conflict(
                f"Objects {target.number} and {source.number} both have a mask on {say_frames(ranges)}: choose which "
                "stays there, or both together.",
                overlap=ranges,
            )
        operation = Operation.objects.create(video=target.video, author=actor, kind=Operation.Kind.MERGE)
        united = both if keep == "union" else set()
        lost = {frame for frame in theirs if _loses(frame, ours, theirs, both, keep)}
        taken = [head for frame, head in theirs.items() if frame not in united and frame not in lost]
        change = Change(moves=_list_moves(target, source, {head.frame for head in taken}, united, set(ours)))
        writes = [restate(head) for head in taken] + [_unite(ours[frame], theirs[frame]) for frame in sorted(united)]
        if writes:
            change.writes[target.pk] = writes
        carry_out(operation, change, {target.pk: target, source.pk: source})
        edit_masklet(operation=operation, masklet=lock_masklets([source.pk])[source.pk], is_there=False)
        return finish(operation, [target])


def _loses(
    frame: int, ours: dict[int, FrameHead], theirs: dict[int, FrameHead], both: set[int], keep: Keep | None
) -> bool:
    """Whether the source's statement on the frame gives way to the target's."""
    if frame in both:
        return keep == "target"
    return frame in ours and theirs[frame].state != MaskState.PRESENT


def _unite(ours: FrameHead, theirs: FrameHead) -> FrameWrite:
    first, second = read_rle(ours.rle), read_rle(theirs.rle)
    if first is None or second is None:
        raise ValueError(f"frame {ours.frame} has no two masks to unite")
    by_person = is_barrier(ours) or is_barrier(theirs)
    return FrameWrite(
        frame=ours.frame,
        rle=rle_codec.union(first, second),
        origin=Origin.DRAWN if by_person else ours.origin,
        state=MaskState.PRESENT,
    )


def _list_moves(
    target: Masklet, source: Masklet, taken: set[int], united: set[int], said: set[int]
) -> list[PromptMove]:
    """Prompts go with their masks; `said` are the frames on which the target says something."""
    replaced = taken | united
    ours = [prompt for prompt in list_prompts(target) if prompt.frame in replaced]
    theirs = list_prompts(source)
    coming = [prompt for prompt in theirs if prompt.frame in taken or prompt.frame not in said]
    off = [prompt for prompt in theirs if prompt not in coming]
    return [*take_prompts_off([*ours, *off]), *(PromptMove(prompt, target) for prompt in coming)]


def _require_unapproved(source: Masklet) -> None:
    if ApprovedRange.objects.filter(masklet=source, reopened_at=None).exists():
        raise Conflict(
            f"Some frames of object {source.number} are approved: ask a reviewer to reopen it, then merge it."
        )
