"""What may be done to a masklet, as predicates and guards that read nothing but their arguments."""

import math
from collections.abc import Iterable, Sequence

from inference.rle import InvalidRle, validate
from inference.types import Rle
from labeling.accounts.models import User
from labeling.masklets.models import ApprovedRange, FrameHead, Masklet, MaskState, Origin, SideEdit
from labeling.problems import Conflict, Forbidden, Invalid
from labeling.projects.models import Label, Membership
from labeling.projects.rules import list_missing
from labeling.videos.models import Video

EDITABLE = frozenset({Masklet.Status.DRAFT, Masklet.Status.REJECTED})
REVIEWERS = frozenset({Membership.Role.REVIEWER, Membership.Role.ADMIN})
# Masks that no person made: a person's edit goes over them without asking.
MACHINE_ORIGINS = frozenset({Origin.PROPAGATED, Origin.AUTOMATIC})
# Masks that a propagation must neither change nor leave aside, and that only a person's edit replaces.
BARRIER_ORIGINS = frozenset({Origin.PROMPTED, Origin.DRAWN, Origin.RESTORED})
MAX_POINTS_PER_PROMPT = 200
MAX_RANGES_SAID = 4

Range = tuple[int, int]


def is_editable(masklet: Masklet) -> bool:
    return masklet.status in EDITABLE and masklet.deleted_at is None


def require_editable(masklet: Masklet) -> None:
    """Refuse an edit of a masklet that somebody is about to judge or has judged."""
    if masklet.status == Masklet.Status.SUBMITTED:
        raise Conflict(f"Object {masklet.number} is submitted for review: withdraw it before you change it.")
    if masklet.status == Masklet.Status.APPROVED:
        raise Conflict(f"Object {masklet.number} is approved: ask a reviewer to reopen it before you change it.")
    if masklet.status == Masklet.Status.NOT_WELL_DEFINED:
        raise Conflict(f"Object {masklet.number} was judged not well defined: ask a reviewer to reopen it first.")


def require_described(masklet: Masklet) -> None:
    """Refuse the hand-over of an object of which something required is not said."""
    missing = list_missing(masklet.label, masklet.attributes)
    if missing:
        names = ", ".join(f"“{attribute.name}”" for attribute in missing)
        raise Invalid(
            f"Object {masklet.number} needs a value for {names} before it is submitted: set it beside the object.",
            attributes=[attribute.id for attribute in missing],
        )


def require_frame_open(masklet: Masklet, frame: int, approved: Iterable[ApprovedRange]) -> None:
    if is_frame_approved(frame, approved):
        raise Conflict(
            f"Frame {frame} of object {masklet.number} is approved: ask a reviewer to reopen it before you change it."
        )


def require_frames_open(masklet: Masklet, frames: Iterable[int], approved: Sequence[ApprovedRange]) -> None:
    closed = compress_frames(frame for frame in frames if is_frame_approved(frame, approved))
    if closed:
        raise Conflict(
            f"Object {masklet.number} is approved on {say_frames(closed)}: ask a reviewer to reopen it before you "
            "change it.",
            frames=closed,
        )


def require_span(video: Video, start: int, stop: int) -> None:
    if not 0 <= start < stop <= video.num_frames:
        raise Invalid(
            f"Frames {start} to {stop} are not a range of this video: give 0 ≤ start < stop ≤ {video.num_frames}, "
            "where stop is the first frame left out."
        )


def is_frame_approved(frame: int, approved: Iterable[ApprovedRange]) -> bool:
    """Whether one of the ranges, which the caller has limited to those not reopened, holds the frame."""
    return any(entry.start <= frame < entry.stop for entry in approved)


def require_frame(video: Video, frame: int) -> None:
    if not 0 <= frame < video.num_frames:
        raise Invalid(f"Frame {frame} is outside the video, whose frames are 0 to {video.num_frames - 1}.")


def require_ready(video: Video) -> None:
    if video.status != Video.Status.READY:
        raise Conflict(f"The video “{video.name}” is not ready yet: wait until it has been read.")


def require_label_of(video: Video, label: Label | None) -> Label:
    if label is None or label.project_id != video.project_id or label.deleted_at is not None:
        raise Invalid("This label is not one of the project's: choose one of its labels.")
    return label


def require_mask_of(video: Video, rle: Rle) -> None:
    try:
        validate(rle, (video.height, video.width))
    except InvalidRle as error:
        raise Invalid(str(error)) from error


def require_points(video: Video, points: Sequence[Sequence[float]], labels: Sequence[int]) -> None:
    if not points:
        raise Invalid("Give at least one point as [x, y] in pixels.")
    if len(points) > MAX_POINTS_PER_PROMPT:
        raise Invalid(f"Give at most {MAX_POINTS_PER_PROMPT} points in one prompt.")
    if len(points) != len(labels):
        raise Invalid(f"Give one label for each point: there are {len(points)} points and {len(labels)} labels.")
    if any(label not in {0, 1} for label in labels):
        raise Invalid("A point's label is 1, on the object, or 0, not on it.")
    for x, y in points:
        if not (math.isfinite(x) and math.isfinite(y) and 0 <= x <= video.width and 0 <= y <= video.height):
            raise Invalid(f"The point ({x}, {y}) is outside the frame of {video.width}×{video.height} pixels.")


def require_box(video: Video, box: Sequence[float]) -> None:
    x0, y0, x1, y1 = box
    if not all(math.isfinite(side) for side in box):
        raise Invalid("A box is [x0, y0, x1, y1] in finite numbers of pixels.")
    if not (0 <= x0 < x1 <= video.width and 0 <= y0 < y1 <= video.height):
        raise Invalid(
            f"The box must lie inside the frame of {video.width}×{video.height} pixels, from its top left corner "
            "[x0, y0] to its bottom right corner [x1, y1]."
        )


def require_base_version(masklet: Masklet, base_version: int | None) -> int:
    """The version an edit is based on; absent, it is the head."""
    if base_version is None:
        return masklet.head
    if base_version > masklet.head:
        raise Invalid(f"Object {masklet.number} has no version {base_version}: its newest is {masklet.head}.")
    return base_version


def is_conflict(head: FrameHead | None, *, actor: User, base_version: int) -> bool:
    """Whether another person changed the frame since `base_version`; people win over machines without a conflict."""
    if head is None or head.version <= base_version or head.author_id == actor.pk:
        return False
    return head.origin not in MACHINE_ORIGINS


def require_open(side_edit: SideEdit) -> None:
    if side_edit.closed_at is not None:
        done = "dismissed" if side_edit.applied_by_id is None else "applied"
        raise Conflict(f"This edit of frame {side_edit.frame} was {done} already.")


def is_barrier(head: FrameHead) -> bool:
    """Whether a person's own statement stands on the frame; a cleared frame makes none."""
    return head.origin in BARRIER_ORIGINS and head.state != MaskState.CLEARED


def require_submittable(masklet: Masklet, *, num_stated_frames: int, num_pending: int) -> None:
    if masklet.status == Masklet.Status.SUBMITTED:
        raise Conflict(f"Object {masklet.number} is already submitted.")
    require_editable(masklet)
    if num_pending:
        raise Conflict(
            f"Object {masklet.number} still waits for a mask: submit it when the mask is there, or remove its prompt."
        )
    if not num_stated_frames:
        raise Invalid(f"Object {masklet.number} has no mask yet: draw one, or prompt and propagate, then submit.")


def require_reopenable(masklet: Masklet, *, actor: User, role: str, has_approved: bool) -> None:
    """Authors withdraw what they submitted; reviewers and admins reopen whatever is closed."""
    if is_editable(masklet) and not has_approved:
        raise Conflict(f"Object {masklet.number} is open already: change it as you like.")
    if role in REVIEWERS:
        return
    if masklet.status != Masklet.Status.SUBMITTED:
        raise Forbidden(f"Only a reviewer or an admin can reopen object {masklet.number}: ask one of them.")
    if masklet.author_id != actor.pk:
        raise Forbidden(f"Only its author can withdraw object {masklet.number}, or a reviewer can reopen it.")


def compress_frames(frames: Iterable[int]) -> list[Range]:
    """Frames as sorted ranges [start, stop)."""
    ranges: list[Range] = []
    for frame in sorted(set(frames)):
        if ranges and ranges[-1][1] == frame:
            ranges[-1] = (ranges[-1][0], frame + 1)
        else:
            ranges.append((frame, frame + 1))
    return ranges


def say_frames(ranges: Sequence[Range]) -> str:
    """Ranges [start, stop) in words, the first few of many: “frame 3”, “frames 3–7 and 9”."""
    shown = [f"{start}" if stop == start + 1 else f"{start}–{stop - 1}" for start, stop in ranges[:MAX_RANGES_SAID]]
    left = len(ranges) - len(shown)
    if left:
        shown.append("others")
    listed = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
    is_one = len(ranges) == 1 and ranges[0][1] == ranges[0][0] + 1
    return f"frame {listed}" if is_one else f"frames {listed}"
