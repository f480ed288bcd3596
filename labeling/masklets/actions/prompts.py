"""Putting prompts on frames and taking them away."""

from dataclasses import dataclass

from django.db import transaction

from inference.types import BoxPrompt, MaskPrompt, PointPrompt, Rle
from inference.types import Prompt as PromptValue
from labeling.accounts.models import User
from labeling.events.publish import record_event
from labeling.events.schema import PromptsChanged
from labeling.masklets.actions.commits import FrameWrite, announce_head, commit_masks
from labeling.masklets.actions.conflicts import FrameConflict, describe_conflict
from labeling.masklets.actions.edits import PromptMove, move_prompts, remember_prompt
from labeling.masklets.actions.opening import lock_masklet_for_edit
from labeling.masklets.actions.predictions import cancel_queued_predictions, request_prediction
from labeling.masklets.models import FrameHead, Masklet, MaskState, Operation, Origin, Prompt, RleBytes
from labeling.masklets.queries.access import NO_PROMPT
from labeling.masklets.queries.states import describe_prompt, read_rle
from labeling.masklets.rules import (
    is_conflict,
    require_base_version,
    require_box,
    require_mask_of,
    require_points,
)
from labeling.problems import NotFound


@dataclass(frozen=True)
class PromptAdded:
    operation: Operation
    prompt: Prompt
    removed: list[int]


def add_prompt(
    *, masklet_id: int, actor: User, value: PromptValue, base_version: int | None = None
) -> PromptAdded | FrameConflict:
    """Put a prompt on a frame: points add up, a box or a mask replaces what stood on that frame.

    A mask prompt is its own answer and is committed at once as prompted; for points and boxes a prediction is queued.
    Locks the masklet, then the video's counter. Raises Invalid for a prompt outside the frame, Conflict where the
    masklet or the frame is closed. Returns a FrameConflict, having changed nothing, over another person's drawing that
    is newer than `base_version`.
    """
    with transaction.atomic():
        masklet = lock_masklet_for_edit(masklet_id, frame=value.frame)
        _require_inside(masklet, value)
        base = require_base_version(masklet, base_version)
        head = FrameHead.objects.select_related("author").filter(masklet=masklet, frame=value.frame).first()
        if head is not None and head.origin == Origin.DRAWN and is_conflict(head, actor=actor, base_version=base):
            return describe_conflict(masklet, head, side_edit=None)
        kind = Operation.Kind.PROMPT
        operation = Operation.objects.create(video=masklet.video, author=actor, kind=kind)
        replaces = not isinstance(value, PointPrompt)
        removed = remove_prompts(masklet=masklet, frame=value.frame, operation=operation) if replaces else []
        prompt = _store(masklet, operation, value)
        if isinstance(value, MaskPrompt):
            cancel_queued_predictions(masklet=masklet, frame=value.frame)
            _commit_prompted(masklet, operation, value.frame, value.rle)
        else:
            request_prediction(masklet=masklet, operation=operation, frame=value.frame)
        payload = PromptsChanged(operation=operation.pk, added=[describe_prompt(prompt)], removed=removed)
        record_event(video_id=masklet.video_id, actor=actor, payload=payload)
        return PromptAdded(operation=operation, prompt=prompt, removed=removed)


def remove_prompt(*, prompt_id: int, actor: User) -> Operation:
    """Take a prompt away: its frame is asked again from the prompts that are left, or cleared where none is.

    A frame that shows another than a prompted mask (it was propagated or drawn, and the prediction has not come) is
    left as it is, and announced as it stands, since pages wait for an answer to the operation.
    Locks the masklet, then the video's counter.
    """
    with transaction.atomic():
        found = Prompt.objects.filter(pk=prompt_id, removed_by=None).first()
        if found is None:
            raise NotFound(NO_PROMPT)
        masklet = lock_masklet_for_edit(found.masklet_id, frame=found.frame)
        operation = Operation.objects.create(video=masklet.video, author=actor, kind=Operation.Kind.UNPROMPT)
        prompt = Prompt.objects.select_related("masklet").filter(pk=prompt_id, removed_by=None).first()
        if prompt is None or prompt.masklet_id != masklet.pk:
            raise NotFound(NO_PROMPT)
        move_prompts(operation=operation, moves=[PromptMove(prompt, None)])
        _answer_again(masklet, operation, found.frame)
        payload = PromptsChanged(operation=operation.pk, added=[], removed=[prompt_id])
        record_event(video_id=masklet.video_id, actor=actor, payload=payload)
        return operation


def remove_prompts(*, masklet: Masklet, frame: int, operation: Operation) -> list[int]:
    """Take all prompts off a frame of a locked masklet; their ids."""
    standing = list(Prompt.objects.filter(masklet=masklet, frame=frame, removed_by=None).order_by("pk"))
    return move_prompts(operation=operation, moves=[PromptMove(prompt, None) for prompt in standing]).removed


def _answer_again(masklet: Masklet, operation: Operation, frame: int) -> None:
    left = list(Prompt.objects.select_related("rle").filter(masklet=masklet, frame=frame, removed_by=None))
    if not left:
        cancel_queued_predictions(masklet=masklet, frame=frame)
        head = FrameHead.objects.filter(masklet=masklet, frame=frame).first()
        if head is None or (head.origin == Origin.PROMPTED and head.state != MaskState.CLEARED):
            _commit_prompted(masklet, operation, frame, None)
        else:
            announce_head(operation=operation, head=head)
        return
    only_mask = read_rle(left[0].rle) if len(left) == 1 else None
    if only_mask is not None:
        _commit_prompted(masklet, operation, frame, only_mask)
        return
    request_prediction(masklet=masklet, operation=operation, frame=frame)


def _commit_prompted(masklet: Masklet, operation: Operation, frame: int, rle: Rle | None) -> None:
    state = MaskState.CLEARED if rle is None else MaskState.PRESENT
    write = FrameWrite(frame=frame, rle=rle, origin=Origin.PROMPTED, state=state)
    commit_masks(operation=operation, writes={masklet.pk: [write]})


def _require_inside(masklet: Masklet, value: PromptValue) -> None:
    if isinstance(value, PointPrompt):
        require_points(masklet.video, value.points, value.labels)
    elif isinstance(value, BoxPrompt):
        require_box(masklet.video, value.box)
    else:
        require_mask_of(masklet.video, value.rle)


def _store(masklet: Masklet, operation: Operation, value: PromptValue) -> Prompt:
    prompt = Prompt(masklet=masklet, operation=operation, frame=value.frame)
    if isinstance(value, PointPrompt):
        prompt.kind = Prompt.Kind.POINT
        prompt.points = [list(point) for point in value.points]
        prompt.labels = list(value.labels)
    elif isinstance(value, BoxPrompt):
        prompt.kind = Prompt.Kind.BOX
        prompt.box = list(value.box)
    else:
        prompt.kind = Prompt.Kind.MASK
        height, width = value.rle.size
        prompt.rle = RleBytes.objects.create(height=height, width=width, counts=value.rle.counts)
    prompt.save()
    remember_prompt(operation=operation, prompt=prompt)
    return prompt
