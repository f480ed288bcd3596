"""What the undo and redo buttons of one person say."""

from dataclasses import dataclass
from datetime import datetime

from labeling.accounts.models import User
from labeling.masklets.models import Operation
from labeling.masklets.queries.refusals import Refusal, find_refusal
from labeling.masklets.queries.undoing import find_footprint, find_next_redo, find_next_undo
from labeling.masklets.rules import compress_frames
from labeling.videos.models import Video


@dataclass(frozen=True)
class Step:
    """The gesture that would be undone or done again; `ranges` are [masklet, start, stop) triples."""

    operation: int
    kind: str
    at: datetime
    masklets: list[int]
    ranges: list[tuple[int, int, int]]
    refusal: Refusal | None


@dataclass(frozen=True)
class UndoState:
    undo: Step | None
    redo: Step | None


def find_undo_state(*, video: Video, author: User) -> UndoState:
    return UndoState(
        undo=_describe(find_next_undo(video=video, author=author)),
        redo=_describe(find_next_redo(video=video, author=author)),
    )


def _describe(target: Operation | None) -> Step | None:
    if target is None:
        return None
    footprint = find_footprint(target)
    first = footprint.first
    ranges = [
        (masklet_id, start, stop)
        for masklet_id, frames in footprint.frames.items()
        for start, stop in compress_frames(entry.frame for entry in frames)
    ]
    return Step(
        operation=first.pk,
        kind=first.kind,
        at=first.created_at,
        masklets=sorted(footprint.masklets),
        ranges=ranges,
        refusal=find_refusal(footprint),
    )
