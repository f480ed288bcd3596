"""What an operation changes besides masks, always with the row that lets it be undone: prompts, labels, presence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.utils import timezone

from labeling.events.publish import record_event
from labeling.events.schema import MaskletChanged, MaskletDeleted, MaskRange, MasksChanged, PromptsChanged
from labeling.masklets.models import Masklet, MaskletEdit, Operation, Prompt, PromptEdit
from labeling.masklets.queries.masks import list_head_ranges
from labeling.masklets.queries.states import describe_masklet, describe_prompt
from labeling.projects.models import Label


@dataclass(frozen=True)
class PromptMove:
    """Where a prompt goes: to a masklet, or off every one (None)."""

    prompt: Prompt
    to: Masklet | None


@dataclass(frozen=True)
class PromptsMoved:
    """`removed`: the ids of prompts that left their masklet; `added`: those that are on one now, by a move or anew."""

    removed: list[int]
    added: list[Prompt]


def move_prompts(*, operation: Operation, moves: Sequence[PromptMove]) -> PromptsMoved:
    """Put prompts on masklets or take them off; the caller holds the masklets' locks and announces it later."""
    edits: list[PromptEdit] = []
    removed: list[int] = []
    for move in moves:
        prompt = move.prompt
        stood = prompt.masklet_id if prompt.removed_by_id is None else None
        if stood is not None:
            removed.append(prompt.pk)
        edits.append(PromptEdit(operation=operation, prompt=prompt, old_masklet_id=stood, new_masklet=move.to))
        if move.to is not None:
            prompt.masklet = move.to
        prompt.removed_by = operation if move.to is None else None
        prompt.save(update_fields=["masklet", "removed_by"])
    PromptEdit.objects.bulk_create(edits)
    return PromptsMoved(removed=removed, added=[move.prompt for move in moves if move.to is not None])


def announce_prompts(*, operation: Operation, moved: PromptsMoved) -> None:
    """Tell what `move_prompts` did. Locks the video's counter."""
    if moved.removed or moved.added:
        added = [describe_prompt(prompt) for prompt in moved.added]
        _tell(operation, PromptsChanged(operation=operation.pk, added=added, removed=moved.removed))


def remember_prompt(*, operation: Operation, prompt: Prompt) -> None:
    """Remember that an operation put a new prompt on its masklet."""
    PromptEdit.objects.create(operation=operation, prompt=prompt, old_masklet=None, new_masklet=prompt.masklet)


def remember_masklet(*, operation: Operation, masklet: Masklet, is_new: bool = False) -> None:
    """Remember that an operation made a masklet, or was about it and left its label and presence as they are."""
    MaskletEdit.objects.create(
        operation=operation, masklet=masklet, old_label=masklet.label, new_label=masklet.label,
        was_there=not is_new, is_there=True, head=masklet.head,
    )  # fmt: skip


def edit_masklet(
    *,
    operation: Operation,
    masklet: Masklet,
    label: Label | None = None,
    is_there: bool | None = None,
    attributes: Mapping[str, Any] | None = None,
) -> None:
    """Give a locked masklet another label or other values, hide it, or show it again, and tell.

    `attributes` are those that change, None where a value goes. A masklet that is shown again comes with its prompts
    and masks, since pages forgot them when it went. Locks the video's counter.
    """
    was_there = masklet.deleted_at is None
    there = was_there if is_there is None else is_there
    new_label = masklet.label if label is None else label
    changes = {key: [masklet.attributes.get(key), value] for key, value in (attributes or {}).items()}
    MaskletEdit.objects.create(
        operation=operation, masklet=masklet, old_label=masklet.label, new_label=new_label,
        was_there=was_there, is_there=there, attributes=changes, head=masklet.head,
    )  # fmt: skip
    masklet.label = new_label
    values = {**masklet.attributes, **(attributes or {})}
    masklet.attributes = {key: value for key, value in values.items() if value is not None}
    if there != was_there:
        masklet.deleted_at = None if there else timezone.now()
    masklet.save(update_fields=["label", "attributes", "deleted_at"])
    if not there:
        _tell(operation, MaskletDeleted(masklet=masklet.pk))
        return
    _tell(operation, MaskletChanged(masklet=describe_masklet(masklet)))
    if not was_there:
        _announce_contents(operation, masklet)


def _announce_contents(operation: Operation, masklet: Masklet) -> None:
    prompts = Prompt.objects.select_related("operation", "rle").filter(masklet=masklet, removed_by=None)
    added = [describe_prompt(prompt) for prompt in prompts.order_by("pk")]
    if added:
        _tell(operation, PromptsChanged(operation=operation.pk, added=added, removed=[]))
    heads = list_head_ranges([masklet.pk]).get(masklet.pk, [])
    ranges = [
        MaskRange(
            masklet=masklet.pk,
            start=start,
            stop=stop,
            version=version,
            origin=cast(Any, origin),
            state=cast(Any, state),
        )
        for start, stop, version, origin, state in heads
    ]
    if ranges:
        _tell(operation, MasksChanged(operation=operation.pk, kind=operation.kind, ranges=ranges))


def _tell(operation: Operation, payload: MaskletChanged | MaskletDeleted | PromptsChanged | MasksChanged) -> None:
    record_event(video_id=operation.video_id, actor=operation.author, payload=payload)
