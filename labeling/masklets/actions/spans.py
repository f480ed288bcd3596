"""A person's statement about many frames at once: a mask copied to them, or that the object is not there."""

from collections.abc import Callable, Sequence

from django.db import transaction

from labeling.accounts.models import User
from labeling.masklets.actions.commits import FrameWrite
from labeling.masklets.actions.opening import lock_masklet
from labeling.masklets.actions.structure import (
    Change,
    StructureChanged,
    carry_out,
    finish,
    list_heads,
    list_prompts,
    restate,
    take_prompts_off,
)
from labeling.masklets.models import FrameHead, Masklet, MaskState, Operation, Origin
from labeling.masklets.rules import (
    compress_frames,
    is_conflict,
    require_base_version,
    require_editable,
    require_frame,
    require_ready,
    require_span,
    say_frames,
)
from labeling.problems import Conflict, Invalid


def copy_mask(
    *, masklet_id: int, actor: User, frame: int, start: int, stop: int, base_version: int | None = None
) -> StructureChanged:
    """Put the mask of `frame` on the other frames of [start, stop), as drawn; their prompts go.

    Locks the masklet, then the video's counter. Raises Invalid where `frame` has no mask, Conflict where masklet or
    frames are closed, and with the frames where another person changed some after `base_version` (absent: the head).
    """
    with transaction.atomic():
        masklet = _lock(masklet_id, actor, start=start, stop=stop, base_version=base_version)
        require_frame(masklet.video, frame)
        head = list_heads(masklet, start=frame, stop=frame + 1).get(frame)
        if head is None or head.state != MaskState.PRESENT:
            raise Invalid(f"Object {masklet.number} has no mask on frame {frame}: there is nothing to copy.")
        frames = [number for number in range(start, stop) if number != frame]
        if not frames:
            raise Invalid("Name at least one frame besides the one that is copied.")
        copies = [restate(head, frame=number, origin=Origin.DRAWN) for number in frames]
        return write_span(masklet, actor=actor, kind=Operation.Kind.COPY, writes=copies)


def mark_frames(
    *, masklet_id: int, actor: User, state: str, start: int, stop: int, base_version: int | None = None
) -> StructureChanged:
    """Say “absent” or “cleared” of the frames [start, stop), as drawn; their prompts go. Locks and refuses as above."""
    with transaction.atomic():
        masklet = _lock(masklet_id, actor, start=start, stop=stop, base_version=base_version)
        frames: Sequence[int] = range(start, stop)
        if state == MaskState.CLEARED:
            frames = sorted(
                {*list_heads(masklet, start=start, stop=stop)}
                | {prompt.frame for prompt in list_prompts(masklet, start=start, stop=stop)}
            )
            if not frames:
                raise Invalid(f"Object {masklet.number} says nothing on these frames: there is nothing to clear.")
        marks = [FrameWrite(frame=number, rle=None, origin=Origin.DRAWN, state=state) for number in frames]
        return write_span(masklet, actor=actor, kind=Operation.Kind.MARK, writes=marks)


def write_span(masklet: Masklet, *, actor: User, kind: str, writes: list[FrameWrite]) -> StructureChanged:
    """Write statements on frames of a locked masklet; the prompts there go."""
    operation = Operation.objects.create(video=masklet.video, author=actor, kind=kind)
    frames = {write.frame for write in writes}
    prompts = [prompt for prompt in list_prompts(masklet) if prompt.frame in frames]
    change = Change(writes={masklet.pk: writes}, moves=take_prompts_off(prompts))
    carry_out(operation, change, {masklet.pk: masklet})
    return finish(operation, [masklet])


def require_unchanged(
    masklet: Masklet, *, actor: User, base_version: int | None, concerns: Callable[[FrameHead], bool]
) -> None:
    """Refuse to write over what another person said after `base_version`, naming who and the frames."""
    base = require_base_version(masklet, base_version)
    heads = FrameHead.objects.select_related("author").filter(masklet=masklet, version__gt=base)
    newer = [
        head for head in heads.order_by("frame") if concerns(head) and is_conflict(head, actor=actor, base_version=base)
    ]
    if newer:
        frames = compress_frames(head.frame for head in newer)
        raise Conflict(
            f"{newer[0].author.shown_name} changed {say_frames(frames)} of object {masklet.number} before you. Look at "
            "the newer masks, then do it again if you still want to.",
            head=masklet.head,
            author=newer[0].author_id,
            frames=[head.frame for head in newer],
        )


def _lock(masklet_id: int, actor: User, *, start: int, stop: int, base_version: int | None) -> Masklet:
    masklet = lock_masklet(masklet_id)
    require_ready(masklet.video)
    require_span(masklet.video, start, stop)
    require_editable(masklet)
    require_unchanged(masklet, actor=actor, base_version=base_version, concerns=lambda head: start <= head.frame < stop)
    return masklet
