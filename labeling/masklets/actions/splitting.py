"""One object that is really two, and two whose identities were mixed up."""

from django.db import transaction

from labeling.accounts.models import User
from labeling.masklets.actions.edits import PromptMove
from labeling.masklets.actions.lifecycle import begin_masklet, lock_video
from labeling.masklets.actions.opening import lock_masklet, lock_pair
from labeling.masklets.actions.structure import (
    Change,
    StructureChanged,
    carry_out,
    clear,
    finish,
    list_heads,
    list_prompts,
    require_open,
    restate,
)
from labeling.masklets.models import Masklet, Operation
from labeling.masklets.rules import require_frame
from labeling.problems import Invalid


def split_masklet(*, masklet_id: int, actor: User, frame: int) -> StructureChanged:
    """Give the masks and prompts from `frame` on to a new object with the same label.

    Locks the video's row, by which numbers are dealt, the masklet, then the video's counter. Raises Invalid where
    nothing is said on one of the two sides, Conflict where masklet or frames are closed or the model works on it.
    """
    with transaction.atomic():
        lock_video(Masklet.objects.only("video_id").get(pk=masklet_id).video_id)
        masklet = lock_masklet(masklet_id)
        require_frame(masklet.video, frame)
        require_open(masklet)
        heads = list_heads(masklet)
        later = {number: head for number, head in heads.items() if number >= frame}
        if not later or len(later) == len(heads):
            side = "from" if not later else "before"
            raise Invalid(f"Object {masklet.number} has no mask {side} frame {frame}: there is nothing to split off.")
        operation = Operation.objects.create(video=masklet.video, author=actor, kind=Operation.Kind.SPLIT)
        made = begin_masklet(operation=operation, label=masklet.label, attributes=masklet.attributes)
        change = Change(
            writes={
                masklet.pk: [clear(number) for number in later],
                made.pk: [restate(head) for head in later.values()],
            },
            moves=[PromptMove(prompt, made) for prompt in list_prompts(masklet, start=frame)],
        )
        carry_out(operation, change, {masklet.pk: masklet, made.pk: made})
        return finish(operation, [masklet, made])


def swap_masklets(*, masklet_id: int, other_id: int, actor: User, frame: int) -> StructureChanged:
    """Exchange what two objects say from `frame` on, with their prompts.

    Locks the masklets by id, then the video's counter. Raises Invalid where neither says anything from there on,
    Conflict where masklets or frames are closed or the model works on them.
    """
    with transaction.atomic():
        first, second = lock_pair(masklet_id, other_id)
        require_frame(first.video, frame)
        require_open(first)
        require_open(second)
        if not list_heads(first, start=frame) and not list_heads(second, start=frame):
            raise Invalid(f"Neither object has a mask from frame {frame} on: there is nothing to swap.")
        operation = Operation.objects.create(video=first.video, author=actor, kind=Operation.Kind.SWAP)
        change = Change()
        for giver, taker in ((first, second), (second, first)):
            given, lost = list_heads(giver, start=frame), list_heads(taker, start=frame)
            writes = [restate(head) for head in given.values()]
            writes += [clear(number) for number in lost if number not in given]
            if writes:
                change.writes[taker.pk] = writes
            change.moves += [PromptMove(prompt, taker) for prompt in list_prompts(giver, start=frame)]
        carry_out(operation, change, {first.pk: first, second.pk: second})
        return finish(operation, [first, second])
