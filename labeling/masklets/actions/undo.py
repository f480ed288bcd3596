"""Taking back what one person did, gesture by gesture, and doing it again."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from django.db import connection, transaction
from django.db.models import Q

from labeling.accounts.models import User
from labeling.masklets.actions.commits import FrameWrite, commit_masks, lock_masklets
from labeling.masklets.actions.edits import PromptMove, announce_prompts, edit_masklet, move_prompts
from labeling.masklets.actions.predictions import cancel_queued_predictions, request_prediction
from labeling.masklets.models import (
    Masklet,
    MaskletEdit,
    MaskState,
    Operation,
    Origin,
    Prediction,
    Prompt,
    PromptEdit,
    RleBytes,
)
from labeling.masklets.queries.refusals import find_refusal
from labeling.masklets.queries.states import read_rle
from labeling.masklets.queries.undoing import (
    Footprint,
    FrameBefore,
    find_footprint,
    find_next_redo,
    find_next_undo,
    find_redo_of,
    find_undo_of,
)
from labeling.masklets.rules import Range, compress_frames
from labeling.problems import Conflict, Forbidden, NotFound
from labeling.videos.models import Video

Kind = Operation.Kind
Status = Prediction.Status
NextOf = Callable[..., Operation | None]


@dataclass(frozen=True)
class Undone:
    """`operation` is the undo or redo itself, `first` the gesture; the frames that changed by masklet."""

    operation: Operation
    first: Operation
    masklets: list[int]
    ranges: Mapping[int, list[Range]]


def undo_operation(*, video: Video, actor: User, operation_id: int | None = None) -> Undone:
    """Put back what stood before the person's newest gesture, or the one named: masks, prompts, labels, presence.

    Locks the person's undos in this video, the masklets by id, then the video's counter. Raises Conflict with the
    reason where nothing is left to undo, where somebody changed the same since, where it is closed, and for a
    propagation that still runs; Forbidden for another person's operation.
    """
    with transaction.atomic():
        _lock_undos(video, actor)
        if operation_id is None:
            target = find_next_undo(video=video, author=actor)
            if target is None:
                raise Conflict("There is nothing of yours left to undo in this video.")
        else:
            target = find_undo_of(_find_own(video, actor, operation_id), author=actor)
            if target is None:
                raise Conflict("This was undone already, or is not something that can be undone.")
        return _reverse(target, actor=actor, kind=Kind.UNDO)


def redo_operation(*, video: Video, actor: User, operation_id: int | None = None) -> Undone:
    """Do again what the person undid last, or the gesture named; nothing new may have been done since.

    Locks as `undo_operation` does and refuses for the same reasons.
    """
    with transaction.atomic():
        _lock_undos(video, actor)
        if operation_id is None:
            target = find_next_redo(video=video, author=actor)
        else:
            target = find_redo_of(_find_own(video, actor, operation_id), author=actor)
        if target is None:
            raise Conflict("There is nothing to redo: nothing is undone, or you did something new since.")
        return _reverse(target, actor=actor, kind=Kind.REDO)


def _lock_undos(video: Video, actor: User) -> None:
    """Two presses at once, from two pages, undo two gestures one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"undo {video.pk} {actor.pk}"])


def _find_own(video: Video, actor: User, operation_id: int) -> Operation:
    operation = Operation.objects.select_related("video").filter(video=video, pk=operation_id).first()
    if operation is None:
        raise NotFound("There is no such operation in this video.")
    if operation.author_id != actor.pk:
        raise Forbidden("Only its author can undo or redo an operation: change the frames by hand, or restore them.")
    return operation


def _reverse(target: Operation, *, actor: User, kind: str) -> Undone:
    masklets = lock_masklets(find_footprint(target).masklets)
    footprint = find_footprint(target)
    refusal = find_refusal(footprint)
    if refusal is None and not footprint.masklets.keys() <= masklets.keys():
        raise Conflict("This changed while it was being undone: try again.")
    if refusal is not None:
        extra = {"changed": [asdict(entry) for entry in refusal.changed], "propagation": refusal.propagation}
        raise Conflict(refusal.detail, operation=footprint.first.pk, **extra)
    operation = Operation.objects.create(video=target.video, author=actor, kind=kind, undoes=target)
    _apply(footprint, operation, masklets)
    ranges = {pk: compress_frames(entry.frame for entry in frames) for pk, frames in footprint.frames.items()}
    return Undone(operation=operation, first=footprint.first, masklets=sorted(footprint.masklets), ranges=ranges)


def _apply(footprint: Footprint, operation: Operation, masklets: Mapping[int, Masklet]) -> None:
    """Objects that come back are told first and those that go last, so that pages know what each event is about."""
    moves = [
        PromptMove(edit.prompt, None if edit.old_masklet_id is None else masklets[edit.old_masklet_id])
        for edit in footprint.prompt_edits
    ]
    moved = move_prompts(operation=operation, moves=moves)
    _settle_predictions(footprint, operation, masklets)
    staying = [edit for edit in footprint.masklet_edits if edit.was_there]
    for edit in staying:
        _reverse_edit(edit, operation, masklets[edit.masklet_id])
    announce_prompts(operation=operation, moved=moved)
    commit_masks(operation=operation, writes=_write_before(footprint), by_person=True)
    going = [edit for edit in footprint.masklet_edits if not edit.was_there]
    for edit in going:
        # The commit numbered a version: the edit names the head after it.
        masklet = lock_masklets([edit.masklet_id])[edit.masklet_id]
        _reverse_edit(edit, operation, masklet)


def _reverse_edit(edit: MaskletEdit, operation: Operation, masklet: Masklet) -> None:
    values = {key: old for key, (old, _) in edit.attributes.items()}
    edit_masklet(operation=operation, masklet=masklet, label=edit.old_label, is_there=edit.was_there, attributes=values)


def _write_before(footprint: Footprint) -> dict[int, list[FrameWrite]]:
    wanted = {entry.rle_id for frames in footprint.frames.values() for entry in frames if entry.rle_id is not None}
    stored = RleBytes.objects.in_bulk(wanted)
    return {
        masklet_id: [_restate(entry, stored.get(entry.rle_id or 0)) for entry in frames]
        for masklet_id, frames in footprint.frames.items()
    }


def _restate(entry: FrameBefore, stored: RleBytes | None) -> FrameWrite:
    return FrameWrite(
        frame=entry.frame,
        rle=read_rle(stored),
        origin=entry.origin or Origin.RESTORED,
        state=entry.state or MaskState.CLEARED,
        score=entry.score,
        stored=stored,
        source=entry.source,
    )


def _settle_predictions(footprint: Footprint, operation: Operation, masklets: Mapping[int, Masklet]) -> None:
    """Drop what the undone gesture asked the model, and ask again what it had taken the answer away from."""
    target = footprint.operation
    touched = {(pk, edit.prompt.frame) for edit in footprint.prompt_edits for pk in _sides(edit)}
    back = {edit.masklet_id for edit in footprint.masklet_edits if edit.was_there and not edit.is_there}
    cut_off = Q(status__in=[Status.QUEUED, Status.RUNNING])
    cut_off |= Q(status=Status.CANCELLED, finished_at__gte=target.created_at)
    before = Prediction.objects.filter(cut_off, masklet_id__in=masklets, operation_id__lt=target.pk)
    asked = set(before.values_list("masklet_id", "frame"))
    for masklet_id, frame in sorted(touched):
        cancel_queued_predictions(masklet=masklets[masklet_id], frame=frame)
    for masklet_id, frame in sorted(asked):
        standing = Prompt.objects.filter(masklet_id=masklet_id, frame=frame, removed_by=None)
        if ((masklet_id, frame) in touched or masklet_id in back) and standing.exists():
            request_prediction(masklet=masklets[masklet_id], operation=operation, frame=frame)


def _sides(edit: PromptEdit) -> list[int]:
    return [pk for pk in (edit.old_masklet_id, edit.new_masklet_id) if pk is not None]
