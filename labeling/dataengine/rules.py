from labeling.masklets.models import Masklet
from labeling.problems import Invalid
from labeling.videos.models import Video

SLOT_S = 15
SLOT_MS = SLOT_S * 1000
# A clock that is further ahead than this would put effort where nobody looks for it.
MAX_AHEAD_S = 3600


def require_slot(slot: int, *, now_s: float) -> None:
    if slot * SLOT_S > now_s + MAX_AHEAD_S:
        raise Invalid("This slot lies in the future: set the machine's clock, a slot is unix seconds // 15.")


def require_masklet_of(video: Video, masklet: Masklet | None) -> Masklet:
    if masklet is None or masklet.video_id != video.pk:
        raise Invalid("This object is not in the video: leave `masklet` out, or send one of the video's.")
    return masklet
