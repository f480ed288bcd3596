"""What edits of many frames have in common: what must hold before, and writing masks and prompts together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from labeling.masklets.actions.commits import FrameWrite, commit_masks
from labeling.masklets.actions.edits import PromptMove, announce_prompts, move_prompts
from labeling.masklets.actions.predictions import cancel_queued_predictions
from labeling.masklets.models import (
    ApprovedRange,
    FrameHead,
    Masklet,
    MaskState,
    Operation,
    Origin,
    Prediction,
    Prompt,
)
from labeling.masklets.queries.states import read_rle
from labeling.masklets.rules import require_editable, require_frames_open, require_ready
from labeling.problems import Conflict

OPEN_JOB = ("queued", "running")


@dataclass
class Change:
    """Masks to be written by masklet id, and prompts that go elsewhere."""

    writes: dict[int, list[FrameWrite]] = field(default_factory=dict)
    moves: list[PromptMove] = field(default_factory=list)


@dataclass(frozen=True)
class StructureChanged:
    """The masklets that an edit of many frames touched, as they are now."""

    operation: Operation
    masklets: list[Masklet]


def require_open(masklet: Masklet) -> None:
    """Refuse an edit of many frames of a locked masklet that is closed, or on which the model works."""
    require_ready(masklet.video)
    require_editable(masklet)
    if Prediction.objects.filter(masklet=masklet, status__in=OPEN_JOB).exists():
        raise Conflict(f"Object {masklet.number} still waits for a mask: wait until it is there, or remove its prompt.")
    # Propagations live in the app above, which may not be imported here; the relation may be followed.
    if masklet.propagations.filter(status__in=OPEN_JOB).exists():
        raise Conflict(f"Object {masklet.number} is being propagated: wait for the end, or cancel it first.")


def list_heads(masklet: Masklet, *, start: int = 0, stop: int | None = None) -> dict[int, FrameHead]:
    """What is said on the frames of [start, stop), by frame; cleared frames say nothing."""
    heads = FrameHead.objects.select_related("rle").filter(masklet=masklet, frame__gte=start)
    if stop is not None:
        heads = heads.filter(frame__lt=stop)
    return {head.frame: head for head in heads.exclude(state=MaskState.CLEARED).order_by("frame")}


def list_prompts(masklet: Masklet, *, start: int = 0, stop: int | None = None) -> list[Prompt]:
    """The prompts that stand on the frames of [start, stop)."""
    prompts = Prompt.objects.select_related("operation", "rle").filter(
        masklet=masklet, removed_by=None, frame__gte=start
    )
    if stop is not None:
        prompts = prompts.filter(frame__lt=stop)
    return list(prompts.order_by("pk"))


def restate(head: FrameHead, *, frame: int | None = None, origin: str | None = None) -> FrameWrite:
    """The statement of a head, which has its bytes loaded, to be written elsewhere."""
    return FrameWrite(
        frame=head.frame if frame is None else frame,
        rle=read_rle(head.rle),
        origin=origin or head.origin,
        state=head.state,
        score=head.score,
        stored=head.rle,
    )


def clear(frame: int) -> FrameWrite:
    return FrameWrite(frame=frame, rle=None, origin=Origin.DRAWN, state=MaskState.CLEARED)


def carry_out(operation: Operation, change: Change, masklets: Mapping[int, Masklet]) -> None:
    """Write the change of locked masklets and tell. Raises Conflict for approved frames. Locks the video's counter."""
    for masklet_id, frames in _list_touched(change).items():
        approved = ApprovedRange.objects.filter(masklet_id=masklet_id, reopened_at=None)
        require_frames_open(masklets[masklet_id], frames, list(approved))
    for move in change.moves:
        cancel_queued_predictions(masklet=masklets[move.prompt.masklet_id], frame=move.prompt.frame)
    moved = move_prompts(operation=operation, moves=change.moves)
    announce_prompts(operation=operation, moved=moved)
    commit_masks(operation=operation, writes=change.writes, by_person=True)


def finish(operation: Operation, masklets: Iterable[Masklet]) -> StructureChanged:
    """The touched masklets, read again."""
    ids = [masklet.pk for masklet in masklets]
    rows = Masklet.objects.select_related("video", "label").filter(pk__in=ids, deleted_at=None)
    return StructureChanged(operation=operation, masklets=list(rows.order_by("pk")))


def take_prompts_off(prompts: Sequence[Prompt]) -> list[PromptMove]:
    return [PromptMove(prompt, None) for prompt in prompts]


def _list_touched(change: Change) -> dict[int, list[int]]:
    touched = {masklet_id: [write.frame for write in writes] for masklet_id, writes in change.writes.items()}
    for move in change.moves:
        touched.setdefault(move.prompt.masklet_id, []).append(move.prompt.frame)
        if move.to is not None:
            touched.setdefault(move.to.pk, []).append(move.prompt.frame)
    return touched
