"""The frames on which two versions of a masklet differ, with what each says there."""

from dataclasses import dataclass

from django.db import connection

from labeling.masklets.models import Masklet

FRAMES_A_PAGE = 2000

# A cleared frame says as little as one never touched; bytes are read only where both sides have rows of their own.
DIFF_SQL = """
SELECT coalesce(a.frame, b.frame), a.version, a.state, a.origin, b.version, b.state, b.origin
FROM (
    SELECT DISTINCT ON (frame) frame, version, state, origin, rle_id FROM masklets_framemask
    WHERE masklet_id = %(masklet)s AND version <= %(old)s AND frame >= %(start)s AND frame < %(stop)s
    ORDER BY frame, version DESC
) AS a
FULL JOIN (
    SELECT DISTINCT ON (frame) frame, version, state, origin, rle_id FROM masklets_framemask
    WHERE masklet_id = %(masklet)s AND version <= %(new)s AND frame >= %(start)s AND frame < %(stop)s
    ORDER BY frame, version DESC
) AS b ON a.frame = b.frame
WHERE coalesce(a.state, 'cleared') <> coalesce(b.state, 'cleared')
    OR (a.rle_id <> b.rle_id AND (SELECT counts FROM masklets_rlebytes WHERE id = a.rle_id)
        <> (SELECT counts FROM masklets_rlebytes WHERE id = b.rle_id))
ORDER BY 1 LIMIT %(page)s
"""


@dataclass(frozen=True)
class Side:
    """What stood on the frame: the version that put it there, and how."""

    version: int
    state: str
    origin: str


@dataclass(frozen=True)
class DifferingFrame:
    """`old` or `new` is None where that version had never said anything about the frame."""

    frame: int
    old: Side | None
    new: Side | None


@dataclass(frozen=True)
class DiffPage:
    """Frames in order; `next` is where the next page starts, None on the last one."""

    frames: list[DifferingFrame]
    next: int | None


def compare_versions(masklet: Masklet, *, old: int, new: int, start: int, stop: int) -> DiffPage:
    """At most FRAMES_A_PAGE frames of [start, stop) on which the two versions differ."""
    found = list_differing(masklet, old=old, new=new, start=start, stop=stop, page=FRAMES_A_PAGE + 1)
    after = found[FRAMES_A_PAGE].frame if len(found) > FRAMES_A_PAGE else None
    return DiffPage(frames=found[:FRAMES_A_PAGE], next=after)


def list_differing(
    masklet: Masklet, *, old: int, new: int, start: int, stop: int, page: int | None = None
) -> list[DifferingFrame]:
    """The frames of [start, stop) on which version `new` shows another mask or state than `old`, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            DIFF_SQL,
            {
                "masklet": masklet.pk,
                "old": old,
                "new": new,
                "start": start,
                "stop": stop,
                "page": page,
            },
        )
        return [
            DifferingFrame(frame=row[0], old=_read_side(row[1], row[2], row[3]), new=_read_side(*row[4:]))
            for row in cursor.fetchall()
        ]


def _read_side(version: int | None, state: str | None, origin: str | None) -> Side | None:
    if version is None or state is None or origin is None:
        return None
    return Side(version=version, state=state, origin=origin)
