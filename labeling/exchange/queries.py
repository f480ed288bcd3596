"""What an export holds, read from immutable deltas as of the versions that stood when it began."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import F, QuerySet

from inference.types import Rle
from labeling.accounts.models import User
from labeling.exchange.models import Export
from labeling.exchange.sav import Track, list_annotated_frames
from labeling.masklets.models import ApprovedRange, FrameMask, Masklet, MaskState
from labeling.masklets.queries import read_rle
from labeling.masklets.rules import BARRIER_ORIGINS
from labeling.problems import NotFound
from labeling.projects.models import Project
from labeling.projects.queries import Access, find_access
from labeling.videos.models import Video

# Frames whose bytes are in memory at once.
FRAMES_A_READ = 64
NO_EXPORT = "There is no such export, or you are not a member of its project."


@dataclass(frozen=True)
class ExportState:
    id: int
    project: int
    format: str
    scope: str
    ann_every: int
    url: str
    created_at: datetime
    created_by: int


@dataclass(frozen=True)
class PinnedTrack:
    """One masklet as it stood at `version`; `frames` are the annotated ones on which it is seen and in scope."""

    masklet: Masklet
    version: int
    frames: frozenset[int]
    track: Track


def find_export(*, user: User, export_id: int) -> tuple[Export, Access]:
    """An export, for a member of its project; raises NotFound for everybody else."""
    export = Export.objects.select_related("project").filter(pk=export_id).first()
    if export is None:
        raise NotFound(NO_EXPORT)
    try:
        return export, find_access(user=user, project_id=export.project_id)
    except NotFound as error:
        raise NotFound(NO_EXPORT) from error


def describe_export(export: Export) -> ExportState:
    return ExportState(
        id=export.pk,
        project=export.project_id,
        format=export.format,
        scope=export.scope,
        ann_every=export.ann_every,
        url=f"/api/exports/{export.pk}/download/",
        created_at=export.created_at,
        created_by=export.created_by_id,
    )


def list_exports(project: Project) -> list[ExportState]:
    return [describe_export(export) for export in Export.objects.filter(project=project).order_by("-pk")]


def list_videos(export: Export) -> list[Video]:
    """The project's videos that can be in the export, in the order in which they came."""
    ready = Video.objects.filter(project_id=export.project_id, status=Video.Status.READY, deleted_at=None)
    return list(ready.order_by("pk"))


def pin_tracks(export: Export, video: Video) -> list[PinnedTrack]:
    """The masklets of a video that are in scope, by number, each with what its statistics need but no bytes."""
    masklets = Masklet.objects.filter(video=video, deleted_at=None, head__gt=0).select_related("label")
    masklets = masklets.order_by("number")
    pinned = (_pin(export, masklet) for masklet in masklets)
    return [track for track in pinned if track.frames]


def read_masks(video: Video, ann_every: int, tracks: Sequence[PinnedTrack]) -> Iterator[list[Rle | None]]:
    """For each annotated frame in order one mask, or None, per track; reads FRAMES_A_READ frames at a time."""
    frames = iter(list_annotated_frames(video, ann_every))
    while batch := list(islice(frames, FRAMES_A_READ)):
        found = [_read_batch(track, batch) for track in tracks]
        for frame in batch:
            yield [masks.get(frame) for masks in found]


def _read_batch(track: PinnedTrack, batch: list[int]) -> dict[int, Rle | None]:
    rows = FrameMask.objects.select_related("rle").filter(
        masklet_id=track.masklet.pk, version__lte=track.version, frame__in=[f for f in batch if f in track.frames]
    )
    return {row.frame: read_rle(row.rle) for row in rows.order_by("frame", "-version").distinct("frame")}


def _pin(export: Export, masklet: Masklet) -> PinnedTrack:
    approved: dict[int, int] | None = None
    if export.scope == Export.Scope.APPROVED:
        approved = _list_approved(masklet)
    areas: dict[int, int] = {}
    edited = 0
    for row in _list_annotated(masklet, export.ann_every):
        # A frame that changed after its approval, which takes a reopening, is not approved any more.
        if approved is not None and row.version > approved.get(row.frame, -1):
            continue
        edited += row.origin in BARRIER_ORIGINS and row.state != MaskState.CLEARED
        if row.state == MaskState.PRESENT:
            areas[row.frame] = row.area_px
    track = Track(areas_px=areas, num_edited=edited)
    return PinnedTrack(masklet=masklet, version=masklet.head, frames=frozenset(areas), track=track)


def _list_annotated(masklet: Masklet, ann_every: int) -> QuerySet[FrameMask]:
    rows = FrameMask.objects.filter(masklet=masklet, version__lte=masklet.head)
    rows = rows.annotate(rest=F("frame") % ann_every).filter(rest=0)
    return rows.order_by("frame", "-version").distinct("frame").defer("rle")


def _list_approved(masklet: Masklet) -> dict[int, int]:
    """By frame, the newest version that was approved on it, reopened since or not."""
    approved: dict[int, int] = defaultdict(int)
    for entry in ApprovedRange.objects.filter(masklet=masklet):
        for frame in range(entry.start, entry.stop):
            approved[frame] = max(approved[frame], entry.version)
    return dict(approved)
