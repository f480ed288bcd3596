"""Who did what, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from inference import rle as rle_codec
from labeling.masklets.models import Masklet, MaskletEdit, Operation, PromptEdit, RleBytes, Version
from labeling.masklets.queries.states import read_rle
from labeling.videos.models import Video

OPERATIONS_A_PAGE = 100
VERSIONS_A_PAGE = 500

# The first frame with a mask of each version, to be shown small beside it.
THUMBNAILS_SQL = """
SELECT DISTINCT ON (masklet_id, version) masklet_id, version, frame, rle_id
FROM masklets_framemask
WHERE (masklet_id, version) IN (SELECT * FROM unnest(%s::bigint[], %s::int[])) AND state = 'present'
ORDER BY masklet_id, version, frame
"""


@dataclass(frozen=True)
class Thumbnail:
    """Where a version shows best: a frame on which it put a mask, and the mask's box in pixels."""

    masklet: int
    version: int
    frame: int
    bbox: list[float]


@dataclass(frozen=True)
class VersionState:
    """`undoes` is the operation that this version's operation takes back, `undone_by` what took it back, if any did."""

    number: int
    operation: int
    kind: str
    author: int
    created_at: datetime
    ranges: list[tuple[int, int]]
    undoes: int | None
    undone_by: int | None
    thumbnail: Thumbnail | None


@dataclass(frozen=True)
class AttributeChange:
    """What was said of a masklet before and after; None where nothing was."""

    masklet: int
    attribute: str
    old: Any
    new: Any


@dataclass(frozen=True)
class OperationState:
    """`versions` are the (masklet, number) pairs that the operation made, `ranges` [masklet, start, stop) triples,
    `attributes` the values that it changed."""

    id: int
    kind: str
    author: int
    created_at: datetime
    undoes: int | None
    undone_by: int | None
    masklets: list[int]
    versions: list[tuple[int, int]]
    ranges: list[tuple[int, int, int]]
    attributes: list[AttributeChange]
    thumbnail: Thumbnail | None


def list_versions(masklet: Masklet, *, before: int | None = None) -> list[VersionState]:
    """At most VERSIONS_A_PAGE versions older than `before`."""
    rows = Version.objects.select_related("operation").filter(masklet=masklet).order_by("-number")
    if before is not None:
        rows = rows.filter(number__lt=before)
    page = list(rows[:VERSIONS_A_PAGE])
    thumbnails = _find_thumbnails(page)
    undone = _find_undone([row.operation_id for row in page])
    return [
        VersionState(
            number=row.number,
            operation=row.operation_id,
            kind=row.operation.kind,
            author=row.operation.author_id,
            created_at=row.created_at,
            ranges=[(start, stop) for start, stop in row.ranges],
            undoes=row.operation.undoes_id,
            undone_by=undone.get(row.operation_id),
            thumbnail=thumbnails.get((masklet.pk, row.number)),
        )
        for row in page
    ]


def list_operations(video: Video, *, before: int | None = None, masklet: int | None = None) -> list[OperationState]:
    """At most OPERATIONS_A_PAGE operations older than `before`, of one masklet where it is named."""
    rows = Operation.objects.filter(video=video).order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    if masklet is not None:
        touched = Version.objects.filter(masklet_id=masklet).values("operation").union(
            MaskletEdit.objects.filter(masklet_id=masklet).values("operation"),
            PromptEdit.objects.filter(old_masklet_id=masklet).values("operation"),
            PromptEdit.objects.filter(new_masklet_id=masklet).values("operation"),
        )  # fmt: skip
        rows = rows.filter(pk__in=touched)
    page = list(rows.prefetch_related("versions", "masklet_edits", "prompt_edits")[:OPERATIONS_A_PAGE])
    thumbnails = _find_thumbnails([version for row in page for version in row.versions.all()])
    undone = _find_undone([row.pk for row in page])
    return [_describe(row, thumbnails=thumbnails, undone_by=undone.get(row.pk)) for row in page]


def _describe(row: Operation, *, thumbnails: dict[tuple[int, int], Thumbnail], undone_by: int | None) -> OperationState:
    versions = sorted((version.masklet_id, version.number) for version in row.versions.all())
    shown = [thumbnails[version] for version in versions if version in thumbnails]
    return OperationState(
        id=row.pk,
        kind=row.kind,
        author=row.author_id,
        created_at=row.created_at,
        undoes=row.undoes_id,
        undone_by=undone_by,
        masklets=sorted(_list_touched(row)),
        versions=versions,
        ranges=sorted((version.masklet_id, *span) for version in row.versions.all() for span in version.ranges),
        attributes=[
            AttributeChange(masklet=edit.masklet_id, attribute=key, old=old, new=new)
            for edit in row.masklet_edits.all()
            for key, (old, new) in edit.attributes.items()
        ],
        thumbnail=shown[0] if shown else None,
    )


def _list_touched(row: Operation) -> set[int]:
    touched = {version.masklet_id for version in row.versions.all()}
    touched |= {edit.masklet_id for edit in row.masklet_edits.all()}
    sides = [side for edit in row.prompt_edits.all() for side in (edit.old_masklet_id, edit.new_masklet_id)]
    return touched | {side for side in sides if side is not None}


def _find_undone(operation_ids: Sequence[int]) -> dict[int, int]:
    """What took each operation back, by operation; those that nothing did are missing."""
    undone = Operation.objects.filter(undoes__in=operation_ids)
    return {operation.undoes_id: operation.pk for operation in undone if operation.undoes_id is not None}


def _find_thumbnails(versions: Sequence[Version]) -> dict[tuple[int, int], Thumbnail]:
    with connection.cursor() as cursor:
        cursor.execute(
            THUMBNAILS_SQL,
            [[version.masklet_id for version in versions], [version.number for version in versions]],
        )
        rows = cursor.fetchall()
    stored = RleBytes.objects.in_bulk([rle_id for *_, rle_id in rows])
    return {
        (masklet_id, number): Thumbnail(masklet=masklet_id, version=number, frame=frame, bbox=_find_box(stored[rle_id]))
        for masklet_id, number, frame, rle_id in rows
    }


def _find_box(stored: RleBytes) -> list[float]:
    rle = read_rle(stored)
    box = None if rle is None else rle_codec.bbox(rle)
    return [] if box is None else list(box)
