"""The one place where masks are written: versions, deltas and heads together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Any, cast

from django.db import transaction

from inference import rle as rle_codec
from inference.types import Rle
from labeling.events.publish import record_event, send_masks
from labeling.events.schema import MaskRange, MasksChanged
from labeling.events.wire import MaskFrame, encode_mask_frame
from labeling.masklets.models import (
    ApprovedRange,
    FrameHead,
    FrameMask,
    Masklet,
    MaskState,
    Operation,
    Origin,
    RleBytes,
    Version,
)
from labeling.masklets.queries.states import read_rle
from labeling.masklets.rules import MACHINE_ORIGINS, compress_frames, is_barrier, is_editable, is_frame_approved

# Keeps one message to the room well below what a browser's socket buffers.
MASKS_A_MESSAGE = 64
HEAD_FIELDS = ["version", "author", "origin", "state", "score", "rle"]


@dataclass(frozen=True)
class FrameWrite:
    """A mask to be written on one frame: `rle` where `state` is "present", None where it is not.

    `stored` is the row that holds these bytes already, if one does; `source` the version that an undo says again.
    """

    frame: int
    rle: Rle | None
    origin: str
    state: str
    score: float | None = None
    stored: RleBytes | None = None
    source: int | None = None

    def __post_init__(self) -> None:
        if (self.rle is not None) != (self.state == MaskState.PRESENT):
            raise ValueError(f"frame {self.frame}: a mask is given exactly when it is present, not {self.state}")


@dataclass(frozen=True)
class CommitResult:
    """`versions` by masklet id; a masklet all of whose frames were skipped has none. `skipped` frames by masklet id."""

    versions: Mapping[int, int]
    skipped: Mapping[int, tuple[int, ...]]


def lock_masklets(masklet_ids: Iterable[int]) -> dict[int, Masklet]:
    """Lock masklets by id until the end of the transaction; those that do not exist are missing from the answer."""
    rows = Masklet.objects.select_for_update(of=("self",), no_key=True).select_related("video")
    return {masklet.pk: masklet for masklet in rows.filter(pk__in=list(masklet_ids)).order_by("pk")}


def commit_masks(
    *, operation: Operation, writes: Mapping[int, Sequence[FrameWrite]], by_person: bool = False
) -> CommitResult:
    """Write masks, keyed by masklet id: one version a masklet, its deltas, its heads and one `masks.changed` event.

    Locks the masklets by id, then the video's counter, until the surrounding transaction ends; a caller that holds a
    job's lease locks the job first. Reads the barriers again under the lock: closed or deleted masklets and approved
    frames are left as they are whoever writes, and frames that a person prompted or drew are left as they are by
    propagated and automatic masks, unless a person puts them there (`by_person`, as in an undo). A present mask without
    a pixel is written as absent. Raises ValueError when a frame is given twice.
    """
    with transaction.atomic():
        masklets = lock_masklets(writes)
        versions: dict[int, int] = {}
        skipped: dict[int, tuple[int, ...]] = {}
        ranges: list[MaskRange] = []
        frames: list[bytes] = []
        for masklet_id in sorted(writes):
            asked = _normalise(writes[masklet_id])
            masklet = masklets.get(masklet_id)
            kept = [] if masklet is None else _leave_out_barriers(masklet, asked, by_person=by_person)
            if len(kept) < len(asked):
                kept_frames = {write.frame for write in kept}
                skipped[masklet_id] = tuple(write.frame for write in asked if write.frame not in kept_frames)
            if masklet is None or not kept:
                continue
            version = _write_version(masklet, operation, kept)
            versions[masklet_id] = version
            ranges += _describe_ranges(masklet_id, version, kept)
            frames += _encode(masklet, version, kept)
        if ranges:
            # Bytes leave before the event that names them, so that most clients need not ask for them.
            for begin in range(0, len(frames), MASKS_A_MESSAGE):
                batch = frames[begin : begin + MASKS_A_MESSAGE]
                transaction.on_commit(partial(send_masks, video_id=operation.video_id, frames=batch))
            record_event(
                video_id=operation.video_id,
                actor=operation.author,
                payload=MasksChanged(operation=operation.pk, kind=operation.kind, ranges=ranges),
            )
        return CommitResult(versions=versions, skipped=skipped)


def announce_head(*, operation: Operation, head: FrameHead) -> None:
    """Answer an operation that leaves a frame as it is: the event says again what stands there. Locks the counter."""
    ranges = [
        MaskRange(
            masklet=head.masklet_id,
            start=head.frame,
            stop=head.frame + 1,
            version=head.version,
            origin=cast(Any, head.origin),
            state=cast(Any, head.state),
        )
    ]
    payload = MasksChanged(operation=operation.pk, kind=operation.kind, ranges=ranges)
    record_event(video_id=operation.video_id, actor=operation.author, payload=payload)


def show_head(*, masklet: Masklet, frame: int) -> None:
    """After the commit, send what stands on a frame to everyone on the video: nothing, where nothing does."""
    head = FrameHead.objects.select_related("rle").filter(masklet=masklet, frame=frame).first()
    if head is None:
        nothing = FrameWrite(frame=frame, rle=None, origin=Origin.PROMPTED, state=MaskState.CLEARED)
        frames = _encode(masklet, 0, [nothing])
    else:
        write = FrameWrite(frame=frame, rle=read_rle(head.rle), origin=head.origin, state=head.state, score=head.score)
        frames = _encode(masklet, head.version, [write])
    transaction.on_commit(partial(send_masks, video_id=masklet.video_id, frames=frames))


def _normalise(writes: Sequence[FrameWrite]) -> list[FrameWrite]:
    ordered = sorted(writes, key=lambda write: write.frame)
    if len({write.frame for write in ordered}) < len(ordered):
        raise ValueError("a frame may be written only once in a version")
    return [
        replace(write, rle=None, stored=None, state=MaskState.ABSENT)
        if write.rle and rle_codec.area(write.rle) == 0
        else write
        for write in ordered
    ]


def _leave_out_barriers(masklet: Masklet, writes: list[FrameWrite], *, by_person: bool) -> list[FrameWrite]:
    if not is_editable(masklet):
        return []
    approved = list(ApprovedRange.objects.filter(masklet=masklet, reopened_at=None))
    heads = FrameHead.objects.filter(masklet=masklet, frame__in=[write.frame for write in writes])
    barriers = {head.frame for head in heads.only("frame", "origin", "state") if is_barrier(head)}
    return [
        write
        for write in writes
        if not is_frame_approved(write.frame, approved)
        and not (not by_person and write.origin in MACHINE_ORIGINS and write.frame in barriers)
    ]


def _write_version(masklet: Masklet, operation: Operation, writes: list[FrameWrite]) -> int:
    number = masklet.head + 1
    ranges = compress_frames(write.frame for write in writes)
    Version.objects.create(masklet=masklet, number=number, operation=operation, ranges=ranges)
    stored = _store_bytes(writes)
    FrameMask.objects.bulk_create(
        [
            FrameMask(
                masklet=masklet,
                version=number,
                source=write.source,
                area_px=rle_codec.area(write.rle) if write.rle else 0,
                **_columns(write, stored),
            )
            for write in writes
        ]
    )
    FrameHead.objects.bulk_create(
        [
            FrameHead(masklet=masklet, version=number, author_id=operation.author_id, **_columns(write, stored))
            for write in writes
        ],
        update_conflicts=True,
        unique_fields=["masklet", "frame"],
        update_fields=HEAD_FIELDS,
    )
    masklet.head = number
    masklet.save(update_fields=["head"])
    return number


def _store_bytes(writes: list[FrameWrite]) -> dict[int, RleBytes]:
    known = {write.frame: write.stored for write in writes if write.stored is not None}
    fresh = [(write.frame, write.rle) for write in writes if write.rle is not None and write.stored is None]
    rows = RleBytes.objects.bulk_create(
        [RleBytes(height=rle.size[0], width=rle.size[1], counts=rle.counts) for _, rle in fresh]
    )
    return known | {frame: row for (frame, _), row in zip(fresh, rows, strict=True)}


def _columns(write: FrameWrite, stored: Mapping[int, RleBytes]) -> dict[str, object]:
    """What a delta and a head have in common."""
    return {
        "frame": write.frame,
        "origin": write.origin,
        "state": write.state,
        "score": write.score,
        "rle": stored.get(write.frame),
    }


def _describe_ranges(masklet_id: int, version: int, writes: list[FrameWrite]) -> list[MaskRange]:
    ranges: list[MaskRange] = []
    for (origin, state), group in groupby(writes, key=lambda write: (write.origin, write.state)):
        ranges += [
            MaskRange(
                masklet=masklet_id,
                start=start,
                stop=stop,
                version=version,
                origin=cast(Any, origin),
                state=cast(Any, state),
            )
            for start, stop in compress_frames(write.frame for write in group)
        ]
    return ranges


def _encode(masklet: Masklet, version: int, writes: list[FrameWrite]) -> list[bytes]:
    size = (masklet.video.height, masklet.video.width)
    return [
        encode_mask_frame(
            MaskFrame(
                masklet=masklet.pk,
                frame=write.frame,
                state=write.state,
                origin=write.origin,
                size=size,
                counts=write.rle.counts if write.rle else "",
                score=write.score,
                version=version,
            )
        )
        for write in writes
    ]
