"""Masks as they stand, or as they stood at a version; bytes by page, pictures of a whole video without bytes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from inference.types import Rle
from labeling.masklets.models import FrameHead, FrameMask, Masklet, MaskState
from labeling.masklets.queries.states import read_rle

MAX_FRAMES_A_PAGE = 300
# start, stop, version, origin, state
HeadRange = tuple[int, int, int, str, str]

# Consecutive frames of one version, origin and state keep the same difference between frame and row number.
HEAD_RANGES_SQL = """
SELECT masklet_id, min(frame), max(frame) + 1, version, origin, state
FROM (
    SELECT masklet_id, frame, version, origin, state,
           frame - row_number() OVER (PARTITION BY masklet_id, version, origin, state ORDER BY frame) AS island
    FROM masklets_framehead WHERE masklet_id = ANY(%s)
) AS heads
GROUP BY masklet_id, version, origin, state, island
ORDER BY masklet_id, min(frame)
"""


@dataclass(frozen=True)
class FrameMaskState:
    frame: int
    rle: Rle | None
    origin: str
    state: str
    version: int
    score: float | None


@dataclass(frozen=True)
class MasksPage:
    """Masks by frame; `next` is where the next page starts, None on the last one."""

    masks: list[FrameMaskState]
    next: int | None


def list_masks(masklet: Masklet, *, version: int | None, start: int, stop: int) -> MasksPage:
    """At most MAX_FRAMES_A_PAGE masks of frames [start, stop): the heads, or what stood as of `version`."""
    rows: list[FrameHead] | list[FrameMask]
    if version is None:
        heads = FrameHead.objects.select_related("rle").filter(masklet=masklet, frame__gte=start, frame__lt=stop)
        rows = list(heads.order_by("frame")[: MAX_FRAMES_A_PAGE + 1])
    else:
        deltas = FrameMask.objects.select_related("rle").filter(
            masklet=masklet, frame__gte=start, frame__lt=stop, version__lte=version
        )
        rows = list(deltas.order_by("frame", "-version").distinct("frame")[: MAX_FRAMES_A_PAGE + 1])
    after = rows[MAX_FRAMES_A_PAGE].frame if len(rows) > MAX_FRAMES_A_PAGE else None
    return MasksPage(masks=[_describe(row) for row in rows[:MAX_FRAMES_A_PAGE]], next=after)


def list_head_ranges(masklet_ids: Sequence[int]) -> dict[int, list[HeadRange]]:
    """The heads of many masklets as sorted runs of frames, without bytes."""
    found: dict[int, list[HeadRange]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(HEAD_RANGES_SQL, [list(masklet_ids)])
        for masklet_id, start, stop, version, origin, state in cursor.fetchall():
            found[masklet_id].append((start, stop, version, origin, state))
    return found


def list_stated_frames(masklet: Masklet) -> list[int]:
    """The frames on which something is said, be it present or absent, in order."""
    heads = FrameHead.objects.filter(masklet=masklet).exclude(state=MaskState.CLEARED)
    return list(heads.order_by("frame").values_list("frame", flat=True))


def _describe(row: FrameHead | FrameMask) -> FrameMaskState:
    return FrameMaskState(
        frame=row.frame,
        rle=read_rle(row.rle),
        origin=row.origin,
        state=row.state,
        version=row.version,
        score=row.score,
    )
