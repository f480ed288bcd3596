"""Who did what, newest first."""

from dataclasses import dataclass
from datetime import datetime

from labeling.masklets.models import Masklet, Operation, Version
from labeling.videos.models import Video

OPERATIONS_A_PAGE = 100


@dataclass(frozen=True)
class VersionState:
    number: int
    operation: int
    kind: str
    author: int
    created_at: datetime
    ranges: list[tuple[int, int]]


@dataclass(frozen=True)
class OperationState:
    """`versions` are the (masklet, number) pairs that the operation made."""

    id: int
    kind: str
    author: int
    created_at: datetime
    undoes: int | None
    versions: list[tuple[int, int]]


def list_versions(masklet: Masklet) -> list[VersionState]:
    rows = Version.objects.select_related("operation").filter(masklet=masklet).order_by("-number")
    return [
        VersionState(
            number=row.number,
            operation=row.operation_id,
            kind=row.operation.kind,
            author=row.operation.author_id,
            created_at=row.created_at,
            ranges=[(start, stop) for start, stop in row.ranges],
        )
        for row in rows
    ]


def list_operations(video: Video, *, before: int | None) -> list[OperationState]:
    """At most OPERATIONS_A_PAGE operations older than `before`."""
    rows = Operation.objects.filter(video=video).prefetch_related("versions").order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [
        OperationState(
            id=row.pk,
            kind=row.kind,
            author=row.author_id,
            created_at=row.created_at,
            undoes=row.undoes_id,
            versions=[(version.masklet_id, version.number) for version in row.versions.all()],
        )
        for row in rows[:OPERATIONS_A_PAGE]
    ]
