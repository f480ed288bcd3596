"""Answers hover previews on the device, for as long as somebody may still look at the answer."""

import logging
import threading
import time
from collections import OrderedDict

from inference.sessions import Sessions
from inference.types import PointPrompt, Prompt
from labeling.events.wire import MaskFrame, encode_mask_frame
from labeling.masklets.models import Masklet, Origin
from labeling.masklets.queries import list_conditioning
from labeling.propagation.device.opening import open_tracker
from labeling.propagation.device.outgoing import Outgoing, ShownStep
from labeling.propagation.previews import EXPIRES_S, Preview

logger = logging.getLogger(__name__)


class WaitingPreviews:
    """The newest preview of each socket; put by the listener, taken by the device thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: OrderedDict[str, tuple[float, Preview]] = OrderedDict()

    def put(self, preview: Preview) -> None:
        with self._lock:
            self._waiting[preview.reply_to] = time.monotonic(), preview

    def take(self) -> Preview | None:
        """The one that has waited longest of those that have not expired."""
        with self._lock:
            while self._waiting:
                _, (put_at, preview) = self._waiting.popitem(last=False)
                if time.monotonic() - put_at < EXPIRES_S:
                    return preview
        return None


def answer_preview(preview: Preview, *, sessions: Sessions, outgoing: Outgoing) -> None:
    """Sends the mask that the point would give, beside the prompts that stand, to the one who asked. Raises what the
    model and Postgres raise."""
    masklet = Masklet.objects.select_related("video__project").filter(pk=preview.masklet).first()
    if masklet is None or not 0 <= preview.frame < masklet.video.num_frames:
        return
    known = list_conditioning(masklet)
    point = PointPrompt(frame=preview.frame, points=(preview.at,), labels=(preview.label,))
    prompts: tuple[Prompt, ...] = (*known.prompts.get(preview.frame, ()), point)
    result = open_tracker(sessions, masklet.video).click(preview.frame, prompts, known=known)
    mask = MaskFrame(
        masklet=masklet.pk,
        frame=preview.frame,
        state=result.state,
        origin=Origin.PROMPTED,
        size=(masklet.video.height, masklet.video.width),
        counts=result.rle.counts if result.rle else "",
        score=result.score,
        is_preview=True,
    )
    outgoing.show(ShownStep(video_id=masklet.video_id, masks=(encode_mask_frame(mask),), only=preview.reply_to))
