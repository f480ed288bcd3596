import time
from dataclasses import dataclass

from django.db import connection

from labeling.accounts.models import User
from labeling.dataengine.rules import SLOT_MS, require_masklet_of, require_slot
from labeling.masklets.models import Masklet
from labeling.videos.models import Video

# Nobody is active for more than 15 s in 15 s, however many pages they have open.
ADD_SQL = """
INSERT INTO dataengine_activity AS kept
    (person_id, video_id, masklet_id, slot, mode, active_ms, clicks, strokes, frames_seen)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT ON CONSTRAINT activity_unique DO UPDATE SET
    active_ms = LEAST(%s, kept.active_ms + EXCLUDED.active_ms),
    clicks = kept.clicks + EXCLUDED.clicks,
    strokes = kept.strokes + EXCLUDED.strokes,
    frames_seen = kept.frames_seen + EXCLUDED.frames_seen
"""


@dataclass(frozen=True)
class Effort:
    """What one person did within one slot of 15 s; `slot` is unix seconds // 15."""

    slot: int
    mode: str
    active_ms: int
    clicks: int
    strokes: int
    frames_seen: int


def add_activity(*, video: Video, actor: User, masklet_id: int | None, effort: Effort) -> None:
    """Add to what is kept of the same person, video, masklet, slot and mode, in one statement and so without a race.

    Writes no event: effort is of no interest to the other people on the video.
    """
    require_slot(effort.slot, now_s=time.time())
    if masklet_id is not None:
        # A masklet that was deleted a moment ago has still cost its effort.
        require_masklet_of(video, Masklet.objects.filter(pk=masklet_id).first())
    values = (min(SLOT_MS, effort.active_ms), effort.clicks, effort.strokes, effort.frames_seen)
    with connection.cursor() as cursor:
        cursor.execute(ADD_SQL, [actor.pk, video.pk, masklet_id, effort.slot, effort.mode, *values, SLOT_MS])
