"""A person's statement taking the place of what stands on a frame."""

from dataclasses import dataclass

from inference.types import Rle
from labeling.events.publish import record_event
from labeling.events.schema import PromptsChanged
from labeling.masklets.actions.commits import FrameWrite, commit_masks
from labeling.masklets.actions.predictions import cancel_queued_predictions
from labeling.masklets.actions.prompts import remove_prompts
from labeling.masklets.models import Masklet, Operation, Origin


@dataclass(frozen=True)
class FrameDrawn:
    operation: Operation
    version: int


def replace_frame(masklet: Masklet, operation: Operation, *, frame: int, rle: Rle | None, state: str) -> FrameDrawn:
    """Write a drawn mask or a statement on an open frame; its prompts go. The caller holds the masklet's lock."""
    removed = remove_prompts(masklet=masklet, frame=frame, operation=operation)
    cancel_queued_predictions(masklet=masklet, frame=frame)
    write = FrameWrite(frame=frame, rle=rle, origin=Origin.DRAWN, state=state)
    result = commit_masks(operation=operation, writes={masklet.pk: [write]})
    if removed:
        payload = PromptsChanged(operation=operation.pk, added=[], removed=removed)
        record_event(video_id=masklet.video_id, actor=operation.author, payload=payload)
    return FrameDrawn(operation=operation, version=result.versions[masklet.pk])
