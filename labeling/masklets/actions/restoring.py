"""Going back to what a masklet was at an earlier version, on all frames or some."""

from django.db import transaction

from labeling.accounts.models import User
from labeling.masklets.actions.commits import FrameWrite
from labeling.masklets.actions.edits import PromptMove
from labeling.masklets.actions.opening import lock_masklet
from labeling.masklets.actions.spans import require_unchanged
from labeling.masklets.actions.structure import Change, StructureChanged, carry_out, finish, list_prompts
from labeling.masklets.models import FrameMask, Masklet, MaskState, Operation, Origin, Version
from labeling.masklets.queries.diff import list_differing
from labeling.masklets.queries.prompts_then import list_prompts_at
from labeling.masklets.queries.states import read_rle
from labeling.masklets.rules import require_editable, require_ready, require_span
from labeling.problems import Invalid


def restore_version(
    *,
    masklet_id: int,
    actor: User,
    version: int,
    start: int = 0,
    stop: int | None = None,
    base_version: int | None = None,
) -> StructureChanged:
    """Say again on frames [start, stop) what stood there as of `version`, as a new version of origin “restored”.

    Only frames that differ are written; their prompts become those of that time. Locks the masklet, then the video's
    counter. Raises Invalid for a version that there is not and where nothing differs, Conflict where masklet or frames
    are closed and where another person changed such frames after `base_version` (absent: the head).
    """
    with transaction.atomic():
        masklet = lock_masklet(masklet_id)
        end = masklet.video.num_frames if stop is None else stop
        require_ready(masklet.video)
        require_span(masklet.video, start, end)
        require_editable(masklet)
        then = Version.objects.filter(masklet=masklet, number=version).first()
        if then is None:
            raise Invalid(f"Object {masklet.number} has no version {version}: its newest is {masklet.head}.")
        differing = list_differing(masklet, old=version, new=masklet.head, start=start, stop=end)
        frames = {entry.frame for entry in differing}
        moves = _list_moves(masklet, then, start=start, stop=end)
        if not frames and not moves:
            raise Invalid(f"These frames are as they were at version {version}: there is nothing to restore.")
        require_unchanged(masklet, actor=actor, base_version=base_version, concerns=lambda head: head.frame in frames)
        operation = Operation.objects.create(video=masklet.video, author=actor, kind=Operation.Kind.RESTORE)
        writes = _list_writes(masklet, version=version, frames=frames)
        change = Change(writes={masklet.pk: writes} if writes else {}, moves=moves)
        carry_out(operation, change, {masklet.pk: masklet})
        return finish(operation, [masklet])


def _list_writes(masklet: Masklet, *, version: int, frames: set[int]) -> list[FrameWrite]:
    rows = FrameMask.objects.select_related("rle").filter(masklet=masklet, frame__in=frames, version__lte=version)
    then = {row.frame: row for row in rows.order_by("frame", "-version").distinct("frame")}
    return [_restate(frame, then.get(frame)) for frame in sorted(frames)]


def _restate(frame: int, row: FrameMask | None) -> FrameWrite:
    return FrameWrite(
        frame=frame,
        rle=None if row is None else read_rle(row.rle),
        origin=Origin.RESTORED,
        state=MaskState.CLEARED if row is None else row.state,
        score=None if row is None else row.score,
        stored=None if row is None else row.rle,
    )


def _list_moves(masklet: Masklet, then: Version, *, start: int, stop: int) -> list[PromptMove]:
    """Prompts that were put on since go, and those that were taken off since and stand nowhere else come back."""
    wanted = {prompt.pk: prompt for prompt in list_prompts_at(then, start=start, stop=stop)}
    standing = list_prompts(masklet, start=start, stop=stop)
    off = [PromptMove(prompt, None) for prompt in standing if prompt.pk not in wanted]
    back = [PromptMove(prompt, masklet) for prompt in wanted.values() if prompt.removed_by_id is not None]
    return off + back
