"""What a client needs to be where the server is: the events it has missed, or everything at once."""

from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from labeling.events.models import Event, VideoStream
from labeling.events.publish import describe_event
from labeling.masklets.queries import (
    describe_masklets,
    describe_prompt,
    describe_side_edit,
    list_head_ranges,
    list_live_prompts,
    list_masklets,
    list_open_side_edits,
)
from labeling.propagation.models import Propagation
from labeling.propagation.queries import describe_propagation
from labeling.videos.models import Video
from labeling.videos.queries import show_video

EVENTS_A_PAGE = 1000
# Further behind than this, one snapshot is less to read than the events.
MAX_REPLAYED = 5000
# A snapshot holds all unfinished propagations and this many of the newest others.
NEWEST_PROPAGATIONS = 10


def read_last_seq(video_id: int) -> int:
    """The number of the video's newest event, 0 where nothing has happened."""
    return VideoStream.objects.filter(video_id=video_id).values_list("last_seq", flat=True).first() or 0


def list_events(video_id: int, *, after: int, limit: int = EVENTS_A_PAGE) -> list[dict[str, Any]]:
    """Events after `after` as they stand on the wire, oldest first, without a gap."""
    rows = Event.objects.filter(video_id=video_id, seq__gt=after).order_by("seq")
    return [describe_event(event) for event in rows[:limit]]


def take_snapshot(video_id: int) -> dict[str, Any]:
    """Everything a client shows of a video, and the number of the last event that is in it.

    Read in one repeatable-read transaction: an event and its change are committed together, so what is seen of the
    one is seen of the other, and *this plus the events after `last_seq`* is a later snapshot. A caller that is in a
    transaction already must have chosen its isolation.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        if not nested:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return _read_everything(video_id)


def _read_everything(video_id: int) -> dict[str, Any]:
    last_seq = read_last_seq(video_id)
    video = Video.objects.get(pk=video_id)
    masklets = list_masklets(video)
    heads = list_head_ranges([masklet.pk for masklet in masklets])
    return {
        "last_seq": last_seq,
        "video": show_video(video),
        "masklets": [state.model_dump(mode="json") for state in describe_masklets(masklets)],
        "prompts": [describe_prompt(prompt).model_dump(mode="json") for prompt in list_live_prompts(video)],
        "heads": [
            {"masklet": masklet.pk, "ranges": heads[masklet.pk]} for masklet in masklets if heads.get(masklet.pk)
        ],
        "propagations": [describe_propagation(job).model_dump(mode="json") for job in _list_propagations(video)],
        "side_edits": [describe_side_edit(entry).model_dump(mode="json") for entry in list_open_side_edits(video)],
    }


def _list_propagations(video: Video) -> list[Propagation]:
    jobs = Propagation.objects.filter(video=video)
    newest = jobs.order_by("-pk").values_list("pk", flat=True)[:NEWEST_PROPAGATIONS]
    unfinished = Q(status__in=[Propagation.Status.QUEUED, Propagation.Status.RUNNING])
    return list(jobs.filter(unfinished | Q(pk__in=list(newest))).prefetch_related("masklets").order_by("pk"))
