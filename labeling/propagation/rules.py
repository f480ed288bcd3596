"""What a propagation must satisfy, as guards that read nothing but their arguments."""

from collections.abc import Iterable, Mapping, Sequence

from labeling.masklets.models import Masklet
from labeling.masklets.rules import require_editable
from labeling.problems import Conflict, Invalid
from labeling.videos.models import Video

MAX_MASKLETS = 100
"""More objects in one propagation than this make a step so long that its progress looks stuck."""


def require_range(video: Video, start: int, stop: int) -> None:
    if not 0 <= start < stop <= video.num_frames:
        raise Invalid(
            f"Frames {start} to {stop} are not a range of this video: give 0 ≤ start < stop ≤ {video.num_frames}, "
            "where stop is the first frame left out."
        )


def require_quota(num_unfinished: int, quota: int) -> None:
    if num_unfinished >= quota:
        raise Conflict(
            f"You have {num_unfinished} propagations waiting or running, and may have {quota} at once: wait until one "
            "is done, or cancel one."
        )


def require_anchor(anchor: int, start: int, stop: int) -> None:
    if not start <= anchor < stop:
        raise Invalid(f"The anchor, frame {anchor}, must lie in the range it starts in: {start} to {stop - 1}.")


def require_masklets(video: Video, asked: Sequence[int], found: Iterable[Masklet]) -> list[Masklet]:
    """The asked masklets in their order; Invalid where one is not of this video, Conflict where one is closed."""
    if not asked:
        raise Invalid("Name at least one object to propagate.")
    if len(asked) > MAX_MASKLETS:
        raise Invalid(f"Propagate at most {MAX_MASKLETS} objects at once: there are {len(asked)}.")
    by_id = {masklet.pk: masklet for masklet in found if masklet.video_id == video.pk and masklet.deleted_at is None}
    missing = [masklet_id for masklet_id in asked if masklet_id not in by_id]
    if missing:
        raise Invalid(f"This video has no object with the id {missing[0]}: it may have been deleted.")
    for masklet_id in asked:
        require_editable(by_id[masklet_id])
    return [by_id[masklet_id] for masklet_id in asked]


def require_barriers(masklets: Iterable[Masklet], barriers: Mapping[int, list[int]], start: int, stop: int) -> None:
    """Every object needs a frame in the range that says what it is."""
    for masklet in masklets:
        if not barriers.get(masklet.pk):
            raise Invalid(
                f"Object {masklet.number} has no prompt or drawn mask on frames {start} to {stop - 1}: click on it on "
                "one of them first, for tracking starts from there."
            )
