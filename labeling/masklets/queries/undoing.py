"""What a person would undo or redo next, and what stood before an operation."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from labeling.accounts.models import User
from labeling.masklets.models import Masklet, MaskletEdit, Operation, PromptEdit, Version
from labeling.videos.models import Video

Kind = Operation.Kind
# Handing over and judging have ways back of their own: withdraw, reopen, review again.
NOT_UNDONE = frozenset({Kind.SUBMIT, Kind.REOPEN, Kind.REVIEW, Kind.UNDO})
OPEN_JOB = ("queued", "running")

# What an operation wrote on each frame, what stands there now, and what stood before its first version there. Two rows
# say the same when an undo made the one from the other; `coalesce(source, version)` names the row that said it first.
FRAMES_SQL = """
SELECT mine.frame,
       coalesce(own.source, own.version) = coalesce(now.source, now.version), head.author_id,
       coalesce(before.source, before.version, 0), before.origin, before.state, before.score, before.rle_id
FROM (
    SELECT frame, min(version) AS first, max(version) AS last FROM masklets_framemask
    WHERE masklet_id = %(masklet)s AND version = ANY(%(versions)s) GROUP BY frame
) AS mine
JOIN masklets_framemask AS own ON own.masklet_id = %(masklet)s AND own.frame = mine.frame AND own.version = mine.last
JOIN masklets_framehead AS head ON head.masklet_id = %(masklet)s AND head.frame = mine.frame
JOIN masklets_framemask AS now
    ON now.masklet_id = %(masklet)s AND now.frame = mine.frame AND now.version = head.version
LEFT JOIN LATERAL (
    SELECT * FROM masklets_framemask AS earlier
    WHERE earlier.masklet_id = %(masklet)s AND earlier.frame = mine.frame AND earlier.version < mine.first
    ORDER BY earlier.version DESC LIMIT 1
) AS before ON true
ORDER BY mine.frame
"""


@dataclass(frozen=True)
class FrameBefore:
    """What stood on a frame before an operation; `source` 0 and no state where nothing did.

    `is_current`: what the operation put there still stands; else `changed_by` is who changed it last.
    """

    frame: int
    is_current: bool
    changed_by: int
    source: int
    origin: str | None
    state: str | None
    score: float | None
    rle_id: int | None


@dataclass(frozen=True)
class Footprint:
    """Everything that one operation changed; `first` is the gesture that it undoes or does again, or itself."""

    operation: Operation
    first: Operation
    masklets: dict[int, Masklet]
    frames: dict[int, list[FrameBefore]]
    prompt_edits: list[PromptEdit]
    masklet_edits: list[MaskletEdit]


def find_next_undo(*, video: Video, author: User) -> Operation | None:
    """The newest operation of the person's that changed something and is not undone."""
    return _list_undoable(video=video, author=author).order_by("-pk").first()


def find_next_redo(*, video: Video, author: User) -> Operation | None:
    """The undo that a redo would undo: the newest that is not undone, and after which the person did nothing new."""
    return _list_redoable(video=video, author=author).order_by("-pk").first()


def find_undo_of(operation: Operation, *, author: User) -> Operation | None:
    """What to undo so that a gesture, named by itself, its undo or its redo, is undone; None where it is not done."""
    return _list_undoable(video=operation.video, author=author).filter(pk=_find_last(operation).pk).first()


def find_redo_of(operation: Operation, *, author: User) -> Operation | None:
    """The undo to be undone so that a gesture is done again; None where it is not undone, or too long ago."""
    return _list_redoable(video=operation.video, author=author).filter(pk=_find_last(operation).pk).first()


def find_first(operation: Operation) -> Operation:
    """The gesture that a chain of undos and redos is about."""
    while operation.undoes is not None:
        operation = operation.undoes
    return operation


def find_footprint(operation: Operation) -> Footprint:
    """Read without locks; whoever acts on it reads it again under the masklets' locks."""
    numbers: dict[int, list[int]] = defaultdict(list)
    for masklet_id, number in Version.objects.filter(operation=operation).values_list("masklet_id", "number"):
        numbers[masklet_id].append(number)
    prompt_edits = list(
        PromptEdit.objects.select_related("prompt__operation", "prompt__rle").filter(operation=operation).order_by("pk")
    )
    masklet_edits = list(
        MaskletEdit.objects.select_related("old_label", "new_label").filter(operation=operation).order_by("pk")
    )
    touched = set(numbers) | {edit.masklet_id for edit in masklet_edits}
    touched |= {found for edit in prompt_edits for found in (edit.old_masklet_id, edit.new_masklet_id) if found}
    masklets = Masklet.objects.select_related("video", "label").filter(pk__in=touched).order_by("pk")
    return Footprint(
        operation=operation,
        first=find_first(operation),
        masklets={masklet.pk: masklet for masklet in masklets},
        frames={masklet_id: _list_frames(masklet_id, found) for masklet_id, found in sorted(numbers.items())},
        prompt_edits=prompt_edits,
        masklet_edits=masklet_edits,
    )


def _list_frames(masklet_id: int, versions: list[int]) -> list[FrameBefore]:
    with connection.cursor() as cursor:
        cursor.execute(FRAMES_SQL, {"masklet": masklet_id, "versions": versions})
        return [FrameBefore(*row) for row in cursor.fetchall()]


def _list_undoable(*, video: Video, author: User) -> QuerySet[Operation]:
    own = Operation.objects.select_related("video", "author", "undoes").filter(video=video, author=author)
    # The job's model lives in the app above, which may not be imported here; the relation may be followed.
    did_something = (
        Exists(Version.objects.filter(operation=OuterRef("pk")))
        | Exists(PromptEdit.objects.filter(operation=OuterRef("pk")))
        | Exists(MaskletEdit.objects.filter(operation=OuterRef("pk")))
        | Q(propagation__status__in=OPEN_JOB)
    )
    return own.filter(did_something, undone_by=None).exclude(kind__in=NOT_UNDONE)


def _list_redoable(*, video: Video, author: User) -> QuerySet[Operation]:
    own = Operation.objects.select_related("video", "author", "undoes").filter(video=video, author=author)
    newest = own.exclude(kind__in=[*NOT_UNDONE, Kind.REDO]).order_by("-pk").values_list("pk", flat=True).first()
    return own.filter(kind=Kind.UNDO, undone_by=None, pk__gt=newest or 0)


def _find_last(operation: Operation) -> Operation:
    while (later := Operation.objects.filter(undoes=operation).first()) is not None:
        operation = later
    return operation
